package io.fairlead.bench.stress;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.policy.HeavySourcePolicy;
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
import java.util.List;

/** The steering of a node between its two threads. */
final class StressNode {

    private static final int SELF = 0x0A33_0001;
    private static final long SELF_MAC = 0x0200_0000_0A01L;
    private static final long CYCLE_NS = 1000;
    private static final int CAPACITY = 1024;
    private static final int MOST = 64;
    private static final int STICKY_SECONDS = 3600;
    private static final IpAddress CLIENT = IpAddress.ofIpv4(0x0A00_0001);
    private static final VirtualIps VIRTUAL_IPS = new VirtualIps(List.of(IpAddress.ofIpv4(0x0A33_0064)), List.of());

    final SteeringEvents events = new SteeringEvents();
    final SteeringCommands commands;
    final Steering steering;

    private long nowNs = 1;

    StressNode() {
        final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
        commands = new SteeringCommands(counters);
        steering =
                new Steering(table(0), SteeringTables.inMemory(CAPACITY, STICKY_SECONDS), events, commands, counters);
        cycle();
    }

    /** Conductor: a table in which everything that has a version has this one. */
    void publish(final long version) {
        steering.publish(table(version));
    }

    private static SteeringTable table(final long version) {
        return new SteeringTable(
                version,
                true,
                true,
                Long.MAX_VALUE,
                0,
                SteeringTable.NO_NODE,
                VIRTUAL_IPS,
                RedirectMap.EMPTY,
                List.of(
                        new SteeringTable.Node(SELF, SELF_MAC, SteeringTable.Readiness.OPEN, 0, 0, 1, 0, 1),
                        new SteeringTable.Node(
                                SELF + 1, SELF_MAC + 1, SteeringTable.Readiness.OPEN, 0, version, 1, 0, 1)),
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT);
    }

    /** Conductor: lets the data path tell a number. */
    void order(final int number) {
        commands.learnClient(CLIENT, number);
    }

    /** Data path: a duty cycle in which it tells a number, after it has taken over a table. Nobody else may order anything. */
    void tell(final int number) {
        order(number);
        cycle();
    }

    /** Conductor: hears all that was told so far. A read of a ring may end at the end of its memory with nothing; then the next one goes on. */
    void listen(final Clients clients) {
        int nothing = 0;
        while (nothing < 2) {
            nothing = events.poll(clients, MOST) == 0 ? nothing + 1 : 0;
        }
    }

    /** Data path: as many duty cycles as it takes to carry out all orders so far; each has its limit, and may end at the end of a ring's memory with nothing. */
    void catchUp() {
        int nothing = 0;
        while (nothing < 2) {
            nothing = cycle() == 0 ? nothing + 1 : 0;
        }
    }

    /** Data path: a duty cycle; how many orders it has carried out. */
    int cycle() {
        nowNs += CYCLE_NS;
        return steering.onDutyCycle(nowNs);
    }
}
