package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.BatchingPort;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TAPs as the data path uses them: with writes in batches through io_uring where that is wanted and works, else one by one. Says which it is, once. */
final class DataPathPorts implements UnaryOperator<FramePort>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final Deque<BatchingPort> batching = new ArrayDeque<>();
    private boolean isWanted;

    DataPathPorts(final boolean isWanted) {
        this.isWanted = isWanted;
        if (!isWanted) {
            LOG.info("frames are written one by one (engine.ioUring is false)");
        }
    }

    @Override
    public FramePort apply(final FramePort port) {
        if (!isWanted || !(port instanceof TapPort tap)) {
            return port;
        }
        try {
            final BatchingPort made = new BatchingPort(tap);
            if (batching.isEmpty()) {
                LOG.info("frames are written in batches by io_uring");
            }
            batching.push(made);
            return made;
        } catch (final SystemCallException e) {
            isWanted = false;
            LOG.warn(
                    "frames are written one by one, which takes more processor time: {}; allow io_uring (sysctl"
                            + " kernel.io_uring_disabled, seccomp profile of a container), or set engine.ioUring to false",
                    e.getMessage());
            return port;
        }
    }

    /** Before the TAPs are closed. */
    @Override
    public void close() {
        batching.forEach(BatchingPort::close);
    }
}
