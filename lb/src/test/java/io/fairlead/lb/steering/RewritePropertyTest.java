package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.fail;

import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rewrite changes what it declares and nothing else, and every checksum stays right: random packets go the way from a client over director A to node B's kernel
 * and back, errors about them too, and each frame that comes out is compared with one that is built anew, its checksums computed in full.
 */
class RewritePropertyTest {

    /** For each of four seeds: more than a million frames altogether. */
    private static final int FRAMES = 260_000;

    /** With the transport header in the first. */
    private static final int FRAGMENT_LENGTH = 24;

    private static final int ROUTER = 0x0A33_00FE;
    private static final IpAddress ROUTER6 = IpAddress.parse("2001:db8:51::fe");

    private final TestNode director = TestNode.of(A, A);
    private final TestNode scanner = TestNode.of(B, A);
    private int frames;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldChangeNothingElseAndKeepEveryChecksumRight(final long seed) {
        final Random random = new Random(seed);
        director.publish(cluster -> cluster.eligible(A, false).eligible(C, false));
        for (int i = 0; frames < FRAMES; i++) {
            if (i % 1000 == 0) {
                director.pass(100);
                director.told();
                scanner.pass(100);
                scanner.told();
            }
            new Conversation(random, "seed " + seed + " conversation " + i).hold();
        }
    }

    /** Everything that one client may send and be sent. */
    private final class Conversation {

        private final Random random;
        private final String which;
        private final boolean isIpv6;
        private final boolean isTcp;
        private final IpAddress client;
        private final int clientPort;
        private final IpAddress server;
        private final IpAddress kernelServer;
        private final int serverPort;
        private final int proxyPort;

        private Conversation(final Random random, final String which) {
            this.random = random;
            this.which = which;
            isIpv6 = random.nextBoolean();
            isTcp = random.nextBoolean();
            client = isIpv6
                    ? IpAddress.ofIpv6(0x2001_0DB8_0000_0000L | random.nextInt(), random.nextLong())
                    : IpAddress.ofIpv4(random.nextInt());
            clientPort = 1 + random.nextInt(65_535);
            final boolean isNodesOwn = random.nextInt(4) == 0;
            server = isNodesOwn ? own(A) : isIpv6 ? VIP6 : IpAddress.ofIpv4(VIP);
            kernelServer = isNodesOwn ? own(B) : server;
            serverPort = !isTcp ? UDP_PORT : isNodesOwn ? SAME_PORT : TRANSLATED_PORT;
            proxyPort = !isTcp ? UDP_PROXY_PORT : isNodesOwn ? SAME_PORT : PROXY_PORT;
        }

        private IpAddress own(final int node) {
            return isIpv6 ? ip6(node) : IpAddress.ofIpv4(ip(node));
        }

        private void hold() {
            final Packets request =
                    randomTransport(isTcp ? Packets.syn() : Packets.udp()).from(client, clientPort);
            toKernel(request.to(server, serverPort), request.to(kernelServer, proxyPort));

            final Packets reply = randomTransport(isTcp ? Packets.tcp(TcpSegment.ACK) : Packets.udp())
                    .to(client, clientPort)
                    .macs(mac(B), CLIENT_MAC);
            toClient(reply.from(kernelServer, proxyPort), reply.from(server, serverPort));

            final Packets error = random(error()).from(isIpv6 ? ROUTER6 : IpAddress.ofIpv4(ROUTER), 0);
            final Packets quote = (isTcp ? Packets.tcp(TcpSegment.ACK) : Packets.udp()).hopLimit(random.nextInt(256));
            final int length = (isIpv6 ? 40 : 20) + 4 + random.nextInt(isTcp ? 12 : 2);
            final Packets back = quote.to(client, clientPort);
            errorToKernel(
                    error.to(server, 0).quoting(back.from(server, serverPort), length),
                    error.to(kernelServer, 0).quoting(back.from(kernelServer, proxyPort), length));

            final Packets forth = quote.from(client, clientPort);
            final Packets kernelsError =
                    random(error()).from(kernelServer, 0).to(client, 0).macs(mac(B), CLIENT_MAC);
            check(
                    "an error of the kernel",
                    scanner.fromKernel(kernelsError.quoting(forth.to(kernelServer, proxyPort), length)),
                    TO_UPLINK,
                    kernelsError.quoting(forth.to(server, serverPort), length).bytes());
        }

        private Packets error() {
            return isIpv6
                    ? Packets.icmp6(1 + random.nextInt(4), random.nextInt(8))
                    : Packets.icmp(IcmpMessage.DESTINATION_UNREACHABLE, random.nextInt(16));
        }

        /** As {@link #random}, with a checksum that is complete, partial or, of a datagram, none; every fourth is a super-frame. */
        private Packets randomTransport(final Packets packet) {
            final Packets varied = random(packet);
            return switch (random.nextInt(8)) {
                case 0, 1 -> varied.superFrame(1 + random.nextInt(80));
                case 2, 3 -> varied.partialChecksum();
                case 4 -> isTcp ? varied : varied.withoutChecksum();
                default -> varied;
            };
        }

        /** With any payload, tag, options and extension headers. */
        private Packets random(final Packets packet) {
            final byte[] payload = new byte[random.nextInt(80)];
            random.nextBytes(payload);
            Packets varied = packet.payload(payload)
                    .hopLimit(1 + random.nextInt(255))
                    .vlan(random.nextInt(4) == 0 ? 1 + random.nextInt(4000) : 0);
            if (!isIpv6) {
                varied = varied.ipOptions("\u0001".repeat(4 * random.nextInt(3)));
            } else if (random.nextInt(4) == 0) {
                varied = varied.extension(IpProtocol.HOP_BY_HOP_OPTIONS, 8 * (1 + random.nextInt(3)));
            }
            return varied;
        }

        private void toKernel(final Packets in, final Packets out) {
            final Packets fromClient = in.macs(CLIENT_MAC, mac(A));
            final Packets steered = in.macs(mac(A), mac(B));
            final Packets delivered = out.macs(mac(A), mac(B));
            if (in.hasPartialChecksum() || random.nextInt(8) != 0) {
                check("a packet at the director", director.fromWire(fromClient), TO_UPLINK, steered.bytes());
                check("a packet", scanner.fromWire(steered), TO_HOST, delivered.bytes());
                return;
            }
            final int id = random.nextInt();
            final List<byte[]> before = fromClient.fragments(id, FRAGMENT_LENGTH);
            final List<byte[]> between = steered.fragments(id, FRAGMENT_LENGTH);
            final List<byte[]> after = delivered.fragments(id, FRAGMENT_LENGTH);
            for (int i = 0; i < before.size(); i++) {
                check("a fragment at the director", director.fromWire(before.get(i)), TO_UPLINK, between.get(i));
            }
            for (int i = before.size() - 1; i >= 0; i--) {
                check("a fragment", scanner.fromWire(between.get(i)), TO_HOST, after.get(i));
            }
        }

        /** Packets are cut into fragments after their checksums are complete. The kernel's fragments of an answer under another node's address keep the kernel's. */
        private void toClient(final Packets in, final Packets out) {
            if (in.hasPartialChecksum() || !kernelServer.equals(server) || random.nextInt(8) != 0) {
                check("a reply", scanner.fromKernel(in), TO_UPLINK, out.bytes());
                return;
            }
            final int id = random.nextInt();
            final List<byte[]> before = in.fragments(id, FRAGMENT_LENGTH);
            final List<byte[]> after = out.fragments(id, FRAGMENT_LENGTH);
            for (int i = 0; i < before.size(); i++) {
                check("a fragment of a reply", scanner.fromKernel(before.get(i)), TO_UPLINK, after.get(i));
            }
        }

        private void errorToKernel(final Packets in, final Packets out) {
            final Packets steered = in.macs(mac(A), mac(B));
            check(
                    "an error at the director",
                    director.fromWire(in.macs(CLIENT_MAC, mac(A))),
                    TO_UPLINK,
                    steered.bytes());
            check(
                    "an error",
                    scanner.fromWire(steered),
                    TO_HOST,
                    out.macs(mac(A), mac(B)).bytes());
        }

        private void check(
                final String what, final TestNode.Outcome outcome, final int verdict, final byte[] expected) {
            frames++;
            if (outcome.verdict() != verdict || !Arrays.equals(outcome.frame(), expected)) {
                final HexFormat hex = HexFormat.of();
                fail(which + ": " + what + ", verdict " + outcome.verdict() + " instead of " + verdict + "\n"
                        + hex.formatHex(outcome.frame()) + "\ninstead of\n" + hex.formatHex(expected));
            }
        }
    }
}
