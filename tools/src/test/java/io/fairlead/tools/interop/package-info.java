/** VRRP against other implementations of it, as director and as backup, on real kernels; Wireshark judges what we send. */
@NullMarked
package io.fairlead.tools.interop;

import org.jspecify.annotations.NullMarked;
