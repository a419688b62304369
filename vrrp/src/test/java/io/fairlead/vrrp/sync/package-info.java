@NullMarked
package io.fairlead.vrrp.sync;

import org.jspecify.annotations.NullMarked;
