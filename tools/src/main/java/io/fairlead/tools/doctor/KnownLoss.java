package io.fairlead.tools.doctor;

import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.counter.CounterDescriptor;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tools.daemon.ConductorCounter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A counter of something that is lost when it grows.
 *
 * @param meaning what it counts
 * @param remedy empty if it is normal that it grows
 */
record KnownLoss(String meaning, String remedy) {

    private static final String NORMAL = "";
    private static final String OVERLOAD =
            "this node has more to do than it can: see its CPUs, engine.threads and engine.ioUring, or add a node";
    private static final String DOWN = "set the interface up (`ip link`)";
    private static final String KERNEL = "see `dmesg`, and `fairlead events --type interface --type port`";
    private static final String MEMORY = "find out what takes the machine's memory";
    private static final String ROOM =
            "see which clients open so many connections, and keep them away from the cluster";

    private static final Map<String, KnownLoss> ALL = all();

    private static Map<String, KnownLoss> all() {
        Map<String, KnownLoss> all = new HashMap<>();
        put(all, EngineCounter.DROP_CONTROL_FULL, OVERLOAD);
        put(all, EngineCounter.DROP_UPLINK_BLOCKED, OVERLOAD);
        put(all, EngineCounter.DROP_HOST_BLOCKED, OVERLOAD);
        put(all, EngineCounter.DROP_UPLINK_DOWN, DOWN);
        put(all, EngineCounter.DROP_HOST_DOWN, DOWN);
        put(all, EngineCounter.DROP_UPLINK_GONE, KERNEL);
        put(all, EngineCounter.DROP_HOST_GONE, KERNEL);
        put(all, EngineCounter.DROP_UPLINK_FAILED, KERNEL);
        put(all, EngineCounter.DROP_HOST_FAILED, KERNEL);
        put(all, EngineCounter.DROP_UPLINK_NO_BUFFERS, MEMORY);
        put(all, EngineCounter.DROP_HOST_NO_BUFFERS, MEMORY);
        put(all, ConductorCounter.DROP_CONDUCTOR_SEND, OVERLOAD);
        put(all, ConductorCounter.DROP_CONDUCTOR_UNKNOWN, NORMAL);
        put(all, SteeringCounter.DROP_WRONG_QUEUE, NORMAL);
        put(all, SteeringCounter.DROP_CUT, NORMAL);
        put(all, SteeringCounter.DROP_FOREIGN_UNICAST, NORMAL);
        put(all, SteeringCounter.DROP_NOT_ACCEPTED, NORMAL);
        put(all, SteeringCounter.DROP_UNKNOWN_FLOW, NORMAL);
        put(
                all,
                SteeringCounter.DROP_LOOP,
                "find the loop: two cables between the same switches, or a bridge beside one; turn spanning tree on");
        put(
                all,
                SteeringCounter.DROP_NO_OWNER,
                "see which node was lost, and why: `fairlead events --type node`; clients of it connect again");
        put(all, SteeringCounter.DROP_NO_TRANSLATION, "give all nodes IPv6 addresses, or none; " + ROOM);
        put(all, SteeringCounter.REFUSED_NO_NODE, "mend the proxies: `fairlead check` on each node");
        put(all, SteeringCounter.FLOW_TABLE_FULL, ROOM);
        put(all, SteeringCounter.STICKY_TABLE_FULL, ROOM);
        put(all, SteeringCounter.FRAGMENT_TABLE_FULL, "see check sizes");
        put(all, SteeringCounter.STEERING_EVENTS_LOST, OVERLOAD);
        put(all, SteeringCounter.STEERING_COMMANDS_LOST, OVERLOAD);
        put(
                all,
                SteeringCounter.CLOCK_GAPS,
                "see what stops the machine: a snapshot, a migration or too many virtual machines on its host");
        return Map.copyOf(all);
    }

    private static <E extends Enum<E> & CounterDescriptor> void put(
            Map<String, KnownLoss> all, E counter, String remedy) {
        all.put(CounterSet.label(counter), new KnownLoss(counter.description(), remedy));
    }

    /** By the label, before which the name of a further interface may stand. */
    static Optional<KnownLoss> of(String label) {
        KnownLoss loss = ALL.get(label);
        if (loss != null) {
            return Optional.of(loss);
        }
        int at = label.indexOf("-drop-");
        return at < 0 ? Optional.empty() : Optional.ofNullable(ALL.get(label.substring(at + 1)));
    }

    boolean isHarmless() {
        return remedy.isEmpty();
    }
}
