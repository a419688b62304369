package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.PortSlot;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.tools.control.ControlException;
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

    private final DataPathAgent dataPath;
    private final Watch watch;
    private final Waiter dataPathWaiter;
    private final FrameSender sender;
    private final ConductorCalls conductor;

    /** Tells the data path's waiter what to wait for. */
    @FunctionalInterface
    interface Watch {

        /** From the next wait on; -1 for nothing. */
        void on(int uplinkFd, int hostFd);
    }

    PortHandover(
            final DataPathAgent dataPath,
            final Watch watch,
            final Waiter dataPathWaiter,
            final FrameSender sender,
            final ConductorCalls conductor) {
        this.dataPath = dataPath;
        this.watch = watch;
        this.dataPathWaiter = dataPathWaiter;
        this.sender = sender;
        this.conductor = conductor;
    }

    /**
     * Returns when both threads use these ports and have left all others, which may be closed then.
     *
     * @throws ControlException if one of them does not answer in time: the former ports must stay open
     */
    void to(final LegPorts ports) throws ControlException {
        // before the data path takes the ports: its next wait is for theirs alone
        watch.on(ports.uplinkFd(), ports.hostFd());
        offer(dataPath.uplink(), ports.uplink());
        offer(dataPath.host(), ports.host());
        conductor.ask(() -> {
            sender.use(ports.conductorUplink());
            return true;
        });
        final long startNs = System.nanoTime();
        while (!dataPath.uplink().isTaken() || !dataPath.host().isTaken()) {
            if (System.nanoTime() - startNs > TIMEOUT_NS) {
                throw new ControlException("the data path has not left its ports for "
                        + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS) + " s: the node is stuck");
            }
            LockSupport.parkNanos(CHECK_NS);
        }
    }

    private void offer(final PortSlot slot, final FramePort port) {
        slot.offer(port);
        dataPathWaiter.wake();
    }

    /** Where the port towards the wire is plugged in. */
    PortSlot uplink() {
        return dataPath.uplink();
    }

    /** Where the port towards the host's kernel is plugged in. */
    PortSlot host() {
        return dataPath.host();
    }
}
