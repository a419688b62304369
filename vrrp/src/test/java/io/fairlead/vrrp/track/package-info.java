@NullMarked
package io.fairlead.vrrp.track;

import org.jspecify.annotations.NullMarked;
