/** Wire formats as flyweights over a buffer: Ethernet, ARP, IPv4, IPv6, TCP, UDP, ICMP, neighbour discovery, and the Internet checksum. */
@NullMarked
package io.fairlead.netstack.wire;

import org.jspecify.annotations.NullMarked;
