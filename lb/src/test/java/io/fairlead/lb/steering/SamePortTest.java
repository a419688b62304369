package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.ALIAS_PORT;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One client port used at once to all that leads to port 9090 of node B's proxy: connections that never mix, in whatever order they were opened. */
@Tag("long")
class SamePortTest {

    private static final Target VIP_ALIAS = new Target(IpAddress.ofIpv4(VIP), ALIAS_PORT);
    private static final Target VIP_PROXY = new Target(IpAddress.ofIpv4(VIP), SAME_PORT);
    private static final Target OWN_PROXY = new Target(IpAddress.ofIpv4(ip(B)), SAME_PORT);
    private static final Target OWN_ALIAS = new Target(IpAddress.ofIpv4(ip(B)), ALIAS_PORT);
    private static final Target OTHERS_PROXY = new Target(IpAddress.ofIpv4(ip(A)), SAME_PORT);
    private static final Target VIP6_ALIAS = new Target(VIP6, ALIAS_PORT);
    private static final Target VIP6_PROXY = new Target(VIP6, SAME_PORT);
    private static final Target OWN6_PROXY = new Target(ip6(B), SAME_PORT);
    private static final Target OWN6_ALIAS = new Target(ip6(B), ALIAS_PORT);
    private static final Target OTHERS6_PROXY = new Target(ip6(A), SAME_PORT);

    private final TestNode node = TestNode.of(B, A);

    /** What a client connects to, or what the kernel sees of the client. */
    private record Target(IpAddress address, int port) {}

    /** The client's and the server's end of a connection in the eyes of the kernel. */
    private record SocketPair(Target client, Target server) {}

    static Stream<List<Target>> orders() {
        return Stream.concat(
                permutations(List.of(VIP_ALIAS, VIP_PROXY, OWN_PROXY, OWN_ALIAS, OTHERS_PROXY)),
                permutations(List.of(VIP6_ALIAS, VIP6_PROXY, OWN6_PROXY, OWN6_ALIAS, OTHERS6_PROXY)));
    }

    private static Stream<List<Target>> permutations(final List<Target> targets) {
        if (targets.isEmpty()) {
            return Stream.of(List.of());
        }
        return targets.stream().flatMap(first -> {
            final List<Target> others = new ArrayList<>(targets);
            others.remove(first);
            return permutations(others).map(rest -> {
                final List<Target> all = new ArrayList<>(rest);
                all.add(0, first);
                return all;
            });
        });
    }

    private static Packets fromClient(final int flags, final Target target) {
        return Packets.tcp(flags)
                .macs(mac(A), mac(B))
                .from(target.address().isIpv6() ? CLIENT6 : IpAddress.ofIpv4(CLIENT), CLIENT_PORT)
                .to(target.address(), target.port());
    }

    private static Packets between(final Packets packet, final Target from, final Target to) {
        return packet.from(from.address(), from.port()).to(to.address(), to.port());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldKeepConnectionsApartWhenOneClientPortIsUsedForAll(final List<Target> targets) {
        final List<SocketPair> pairs = new ArrayList<>();
        for (final Target target : targets) {
            pairs.add(delivered(fromClient(TcpSegment.SYN, target)));
        }
        assertThat(pairs).doesNotHaveDuplicates();
        assertThat(pairs).allMatch(pair -> pair.server().port() == SAME_PORT);

        // in the same order, and in the opposite one
        for (int i = 0; i < 2 * targets.size(); i++) {
            final int which = i < targets.size() ? i : 2 * targets.size() - 1 - i;
            final Target target = targets.get(which);
            final SocketPair pair = pairs.get(which);
            final Packets segment = fromClient(TcpSegment.ACK, target).payload("to " + target);
            final Packets answer =
                    Packets.tcp(TcpSegment.ACK).macs(mac(B), CLIENT_MAC).payload("from " + target);

            assertThat(node.fromWire(segment).frame())
                    .isEqualTo(between(segment, pair.client(), pair.server()).bytes());

            final TestNode.Outcome answered = node.fromKernel(between(answer, pair.server(), pair.client()));
            assertThat(answered.verdict()).isEqualTo(TO_UPLINK);
            final Target client =
                    new Target(target.address().isIpv6() ? CLIENT6 : IpAddress.ofIpv4(CLIENT), CLIENT_PORT);
            assertThat(answered.frame())
                    .isEqualTo(between(answer, target, client).bytes());
        }
    }

    private SocketPair delivered(final Packets syn) {
        final TestNode.Outcome outcome = node.fromWire(syn);
        assertThat(outcome.verdict()).isEqualTo(TO_HOST);
        final PacketView view = new PacketView();
        view.wrap(new UnsafeBuffer(outcome.frame()), 0, outcome.frame().length);
        assertThat(view.parseIp() && view.parseTransport()).isTrue();
        return new SocketPair(
                new Target(IpAddress.ofMapped(view.sourceHigh(), view.sourceLow()), view.sourcePort()),
                new Target(IpAddress.ofMapped(view.destinationHigh(), view.destinationLow()), view.destinationPort()));
    }
}
