package io.fairlead.tools.cluster;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * TCP segments of a client to the virtual IP in frames with an 802.1Q tag, made by hand: the kernels that the tests run on may have no VLANs. So no kernel answers them, and
 * none hears the answers.
 */
final class TaggedSegment {
    /** The VLAN. */
    static final int VLAN_ID = 100;

    private static final int PACKED_TAG = 0x8000_0000 | VLAN_ID << 16;
    private static final int TTL = 64;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private TaggedSegment() {}

    /**
     * Sends one.
     *
     * @param folder for a file
     * @param client which sends it, and has the virtual IP's MAC address already
     * @param source address of the client
     * @param port of the client
     * @param sequence number
     * @param acknowledgment number
     * @param flags of the TCP header
     */
    static void send(
            final Path folder,
            final Client client,
            final String source,
            final int port,
            final int sequence,
            final int acknowledgment,
            final int flags) {
        final int ipLength = Ipv4Packet.MIN_HEADER_LENGTH + TcpSegment.MIN_HEADER_LENGTH;
        final byte[] bytes = new byte[EthernetFrame.HEADER_LENGTH + EthernetFrame.TAG_LENGTH + ipLength];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final EthernetFrame ethernet = new EthernetFrame()
                .wrap(buffer, 0, bytes.length)
                .destination(MacAddress.parse(client.neighbourMac(LabPlan.VIRTUAL_IP)))
                .source(MacAddress.parse(macOf(client)))
                .header(PACKED_TAG, EtherType.IPV4);
        final int from = Ipv4Address.parse(source);
        final int to = Ipv4Address.parse(LabPlan.VIRTUAL_IP);
        new Ipv4Packet()
                .wrap(buffer, ethernet.payloadIndex(), ipLength)
                .header(0, TTL, IpProtocol.TCP, from, to, ipLength);
        final int segment = ethernet.payloadIndex() + Ipv4Packet.MIN_HEADER_LENGTH;
        new TcpSegment()
                .wrap(buffer, segment, TcpSegment.MIN_HEADER_LENGTH)
                .header(port, LabPlan.PROXY_PORT, sequence, acknowledgment, flags, 65_535)
                .checksum(InternetChecksum.fold(InternetChecksum.add(
                        InternetChecksum.pseudoHeader(from, to, IpProtocol.TCP, TcpSegment.MIN_HEADER_LENGTH),
                        buffer,
                        segment,
                        TcpSegment.MIN_HEADER_LENGTH)));
        final Path file = folder.resolve("segment-" + source + "-" + flags);
        try {
            Files.write(file, bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        client.namespace()
                .run(LIMIT, "socat", "-u", "OPEN:" + file, "INTERFACE:eth0")
                .orThrow();
    }

    private static String macOf(final Client client) {
        return client.namespace()
                .ip("-br", "link", "show", "dev", "eth0")
                .output()
                .split("\\s+", -1)[2];
    }
}
