package io.fairlead.tools.config;

import java.time.Duration;
import java.util.List;

/**
 * How the engine runs.
 *
 * @param threadingMode how many threads it has
 * @param threads of the data path, each with its own queues of the TAPs and its own clients; 1 with {@link ThreadingMode#SHARED}
 * @param offload whether frames cross the stack as super-frames and with partial checksums
 * @param ioUring whether frames are read and written in batches by io_uring, where the kernel lets us
 * @param idle what the data path does while there are no frames
 * @param spinTime for how long it goes on looking for frames after the last one; for {@link Idle#ADAPTIVE} alone
 * @param cpus the processors that the data path may run on, by the kernel's numbers, one for each thread if it has several; empty: all
 */
public record EngineConfig(
        ThreadingMode threadingMode,
        int threads,
        boolean offload,
        boolean ioUring,
        Idle idle,
        Duration spinTime,
        List<Integer> cpus) {

    /** How many threads the engine has. */
    public enum ThreadingMode {
        /** Data path on one thread, or on several, conductor on another. */
        SHARED_NETWORK,
        /** Everything on one thread. */
        SHARED
    }

    /** What the data path does while there are no frames. */
    public enum Idle {
        /** It sleeps at once, until the kernel has a frame. */
        POLL,
        /** It goes on looking for a while, and sleeps then. */
        ADAPTIVE,
        /** It never sleeps. */
        SPIN
    }
}
