@NullMarked
package io.fairlead.vrrp.wire;

import org.jspecify.annotations.NullMarked;
