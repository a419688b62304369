package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.TcpFrameWriter;
import io.fairlead.netstack.wire.TcpPath;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.VirtioNetHeader;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.RedirectConfig;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a virtual IP send, and what the kernels of the nodes answer: as much of TCP as takes a data path through all that it does for a connection. Each frame
 * has its {@link VirtioNetHeader} in front; every second one comes with a partial checksum, as from a kernel, the others as from a wire. The
 * clients have addresses of documentation (RFC 5737, RFC 3849).
 */
final class RehearsedClients {

    private static final IpAddress FIRST_IPV4 = IpAddress.parse("198.51.100.1");
    private static final IpAddress FIRST_IPV6 = IpAddress.parse("2001:db8::1");
    private static final int CLIENTS = 250;
    private static final int FIRST_PORT = 20_000;
    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int WINDOW = 65_535;
    private static final int ASKED = 64;
    private static final int ANSWERED = 128;
    private static final int CLIENT_BEGIN = 1_000;
    private static final int SERVER_BEGIN = 500_000;
    private static final int MOST = FramePort.HEAD_ROOM + TcpFrameWriter.MAX_HEADERS_LENGTH + ANSWERED;

    private final IpAddress virtualIp;
    private final int port;
    private final TcpFrameWriter writer = new TcpFrameWriter();
    private final UnsafeBuffer written = new UnsafeBuffer(new byte[MOST]);
    private final VirtioNetHeader header = new VirtioNetHeader();
    private final UnsafeBuffer read = new UnsafeBuffer(0, 0);
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final TcpSegment tcp = new TcpSegment();
    private boolean isPartial;

    /** What a client sends of a connection, in order. */
    enum Turn {
        OPEN(TcpSegment.SYN, 0, 0, 0),
        ACKNOWLEDGE(TcpSegment.ACK, 1, 1, 0),
        ASK(TcpSegment.PSH | TcpSegment.ACK, 1, 1, ASKED),
        ACKNOWLEDGE_ANSWER(TcpSegment.ACK, 1 + ASKED, 1 + ANSWERED, 0),
        CLOSE(TcpSegment.FIN | TcpSegment.ACK, 1 + ASKED, 1 + ANSWERED, 0),
        ACKNOWLEDGE_CLOSE(TcpSegment.ACK, 2 + ASKED, 2 + ANSWERED, 0);

        private final int flags;
        private final int sent;
        private final int received;
        private final int length;

        Turn(final int flags, final int sent, final int received, final int length) {
            this.flags = flags;
            this.sent = sent;
            this.received = received;
            this.length = length;
        }
    }

    private RehearsedClients(final IpAddress virtualIp, final int port) {
        this.virtualIp = virtualIp;
        this.port = port;
    }

    /**
     * Of one of the node's virtual IPs, and its first redirect of TCP; empty if it has none. IPv4 is preferred, for most clients use that.
     *
     * @param config of the node
     */
    static Optional<RehearsedClients> of(final NodeConfig config) {
        final List<IpAddress> virtualIps = config.virtualRouters().stream()
                .filter(router -> router.interfaceName().equals(config.interfaceName()))
                .flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .filter(address -> !address.isLinkLocalIpv6())
                .sorted()
                .toList();
        return config.redirects().stream()
                .filter(redirect -> redirect.transport() == RedirectConfig.Transport.TCP)
                .findFirst()
                .flatMap(redirect -> virtualIps.stream()
                        .findFirst()
                        .map(virtualIp -> new RehearsedClients(
                                virtualIp, redirect.originalPorts().get(0))));
    }

    /**
     * A frame of a client.
     *
     * @param connection which one, from 0; clients take turns, and a client's port is another one each time
     * @param turn what it sends of it
     * @param director MAC address of the virtual IP's owner
     */
    byte[] frame(final int connection, final Turn turn, final long director) {
        final int client = connection % CLIENTS;
        final IpAddress address = virtualIp.isIpv6()
                ? IpAddress.ofIpv6(FIRST_IPV6.high(), FIRST_IPV6.low() + client)
                : IpAddress.ofIpv4(FIRST_IPV4.ipv4() + client);
        final TcpPath path =
                new TcpPath(CLIENT_MAC, director, 0, address, FIRST_PORT + connection / CLIENTS, virtualIp, port);
        return frame(path, CLIENT_BEGIN + turn.sent, SERVER_BEGIN + turn.received, turn.flags, turn.length);
    }

    private byte[] frame(
            final TcpPath path, final int sequence, final int acknowledgment, final int flags, final int length) {
        final int frameLength =
                writer.write(written, FramePort.HEAD_ROOM, path, sequence, acknowledgment, flags, WINDOW, length);
        written.setMemory(0, FramePort.HEAD_ROOM, (byte) 0);
        isPartial = !isPartial;
        if (isPartial) {
            final int segmentLength = TcpSegment.MIN_HEADER_LENGTH + length;
            header.wrap(written, 0).partialChecksum(frameLength - segmentLength, TcpSegment.CHECKSUM_FIELD_OFFSET);
        }
        final byte[] headerAndFrame = new byte[FramePort.HEAD_ROOM + frameLength];
        written.getBytes(0, headerAndFrame);
        return headerAndFrame;
    }

    /**
     * What a node's kernel, behind which the proxy is, answers.
     *
     * @param headerAndFrame that reached it
     * @return empty if nothing
     */
    Optional<byte[]> answer(final byte[] headerAndFrame) {
        final TcpPath back = wayBack(headerAndFrame);
        final boolean isOpening = back != null && tcp.isOpening();
        final boolean isAsking = back != null && (tcp.flags() & TcpSegment.PSH) != 0;
        final boolean isClosing = back != null && (tcp.flags() & TcpSegment.FIN) != 0;
        if (back == null || !(isOpening || isAsking || isClosing)) {
            return Optional.empty();
        }
        final int next = tcp.sequence() + (isAsking ? ASKED : 1);
        if (isOpening) {
            return Optional.of(frame(back, SERVER_BEGIN, next, TcpSegment.SYN | TcpSegment.ACK, 0));
        }
        final int flags = (isClosing ? TcpSegment.FIN : TcpSegment.PSH) | TcpSegment.ACK;
        return Optional.of(frame(back, tcp.acknowledgment(), next, flags, isAsking ? ANSWERED : 0));
    }

    /** From the node that got the frame to the client, whoever handed it on; null if it is not TCP. */
    private @Nullable TcpPath wayBack(final byte[] headerAndFrame) {
        read.wrap(headerAndFrame, FramePort.HEAD_ROOM, headerAndFrame.length - FramePort.HEAD_ROOM);
        ethernet.wrap(read, 0, read.capacity());
        ipv4.wrap(read, ethernet.payloadIndex(), ethernet.payloadLength());
        ipv6.wrap(read, ethernet.payloadIndex(), ethernet.payloadLength());
        final IpAddress client;
        final IpAddress server;
        if (ethernet.etherType() == EtherType.IPV4 && ipv4.isValid() && ipv4.protocol() == IpProtocol.TCP) {
            tcp.wrap(read, ipv4.payloadIndex(), ipv4.payloadLength());
            client = IpAddress.ofIpv4(ipv4.source());
            server = IpAddress.ofIpv4(ipv4.destination());
        } else if (ethernet.etherType() == EtherType.IPV6
                && ipv6.isValid()
                && ipv6.upperLayerProtocol() == IpProtocol.TCP) {
            tcp.wrap(read, ipv6.upperLayerIndex(), ipv6.upperLayerLength());
            client = IpAddress.ofIpv6(ipv6.sourceHigh(), ipv6.sourceLow());
            server = IpAddress.ofIpv6(ipv6.destinationHigh(), ipv6.destinationLow());
        } else {
            return null;
        }
        return tcp.isValid()
                ? new TcpPath(
                        ethernet.destination(), CLIENT_MAC, 0, server, tcp.destinationPort(), client, tcp.sourcePort())
                : null;
    }
}
