package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.BatchingPort;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.TapQueues;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the TAPs for the data path: with reads and writes in batches through io_uring where that is wanted and works, else one by one. Says which it is, once. One thread at
 * a time.
 */
final class DataPathPorts {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private boolean isWanted;
    private boolean isSaid;
    private String warning = "";

    DataPathPorts(final boolean isWanted) {
        this.isWanted = isWanted;
        if (!isWanted) {
            LOG.info("frames are read and written one by one (engine.ioUring is false)");
        }
    }

    LegPorts open(final TapQueues uplink, final TapQueues host) {
        final List<QueuePorts> queues = new ArrayList<>();
        for (int queue = 0; queue < uplink.ports().size(); queue++) {
            final TapPort uplinkTap = uplink.ports().get(queue);
            final TapPort hostTap = host.ports().get(queue);
            queues.add(new QueuePorts(batching(uplinkTap), batching(hostTap), uplinkTap.fd(), hostTap.fd()));
        }
        return new LegPorts(queues, uplink.first());
    }

    private FramePort batching(final TapPort tap) {
        if (!isWanted) {
            return tap;
        }
        try {
            final BatchingPort made = new BatchingPort(tap);
            if (!isSaid) {
                isSaid = true;
                LOG.info("frames are read and written in batches by io_uring");
            }
            return made;
        } catch (final SystemCallException e) {
            isWanted = false;
            warning = "frames are read and written one by one, which takes more processor time: " + e.getMessage()
                    + "; allow io_uring (sysctl kernel.io_uring_disabled, seccomp profile of a container), or set"
                    + " engine.ioUring to false";
            LOG.warn("{}", warning);
            return tap;
        }
    }

    /** For status, why frames are not moved as wanted; empty if they are. Once the ports are open. */
    String warning() {
        return warning;
    }
}
