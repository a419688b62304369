package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.FileDescriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** How the kernel schedules the calling thread; see sched(7). */
public final class ThreadScheduling {

    /** SCHED_RR; children begin as ordinary threads (SCHED_RESET_ON_FORK). */
    private static final int ROUND_ROBIN = 2 | 0x4000_0000;

    private static final int LOWEST_REALTIME_PRIORITY = 1;
    private static final int CALLING_THREAD = 0;
    private static final String SAFEPOINT_THREAD = "VM Thread";

    private ThreadScheduling() {}

    /**
     * Puts the calling thread before all ordinary ones of the machine, behind every other real-time one. Only for threads that mostly wait.
     *
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses, as in a container without CAP_SYS_NICE
     */
    public static void runFirst() {
        runFirst(CALLING_THREAD);
    }

    /**
     * Puts the JVM's own thread that stops all others, as for the collection of garbage, before all ordinary ones of the machine: every thread waits
     * for it, a real-time one too, and on a busy machine it would itself wait for its turn. Meant for the serial collector, which works on that
     * thread.
     *
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses, as in a container without CAP_SYS_NICE
     * @throws IllegalStateException if no such thread is found: another make of JVM, or no /proc
     */
    public static void runSafepointsFirst() {
        runFirst(threadNamed(SAFEPOINT_THREAD));
    }

    private static void runFirst(final int thread) {
        final UnsafeBuffer parameters = new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
        parameters.putInt(0, LOWEST_REALTIME_PRIORITY);
        FileDescriptors.check(
                LIBC.sched_setscheduler(thread, ROUND_ROBIN, parameters.addressOffset()),
                "schedule a thread in real time");
    }

    private static int threadNamed(final String name) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> isNamed(name, thread))
                    .mapToInt(thread -> Integer.parseInt(thread.getFileName().toString()))
                    .findAny()
                    .orElseThrow(() -> new IllegalStateException("this JVM has no thread named " + name));
        } catch (final IOException | UncheckedIOException e) {
            throw new IllegalStateException("cannot read /proc/self/task: " + e.getMessage(), e);
        }
    }

    private static boolean isNamed(final String name, final Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals(name);
        } catch (final IOException e) {
            // it has ended since
            return false;
        }
    }
}
