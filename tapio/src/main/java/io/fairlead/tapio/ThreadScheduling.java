package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.FileDescriptors;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** How the kernel schedules the calling thread; see sched(7). */
public final class ThreadScheduling {

    /** SCHED_RR; children begin as ordinary threads (SCHED_RESET_ON_FORK). */
    private static final int ROUND_ROBIN = 2 | 0x4000_0000;

    private static final int LOWEST_REALTIME_PRIORITY = 1;
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final int NICEST = 19;

    private ThreadScheduling() {}

    /**
     * Puts the calling thread before all ordinary ones of the machine, behind every other real-time one. Only for threads that mostly wait.
     *
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses, as in a container without CAP_SYS_NICE
     */
    public static void runFirst() {
        final UnsafeBuffer parameters = new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
        parameters.putInt(0, LOWEST_REALTIME_PRIORITY);
        FileDescriptors.check(
                LIBC.sched_setscheduler(CALLING_THREAD, ROUND_ROBIN, parameters.addressOffset()),
                "schedule a thread in real time");
    }

    /**
     * Lets every other thread of the process go first.
     *
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses
     */
    public static void runLast() {
        FileDescriptors.check(LIBC.setpriority(PRIO_PROCESS, CALLING_THREAD, NICEST), "make a thread nice");
    }
}
