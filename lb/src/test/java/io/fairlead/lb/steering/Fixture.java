package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of tests: a node in some state, a frame in, verdict, counter and the frame out to the byte.
 *
 * @param description what the row shows
 * @param node makes the node
 * @param state what happened to it before
 * @param in the frame
 * @param verdict expected
 * @param counter expected to count one
 * @param out the frame expected, the one that went in if it stays untouched
 */
record Fixture(
        String description,
        Supplier<TestNode> node,
        Consumer<TestNode> state,
        byte[] in,
        int verdict,
        @Nullable SteeringCounter counter,
        byte[] out) {

    static final int CLIENT = 0x0A33_0032;
    static final int CLIENT_PORT = 40_000;
    static final long CLIENT_MAC = 0x0200_0000_0C01L;

    private static final Map<Integer, String> VERDICTS =
            Map.of(DROP, "drop", TO_HOST, "to host", TO_UPLINK, "to uplink", TO_CONTROL, "to control");

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

    /** The client's frame to a node's own address. */
    static Packets toOwn(final Packets packet, final int node, final int port) {
        return toVip(packet, node, port).to(ip(node), port);
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
                    .as(counter.label())
                    .isEqualTo(1);
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
