/** The form of advertisements on the wire, from and to whole Ethernet frames. */
@NullMarked
package io.fairlead.vrrp.wire;

import org.jspecify.annotations.NullMarked;
