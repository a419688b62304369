package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.AbsentPort;
import io.fairlead.netstack.port.FramePort;
import java.util.List;

/**
 * The open ports of one interface. Conductor and data path write to the uplink side by side, each in its own way.
 *
 * @param queues of each data-path thread; none while there is no interface
 * @param conductorUplink towards the wire, the conductor's
 */
record LegPorts(List<QueuePorts> queues, FramePort conductorUplink) {

    /** While there is no interface. */
    static final LegPorts ABSENT = new LegPorts(List.of(), AbsentPort.INSTANCE);

    LegPorts {
        queues = List.copyOf(queues);
    }

    /** Without a kernel: nobody waits for them. */
    static LegPorts of(final FramePort uplink, final FramePort host) {
        return new LegPorts(List.of(new QueuePorts(uplink, host, -1, -1)), uplink);
    }

    /** What a data-path thread uses. */
    QueuePorts queue(final int thread) {
        return queues.isEmpty() ? QueuePorts.ABSENT : queues.get(thread);
    }

    /** Closes what the data path uses; only after it has left them. The conductor's is closed by who has opened it. */
    void close() {
        for (final QueuePorts queue : queues) {
            queue.uplink().close();
            queue.host().close();
        }
    }
}
