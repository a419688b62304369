package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.PortSlot;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.control.ControlException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Replaces the ports of one interface while data path and conductor run: each goes on with the new ones at its next duty cycle, and neither waits for the other,
 * or for whoever replaces them. For one thread at a time, which is neither of the two.
 */
final class PortHandover {

    /** A duty cycle takes microseconds; a machine that is out of breath may take longer. */
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long CHECK_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final List<DataPathAgent> dataPaths;
    private final Watch watch;
    private final List<Waiter> dataPathWaiters;
    private final FrameSender sender;
    private final ConductorCalls conductor;

    /** Tells the waiter of a data-path thread what to wait for. */
    @FunctionalInterface
    interface Watch {

        /** From the next wait on; -1 for nothing. */
        void on(int thread, int uplinkFd, int hostFd);
    }

    PortHandover(
            final List<DataPathAgent> dataPaths,
            final Watch watch,
            final List<? extends Waiter> dataPathWaiters,
            final FrameSender sender,
            final ConductorCalls conductor) {
        this.dataPaths = List.copyOf(dataPaths);
        this.watch = watch;
        this.dataPathWaiters = List.copyOf(dataPathWaiters);
        this.sender = sender;
        this.conductor = conductor;
    }

    /**
     * Returns when all threads use these ports and have left all others, which may be closed then.
     *
     * @throws ControlException if one of them does not answer in time: the former ports must stay open
     */
    void to(final LegPorts ports) throws ControlException {
        for (int thread = 0; thread < dataPaths.size(); thread++) {
            final QueuePorts queue = ports.queue(thread);
            // before the data path takes the ports: its next wait is for theirs alone
            watch.on(thread, queue.uplinkFd(), queue.hostFd());
            dataPaths.get(thread).uplink().offer(queue.uplink());
            dataPaths.get(thread).host().offer(queue.host());
            dataPathWaiters.get(thread).wake();
        }
        conductor.ask(() -> {
            sender.use(ports.conductorUplink());
            return true;
        });
        final long startNs = System.nanoTime();
        while (!areTaken()) {
            if (System.nanoTime() - startNs > TIMEOUT_NS) {
                throw new ControlException("the data path has not left its ports for "
                        + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS) + " s: the node is stuck");
            }
            LockSupport.parkNanos(CHECK_NS);
        }
    }

    private boolean areTaken() {
        return dataPaths.stream()
                .allMatch(dataPath ->
                        dataPath.uplink().isTaken() && dataPath.host().isTaken());
    }

    /** Where the ports towards the wire are plugged in, one for each thread. */
    List<PortSlot> uplinks() {
        return dataPaths.stream().map(DataPathAgent::uplink).toList();
    }

    /** Where the ports towards the host's kernel are plugged in. */
    List<PortSlot> hosts() {
        return dataPaths.stream().map(DataPathAgent::host).toList();
    }

    /** Why one of them failed or refused a frame, the latest of the first that did; 0 if none has. */
    static int lastError(final List<PortSlot> slots) {
        return slots.stream()
                .mapToInt(PortSlot::lastError)
                .filter(errno -> errno != 0)
                .findFirst()
                .orElse(0);
    }
}
