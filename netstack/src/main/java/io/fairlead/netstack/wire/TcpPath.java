package io.fairlead.netstack.wire;

/**
 * From where to where a TCP segment goes.
 *
 * @param sourceMac that sends the frame
 * @param destinationMac where the frame goes
 * @param tags of the frame; see {@link EthernetFrame#tags}
 * @param source of the packet
 * @param sourcePort of the segment
 * @param destination of the packet, of the source's family
 * @param destinationPort of the segment
 */
public record TcpPath(
        long sourceMac,
        long destinationMac,
        int tags,
        IpAddress source,
        int sourcePort,
        IpAddress destination,
        int destinationPort) {}
