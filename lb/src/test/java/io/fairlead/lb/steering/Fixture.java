package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IpAddress;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A row of a table of tests: a node in some state, a frame in; verdict, counter and the frame out to the byte. */
final class Fixture {

    static final int CLIENT = 0x0A33_0032;
    static final IpAddress CLIENT6 = IpAddress.parse("2001:db8:51::32");
    static final int CLIENT_PORT = 40_000;
    static final long CLIENT_MAC = 0x0200_0000_0C01L;

    private static final Map<Integer, String> VERDICTS =
            Map.of(DROP, "drop", TO_HOST, "to host", TO_UPLINK, "to uplink", TO_CONTROL, "to control");

    private final String description;
    private final Supplier<TestNode> node;
    private final Consumer<TestNode> state;
    private final byte[] in;
    private final int verdict;
    private final @Nullable SteeringCounter counter;
    private final byte[] out;

    /** The counter is expected to count one, the frame out to be as given. */
    Fixture(
            final String description,
            final Supplier<TestNode> node,
            final Consumer<TestNode> state,
            final byte[] in,
            final int verdict,
            final @Nullable SteeringCounter counter,
            final byte[] out) {
        this.description = description;
        this.node = node;
        this.state = state;
        this.in = in;
        this.verdict = verdict;
        this.counter = counter;
        this.out = out;
    }

    static Fixture row(
            final String description,
            final Supplier<TestNode> node,
            final Consumer<TestNode> state,
            final Packets in,
            final int verdict,
            final SteeringCounter counter,
            final Packets out) {
        return new Fixture(description, node, state, in.bytes(), verdict, counter, out.bytes());
    }

    static Fixture untouched(
            final String description,
            final Supplier<TestNode> node,
            final byte[] in,
            final int verdict,
            final @Nullable SteeringCounter counter) {
        return new Fixture(description, node, same -> {}, in, verdict, counter, in);
    }

    /** The client's frame to an address and port of the cluster as it reaches a node. */
    static Packets toVip(final Packets packet, final int node, final int port) {
        return packet.macs(CLIENT_MAC, mac(node)).from(CLIENT, CLIENT_PORT).to(TestCluster.VIP, port);
    }

    /** The same over IPv6. */
    static Packets toVip6(final Packets packet, final int node, final int port) {
        return packet.macs(CLIENT_MAC, mac(node)).from(CLIENT6, CLIENT_PORT).to(TestCluster.VIP6, port);
    }

    /** The client's frame to a node's own address. */
    static Packets toOwn(final Packets packet, final int node, final int port) {
        return toVip(packet, node, port).to(ip(node), port);
    }

    /** The same over IPv6. */
    static Packets toOwn6(final Packets packet, final int node, final int port) {
        return toVip6(packet, node, port).to(ip6(node), port);
    }

    void checkFromWire() {
        check(true);
    }

    void checkFromKernel() {
        check(false);
    }

    private void check(final boolean isFromWire) {
        final TestNode tested = node.get();
        state.accept(tested);
        final long countedBefore = counter == null ? 0 : tested.count(counter);

        final TestNode.Outcome outcome = isFromWire ? tested.fromWire(in) : tested.fromKernel(in);

        assertThat(VERDICTS.get(outcome.verdict())).as("verdict").isEqualTo(VERDICTS.get(verdict));
        assertThat(outcome.frame()).as("frame out").isEqualTo(out);
        if (counter != null) {
            assertThat(tested.count(counter) - countedBefore)
                    .as(CounterSet.label(counter))
                    .isEqualTo(1);
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
