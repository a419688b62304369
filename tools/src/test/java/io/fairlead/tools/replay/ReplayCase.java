package io.fairlead.tools.replay;

import static io.fairlead.tools.replay.FrameBytes.ACK;
import static io.fairlead.tools.replay.FrameBytes.FIN_ACK;
import static io.fairlead.tools.replay.FrameBytes.NODE_IP;
import static io.fairlead.tools.replay.FrameBytes.NODE_MAC;
import static io.fairlead.tools.replay.FrameBytes.SYN;
import static io.fairlead.tools.replay.FrameBytes.VIP;
import static io.fairlead.tools.replay.FrameBytes.answer;
import static io.fairlead.tools.replay.FrameBytes.bytes;
import static io.fairlead.tools.replay.FrameBytes.fragment;
import static io.fairlead.tools.replay.FrameBytes.ping;
import static io.fairlead.tools.replay.FrameBytes.tcp;
import static io.fairlead.tools.replay.FrameBytes.tcp6;
import static io.fairlead.tools.replay.FrameBytes.tooBig;
import static io.fairlead.tools.replay.FrameBytes.whoHasVip;

import io.fairlead.tools.capture.Direction;
import io.fairlead.tools.capture.PcapngWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The captures of {@code src/test/resources/replay}: what each shows, and the frames in it, one each 10 ms if nothing else is said. What is from the host's kernel is marked so. To add one, add one to the list and
 * run the test with {@code -Dfairlead.replay.regenerate=true}; then read what is expected, for from then on it is.
 */
final class ReplayCase {

    private static final long FIRST_NS = 1_700_000_000_000_000_000L;
    private static final long STEP_NS = 10_000_000L;

    private static final List<ReplayCase> ALL = List.of(
            // A client's first connection goes where the policy says; once it is open, the next one goes there too.
            new ReplayCase(
                    "new-connection",
                    NodeState.DIRECTOR,
                    wire(tcp(1, 4001, VIP, 9090, SYN)),
                    wire(tcp(1, 4001, VIP, 9090, ACK)),
                    wire(tcp(1, 4001, VIP, 9090, ACK)),
                    wire(tcp(1, 4002, VIP, 9090, SYN)),
                    wire(tcp(2, 4003, VIP, 9090, SYN)),
                    wire(tcp(3, 4004, VIP, 9090, SYN)),
                    wire(tcp(1, 4001, VIP, 9090, FIN_ACK))),
            // Nobody has opened this connection here: its owner is asked for, and its segments wait for the answer.
            new ReplayCase(
                    "unknown-connection",
                    NodeState.DIRECTOR,
                    wire(tcp(1, 4001, VIP, 9090, ACK)),
                    wire(tcp(1, 4002, VIP, 9090, ACK)),
                    later(2, wire(tcp(1, 4001, VIP, 9090, ACK)))),
            // All of a datagram go to one node, in whatever order they come.
            new ReplayCase(
                    "fragments",
                    NodeState.DIRECTOR,
                    wire(fragment(1, true)),
                    wire(fragment(1, false)),
                    wire(fragment(2, false)),
                    wire(fragment(2, true))),
            // A VLAN tag stays.
            new ReplayCase(
                    "tagged",
                    NodeState.DIRECTOR,
                    wire(tcp(NODE_MAC, 1, 4001, VIP, 9090, SYN, "81000064")),
                    wire(tcp(NODE_MAC, 1, 4001, VIP, 9090, ACK, "81000064"))),
            // IPv6 as IPv4.
            new ReplayCase(
                    "ipv6",
                    NodeState.DIRECTOR,
                    wire(tcp6(1, 4001, SYN)),
                    wire(tcp6(1, 4001, ACK)),
                    wire(tcp6(2, 4001, SYN))),
            // What is none of our business, or nobody's.
            new ReplayCase(
                    "passing",
                    NodeState.DIRECTOR,
                    wire(whoHasVip(1)),
                    wire(ping(NODE_MAC)),
                    wire(ping("025100000077")),
                    wire(tcp(1, 4001, VIP, 22, SYN)),
                    wire(bytes("025100000001 0200")),
                    host(ping(NODE_MAC))),
            // An ICMP error follows the connection that it is about.
            new ReplayCase(
                    "icmp-error",
                    NodeState.DIRECTOR,
                    wire(tcp(1, 4001, VIP, 9090, SYN)),
                    wire(tcp(1, 4001, VIP, 9090, ACK)),
                    wire(tooBig(1, 4001)),
                    wire(tooBig(9, 4001))),
            // Port 80 is served by the proxy at 9090; its answers come from port 80 again.
            new ReplayCase(
                    "translated",
                    NodeState.BACKUP,
                    wire(tcp(1, 4001, VIP, 80, SYN)),
                    host(answer(1, 4001, 9090)),
                    wire(tcp(1, 4001, VIP, 80, ACK))),
            // A client that comes to a backup's own address is handed to the director.
            new ReplayCase(
                    "backup",
                    NodeState.BACKUP,
                    wire(tcp(1, 4001, NODE_IP, 9090, SYN)),
                    wire(tcp(1, 4002, VIP, 9090, SYN)),
                    wire(tcp(2, 4003, VIP, 9090, ACK))));

    private final String folder;
    private final NodeState state;
    private final List<Step> steps;

    private static final class Step {
        private final int side;
        private final byte[] frame;
        private final long afterNs;

        Step(final int side, final byte[] frame, final long afterNs) {
            this.side = side;
            this.frame = frame;
            this.afterNs = afterNs;
        }
    }

    private ReplayCase(final String folder, final NodeState state, final Step... steps) {
        this.folder = folder;
        this.state = state;
        this.steps = List.of(steps);
    }

    private static Step wire(final byte[] frame) {
        return new Step(ReplayOutput.UPLINK, frame, STEP_NS);
    }

    private static Step host(final byte[] frame) {
        return new Step(ReplayOutput.HOST, frame, STEP_NS);
    }

    private static Step later(final int seconds, final Step step) {
        return new Step(step.side, step.frame, TimeUnit.SECONDS.toNanos(seconds));
    }

    NodeState state() {
        return state;
    }

    /** The folder of the case. */
    String folder() {
        return folder;
    }

    static Stream<ReplayCase> all() {
        return ALL.stream();
    }

    @Override
    public String toString() {
        return folder;
    }

    void write(final Path file) throws IOException {
        long epochNs = FIRST_NS;
        try (PcapngWriter writer = PcapngWriter.create(file, "ReplayCase", List.of("uplink", "host"))) {
            for (final Step step : steps) {
                epochNs += step.afterNs;
                writer.frame(
                        step.side,
                        Direction.INBOUND,
                        epochNs,
                        new UnsafeBuffer(step.frame),
                        0,
                        step.frame.length,
                        step.frame.length);
            }
        }
    }
}
