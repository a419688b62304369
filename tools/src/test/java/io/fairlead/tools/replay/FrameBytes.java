package io.fairlead.tools.replay;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The frames of the cases, written out field by field: their readers are what is tested. */
final class FrameBytes {

    static final String NODE_MAC = "025100000001";
    static final String CLIENT_MAC = "0200000000aa";
    static final String VIP = "0a330064";
    static final String NODE_IP = "0a330001";
    static final int SYN = 2;
    static final int ACK = 16;
    static final int FIN_ACK = 17;
    private static final HexFormat HEX = HexFormat.of();

    private FrameBytes() {}

    static byte[] bytes(final String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    private static String client(final int number) {
        return String.format("0a3302%02x", number);
    }

    private static String tcpHeader(final int sourcePort, final int destinationPort, final int flags) {
        return String.format("%04x%04x 00000001 00000001 50%02x ffff 0000 0000", sourcePort, destinationPort, flags);
    }

    /** A segment of a client to an address of the cluster. */
    static byte[] tcp(
            final int client, final int port, final String destination, final int destinationPort, final int flags) {
        return tcp(NODE_MAC, client, port, destination, destinationPort, flags, "");
    }

    static byte[] tcp(
            final String toMac,
            final int client,
            final int port,
            final String destination,
            final int destinationPort,
            final int flags,
            final String tag) {
        return bytes(toMac + CLIENT_MAC + tag + "0800"
                + ipv4(client(client), destination, "06", "0000", bytes(tcpHeader(port, destinationPort, flags))));
    }

    /** What the kernel of the node answers from its proxy. */
    static byte[] answer(final int client, final int port, final int proxyPort) {
        return bytes(CLIENT_MAC + NODE_MAC + "0800"
                + ipv4(VIP, client(client), "06", "0000", bytes(tcpHeader(proxyPort, port, SYN | ACK))));
    }

    private static String ipv4(
            final String source,
            final String destination,
            final String protocol,
            final String fragment,
            final byte[] payload) {
        final byte[] header = bytes(String.format(
                "4500%04x0007%s40%s0000%s%s", 20 + payload.length, fragment, protocol, source, destination));
        int sum = 0;
        for (int i = 0; i < header.length; i += 2) {
            sum += ByteBuffer.wrap(header).getShort(i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        ByteBuffer.wrap(header).putShort(10, (short) ~sum);
        return HEX.formatHex(header) + HEX.formatHex(payload);
    }

    /** The second part of a datagram whose first carries the ports; each has 24 bytes. */
    static byte[] fragment(final int client, final boolean isFirst) {
        final String payload =
                isFirst ? String.format("%04x%04x 0030 0000", 5000, 9090) + "00".repeat(16) : "00".repeat(24);
        return bytes(NODE_MAC + CLIENT_MAC + "0800"
                + ipv4(client(client), VIP, "11", isFirst ? "2000" : "0003", bytes(payload)));
    }

    static byte[] tcp6(final int client, final int port, final int flags) {
        return bytes(NODE_MAC + CLIENT_MAC + "86dd" + "60000000 0014 06 40"
                + String.format("20010db8000000000000000000000%03x", client)
                + "20010db8000000000000000000000064"
                + tcpHeader(port, 9090, flags));
    }

    static byte[] whoHasVip(final int client) {
        return bytes("ffffffffffff" + CLIENT_MAC + "0806 0001 0800 06 04 0001" + CLIENT_MAC + client(client)
                + "000000000000" + VIP);
    }

    /** "Fragmentation needed" from a router about what the node has sent to the client. */
    static byte[] tooBig(final int client, final int port) {
        final String quoted = ipv4(VIP, client(client), "06", "4000", bytes(tcpHeader(9090, port, ACK)));
        return bytes(NODE_MAC + CLIENT_MAC + "0800"
                + ipv4("0a3300fe", VIP, "01", "0000", bytes("0304 0000 0000 0578" + quoted)));
    }

    static byte[] ping(final String toMac) {
        return bytes(
                toMac + CLIENT_MAC + "0800" + ipv4(client(1), NODE_IP, "01", "0000", bytes("0800 0000 0001 0001")));
    }
}
