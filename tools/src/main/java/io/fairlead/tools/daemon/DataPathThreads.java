package io.fairlead.tools.daemon;

import io.fairlead.tapio.TapQueues;
import io.fairlead.tapio.sys.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many threads the data path runs on: as many as are wanted, if the kernel divides the frames among them, else one.
 *
 * @param count at least 1
 * @param warning for status, why it is not what is wanted; empty if it is
 */
record DataPathThreads(int count, String warning) {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    /** Tries the kernel out, and says so if it refuses. */
    static DataPathThreads of(final int wanted) {
        if (wanted == 1) {
            return new DataPathThreads(1, "");
        }
        try {
            TapQueues.tryOut(wanted);
            LOG.info(
                    "the data path runs on {} threads; an eBPF program gives each frame to the thread that has its client",
                    wanted);
            return new DataPathThreads(wanted, "");
        } catch (final SystemCallException e) {
            final String warning = "the data path runs on 1 thread, not on " + wanted
                    + ", because the kernel does not divide frames by client: " + e.getMessage();
            LOG.warn("{}", warning);
            return new DataPathThreads(1, warning);
        }
    }
}
