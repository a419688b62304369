package io.fairlead.lb.steering;

import io.fairlead.netstack.port.ClientQueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * The clients that belong to one data-path thread, of all that a node has ({@link ClientQueue}). What such a thread decides needs nothing of the others, but for how many connections all of them
 * together have open, and how much of what a node may do in a second is its part.
 *
 * <p>The count is this thread's to change and for any to read; the rest never changes. Allocates nothing after construction.
 */
public final class Shard {

    /** Two cache lines, so that no thread's count lies beside another's. */
    private static final int STRIDE = 128 / Integer.BYTES;

    private final int number;
    private final int count;
    private final AtomicIntegerArray open;

    private Shard(final int number, final int count, final AtomicIntegerArray open) {
        this.number = number;
        this.count = count;
        this.open = open;
    }

    /**
     * All clients are one thread's.
     *
     * @return a new one
     */
    public static Shard only() {
        return of(1).get(0);
    }

    /**
     * The clients of a node, divided.
     *
     * @param count of threads
     * @return one for each
     */
    public static List<Shard> of(final int count) {
        final AtomicIntegerArray open = new AtomicIntegerArray(count * STRIDE);
        return IntStream.range(0, count)
                .mapToObj(number -> new Shard(number, count, open))
                .toList();
    }

    /** Is this client one of them? */
    boolean has(final long clientHigh, final long clientLow) {
        return count == 1 || ClientQueue.of(clientHigh, clientLow, count) == number;
    }

    /** Is there no other? */
    boolean isOnly() {
        return count == 1;
    }

    /** This thread's part of what all of them may do at once. */
    int part(final int most) {
        return Math.max(1, most / count);
    }

    /** Nanoseconds that pass for each time that this thread may do something, of which a node may do one in so many. */
    long nanosEach(final long nanosEachOfNode) {
        return nanosEachOfNode * count;
    }

    /** A connection of one of the clients began or ended. */
    void openChanged(final int by) {
        final int index = number * STRIDE;
        open.setRelease(index, open.getPlain(index) + by);
    }

    /** The open connections of all threads' clients. */
    int allOpen() {
        int all = 0;
        for (int shard = 0; shard < count; shard++) {
            all += open.getAcquire(shard * STRIDE);
        }
        return all;
    }
}
