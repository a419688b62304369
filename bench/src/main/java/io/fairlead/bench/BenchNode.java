package io.fairlead.bench;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.steering.Redirect;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.Steering;
import io.fairlead.lb.steering.SteeringCommands;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;

/** The steering of the first of some nodes. One thread. */
final class BenchNode {

    static final int VIP = 0x0A33_0064;
    static final int ORIGINAL_PORT = 80;
    static final int PROXY_PORT = 3128;
    static final int SELF = 0x0A33_0001;
    static final long SELF_MAC = 0x0200_0000_0A01L;
    static final long PEER_MAC = 0x0200_0000_0A02L;

    /** How long clients are kept: longer than a benchmark goes on, in its own time too. */
    static final int STICKY_SECONDS = 1_000_000_000;

    private static final int COMMANDS_PER_CYCLE = 256;
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Steering steering;
    private final SteeringEvents events = new SteeringEvents();
    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private final SteeringCommands commands;
    private final int nodes;
    private long nowNs = TimeUnit.SECONDS.toNanos(1);

    BenchNode(final SteeringTables tables, final int nodes, final boolean isDirector) {
        this.nodes = nodes;
        commands = new SteeringCommands(counters);
        steering = new Steering(
                SteeringTable.alone(SELF, null, SELF_MAC, VirtualIps.NONE, RedirectMap.EMPTY),
                tables,
                events,
                commands,
                counters);
        steering.publish(new SteeringTable(
                1,
                isDirector,
                true,
                Long.MAX_VALUE,
                0,
                isDirector ? SteeringTable.NO_NODE : 1,
                new VirtualIps(List.of(IpAddress.ofIpv4(VIP)), List.of()),
                new RedirectMap(List.of(new Redirect("http", IpProtocol.TCP, List.of(ORIGINAL_PORT), PROXY_PORT))),
                nodes(nodes),
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT));
        steering.onDutyCycle(nowNs);
    }

    /** Itself is left out of the choice, so that every flow of a director is steered. */
    private static List<SteeringTable.Node> nodes(final int count) {
        final List<SteeringTable.Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new SteeringTable.Node(
                    SELF + i,
                    SELF_MAC + i,
                    i == 0 ? SteeringTable.Readiness.DRAINING : SteeringTable.Readiness.OPEN,
                    0,
                    0,
                    1,
                    0,
                    1));
        }
        return nodes;
    }

    /** Tells it of clients that stay with the other nodes in turn. */
    void learn(final int firstClient, final int clients) {
        for (int i = 0; i < clients; i++) {
            commands.learnClient(IpAddress.ofIpv4(firstClient + i), SELF + 1 + i % (nodes - 1));
            if (i % COMMANDS_PER_CYCLE == 0) {
                steering.onDutyCycle(nowNs);
            }
        }
        steering.onDutyCycle(nowNs);
    }

    /** Lets time go by, with duty cycles, so that what has timed out is swept. */
    void advance(final int seconds) {
        final long endNs = nowNs + TimeUnit.SECONDS.toNanos(seconds);
        while (nowNs < endNs) {
            nowNs += CYCLE_NS;
            steering.onDutyCycle(nowNs);
        }
    }

    /** Says what was done with a frame. */
    SteeringWitness witness() {
        return SteeringWitness.ofFrames(steering, counters);
    }

    int fromWire(final MutableDirectBuffer frame) {
        return steering.onUplinkFrame(frame, BenchFrame.INDEX, BenchFrame.LENGTH, nowNs);
    }

    void expectFromWire(final MutableDirectBuffer frame) {
        steering.expectUplinkFrame(frame, BenchFrame.INDEX, BenchFrame.LENGTH);
    }

    void fetchExpected() {
        steering.fetchExpected();
    }

    /** Is it so large that frames are expected? */
    boolean isExpecting() {
        return steering.isExpecting();
    }

    int fromKernel(final MutableDirectBuffer frame) {
        return steering.onHostFrame(frame, BenchFrame.INDEX, BenchFrame.LENGTH, nowNs);
    }
}
