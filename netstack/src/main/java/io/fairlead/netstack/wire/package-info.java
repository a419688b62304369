/** Wire formats as flyweights over a buffer: Ethernet, ARP, IPv4, TCP, UDP, ICMP, and the Internet checksum. */
@NullMarked
package io.fairlead.netstack.wire;

import org.jspecify.annotations.NullMarked;
