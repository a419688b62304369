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
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;

/** The steering of the first of three nodes, with tables large enough for a number of flows. One thread. */
final class BenchNode {

    static final int VIP = 0x0A33_0064;
    static final int ORIGINAL_PORT = 80;
    static final int PROXY_PORT = 3128;
    static final int SELF = 0x0A33_0001;
    static final long SELF_MAC = 0x0200_0000_0A01L;
    static final long PEER_MAC = 0x0200_0000_0A02L;

    private static final long THIRD_MAC = 0x0200_0000_0A03L;
    private static final int STICKY_SECONDS = 3600;
    private static final long NOW_NS = 1_000_000_000L;

    private final Steering steering;
    private final SteeringEvents events = new SteeringEvents();

    BenchNode(final int flows, final boolean isDirector) {
        // three quarters of a table can be used
        final int capacity = BitUtil.findNextPositivePowerOfTwo(flows + flows / 2);
        final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
        steering = new Steering(
                SteeringTable.alone(SELF, null, SELF_MAC, VirtualIps.NONE, RedirectMap.EMPTY),
                SteeringTables.inMemory(capacity, STICKY_SECONDS),
                events,
                new SteeringCommands(counters),
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
                // itself is left out of the choice, so that every flow of a director is steered
                List.of(
                        new SteeringTable.Node(SELF, SELF_MAC, SteeringTable.Readiness.DRAINING, 0, 0, 1, 0, 1),
                        new SteeringTable.Node(SELF + 1, PEER_MAC, SteeringTable.Readiness.OPEN, 0, 0, 1, 0, 1),
                        new SteeringTable.Node(SELF + 2, THIRD_MAC, SteeringTable.Readiness.OPEN, 0, 0, 1, 0, 1)),
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT));
        steering.onDutyCycle(NOW_NS);
    }

    int fromWire(final MutableDirectBuffer frame) {
        return steering.onUplinkFrame(frame, BenchFrame.INDEX, BenchFrame.LENGTH, NOW_NS);
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
        return steering.onHostFrame(frame, BenchFrame.INDEX, BenchFrame.LENGTH, NOW_NS);
    }
}
