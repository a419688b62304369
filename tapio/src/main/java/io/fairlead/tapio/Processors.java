package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.FileDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;

/** Which processors threads may run on, by the kernel's numbers; see sched_setaffinity(2). For set-up: allocates. */
public final class Processors {

    /** The highest number that is known here. */
    public static final int HIGHEST = 1023;

    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");
    private static final int CALLING_THREAD = 0;
    private static final int MASK_LENGTH = (HIGHEST + 1) / Byte.SIZE;
    private static final byte ALL = (byte) 0xff;

    private Processors() {}

    /**
     * Those of the machine that are switched on.
     *
     * @return ascending
     * @throws IOException if the kernel does not say
     */
    public static List<Integer> online() throws IOException {
        return parse(Files.readString(ONLINE).strip());
    }

    /** What the kernel writes like {@code 0-3,6}. */
    static List<Integer> parse(final String text) {
        final List<Integer> numbers = new ArrayList<>();
        for (final String range : text.split(",", -1)) {
            final String[] ends = range.split("-", -1);
            final int last = Integer.parseInt(ends[ends.length - 1]);
            for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /**
     * Those that a thread of this process can be pinned to, which its cpuset says; what the process was started on (taskset) is no limit.
     *
     * @return ascending
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel does not say
     */
    public static List<Integer> allowed() {
        // The kernel takes of a mask what it allows, and shows it then: asked on a thread that is good for nothing
        // else.
        final CompletableFuture<List<Integer>> allowed = new CompletableFuture<>();
        final Thread thread = new Thread(
                () -> {
                    try {
                        final UnsafeBuffer mask = FileDescriptors.memory(MASK_LENGTH);
                        mask.setMemory(0, MASK_LENGTH, ALL);
                        apply(mask);
                        allowed.complete(current());
                    } catch (final RuntimeException e) {
                        allowed.completeExceptionally(e);
                    }
                },
                "processors");
        thread.start();
        return allowed.join();
    }

    /**
     * Lets the calling thread run on these alone.
     *
     * @param numbers at least one, none above {@link #HIGHEST}
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel allows none of them
     */
    public static void pin(final List<Integer> numbers) {
        final UnsafeBuffer mask = FileDescriptors.memory(MASK_LENGTH);
        for (final int number : numbers) {
            final int index = number / Byte.SIZE;
            mask.putByte(index, (byte) (mask.getByte(index) | 1 << number % Byte.SIZE));
        }
        apply(mask);
    }

    private static void apply(final UnsafeBuffer mask) {
        FileDescriptors.check(
                LIBC.sched_setaffinity(CALLING_THREAD, MASK_LENGTH, mask.addressOffset()),
                "pin a thread to processors");
    }

    private static List<Integer> current() {
        final UnsafeBuffer mask = FileDescriptors.memory(MASK_LENGTH);
        FileDescriptors.check(
                LIBC.sched_getaffinity(CALLING_THREAD, MASK_LENGTH, mask.addressOffset()),
                "ask which processors a thread may run on");
        final List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number <= HIGHEST; number++) {
            if ((mask.getByte(number / Byte.SIZE) & 1 << number % Byte.SIZE) != 0) {
                numbers.add(number);
            }
        }
        return Collections.unmodifiableList(numbers);
    }
}
