package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.port.PortFault;
import org.agrona.concurrent.status.AtomicCounter;

/** The counters of one port. */
record LaneCounters(
        AtomicCounter received, AtomicCounter sent, AtomicCounter blocked, Faults receiveFaults, Faults sendFaults) {

    /** A counter for each {@link PortFault}. */
    record Faults(AtomicCounter down, AtomicCounter gone, AtomicCounter noBuffers, AtomicCounter other) {

        AtomicCounter of(final PortFault fault) {
            return switch (fault) {
                case DOWN -> down;
                case GONE -> gone;
                case NO_BUFFERS -> noBuffers;
                case OTHER -> other;
            };
        }
    }

    static LaneCounters uplink(final CounterSet<EngineCounter> counters) {
        return new LaneCounters(
                counters.get(EngineCounter.UPLINK_RECEIVED),
                counters.get(EngineCounter.UPLINK_SENT),
                counters.get(EngineCounter.DROP_UPLINK_BLOCKED),
                faults(
                        counters,
                        EngineCounter.UPLINK_RECEIVE_DOWN,
                        EngineCounter.UPLINK_RECEIVE_GONE,
                        EngineCounter.UPLINK_RECEIVE_NO_BUFFERS,
                        EngineCounter.UPLINK_RECEIVE_FAILED),
                faults(
                        counters,
                        EngineCounter.DROP_UPLINK_DOWN,
                        EngineCounter.DROP_UPLINK_GONE,
                        EngineCounter.DROP_UPLINK_NO_BUFFERS,
                        EngineCounter.DROP_UPLINK_FAILED));
    }

    static LaneCounters host(final CounterSet<EngineCounter> counters) {
        return new LaneCounters(
                counters.get(EngineCounter.HOST_RECEIVED),
                counters.get(EngineCounter.HOST_SENT),
                counters.get(EngineCounter.DROP_HOST_BLOCKED),
                faults(
                        counters,
                        EngineCounter.HOST_RECEIVE_DOWN,
                        EngineCounter.HOST_RECEIVE_GONE,
                        EngineCounter.HOST_RECEIVE_NO_BUFFERS,
                        EngineCounter.HOST_RECEIVE_FAILED),
                faults(
                        counters,
                        EngineCounter.DROP_HOST_DOWN,
                        EngineCounter.DROP_HOST_GONE,
                        EngineCounter.DROP_HOST_NO_BUFFERS,
                        EngineCounter.DROP_HOST_FAILED));
    }

    private static Faults faults(
            final CounterSet<EngineCounter> counters,
            final EngineCounter down,
            final EngineCounter gone,
            final EngineCounter noBuffers,
            final EngineCounter other) {
        return new Faults(counters.get(down), counters.get(gone), counters.get(noBuffers), counters.get(other));
    }
}
