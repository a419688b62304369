/** Watches the wire for what makes VRRP fail without an error: strangers, duplicate addresses, one-way multicast and configurations that differ. */
@NullMarked
package io.fairlead.vrrp.watch;

import org.jspecify.annotations.NullMarked;
