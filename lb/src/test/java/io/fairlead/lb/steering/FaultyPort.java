package io.fairlead.lb.steering;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.PortFault;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A port with everything that can go wrong at one: frames that are cut short or overtaken by the next, bursts of calls that would block, of reads that fail, of
 * writes that are refused, at once or, of a port that works in batches, with the batch. Keeps its own books in frames and bytes, to compare the data path's with.
 * Allocates nothing after it was made; the faults follow from a seed.
 */
final class FaultyPort implements FramePort {

    /** EIO, EBADFD, ENOBUFS, EINVAL: one of each kind. */
    private static final int[] ERRNOS = {5, 77, 105, 22};

    private static final int LONGEST_BLOCK = 600;
    private static final int LONGEST_FAILURE = 4;
    private static final int MOST_QUEUED = 512;
    private static final int SENDERS = 2;
    private static final int NOTHING = 0;
    private static final int RECEIVE_BATCH = 32;

    private final TrafficSource source;
    private final TrafficSink sink;
    private final boolean isBatching;
    private final SplittableRandom random;
    private final int oneIn;
    private final UnsafeBuffer overtaken = memory();
    private final DirectBuffer[] queuedBuffers = new DirectBuffer[MOST_QUEUED];
    private final int[] queuedIndexes = new int[MOST_QUEUED];
    private final int[] queuedLengths = new int[MOST_QUEUED];
    private final @Nullable DirectBuffer[] blockedBuffers = new DirectBuffer[SENDERS];
    private final int[] blockedIndexes = new int[SENDERS];
    private final int[] blockedLengths = new int[SENDERS];
    private final long[] refusedFrames = new long[ERRNOS.length];
    private int overtakenLength;
    private int queued;
    private int receiveBlocks;
    private int sendBlocks;
    private int receiveFailures;
    private int sendRefusals;
    private int error;
    private boolean isHealthy;
    private boolean isDry;

    long receivedFrames;
    long receivedBytes;
    long acceptedFrames;
    long acceptedBytes;
    long refusedBytes;
    long blockedFrames;
    long blockedBytes;
    long failedReads;
    long shortReads;
    long overtakings;

    /** One call in {@code oneIn} begins a fault. */
    FaultyPort(
            final TrafficSource source,
            final TrafficSink sink,
            final boolean isBatching,
            final int oneIn,
            final SplittableRandom random) {
        this.source = source;
        this.sink = sink;
        this.isBatching = isBatching;
        this.oneIn = oneIn;
        this.random = random;
    }

    private static UnsafeBuffer memory() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(1 << 16, 64));
    }

    /** No faults from now on. */
    void heal() {
        isHealthy = true;
        receiveBlocks = 0;
        sendBlocks = 0;
        receiveFailures = 0;
        sendRefusals = 0;
    }

    /** No frames from now on but the one that was overtaken. */
    void dryUp() {
        isDry = true;
    }

    long refusedFrames(final PortFault fault) {
        long sum = 0;
        for (int i = 0; i < ERRNOS.length; i++) {
            sum += PortFault.of(ERRNOS[i]) == fault ? refusedFrames[i] : 0;
        }
        return sum;
    }

    long refusedFrames() {
        long sum = 0;
        for (final long frames : refusedFrames) {
            sum += frames;
        }
        return sum;
    }

    private boolean happens() {
        return !isHealthy && random.nextInt(oneIn) == 0;
    }

    @Override
    public int receiveBatchLimit() {
        return isBatching ? RECEIVE_BATCH : 1;
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        if (receiveFailures == 0 && happens()) {
            receiveFailures = 1 + random.nextInt(LONGEST_FAILURE);
            error = random.nextInt(ERRNOS.length);
        }
        if (receiveFailures > 0) {
            receiveFailures--;
            failedReads++;
            return FAILED;
        }
        if (receiveBlocks == 0 && happens()) {
            receiveBlocks = 1 + random.nextInt(LONGEST_BLOCK);
        }
        if (receiveBlocks > 0) {
            receiveBlocks--;
            return WOULD_BLOCK;
        }
        final int length = next(buffer, index);
        if (length > 0) {
            receivedFrames++;
            receivedBytes += length;
        }
        return length;
    }

    private int next(final MutableDirectBuffer buffer, final int index) {
        if (overtakenLength > 0) {
            buffer.putBytes(index - HEAD_ROOM, overtaken, 0, HEAD_ROOM + overtakenLength);
            final int length = overtakenLength;
            overtakenLength = NOTHING;
            return length;
        }
        if (isDry) {
            return WOULD_BLOCK;
        }
        if (happens()) {
            overtakings++;
            overtakenLength = source.next(overtaken, HEAD_ROOM);
        }
        final int length = source.next(buffer, index);
        if (length > 1 && happens()) {
            shortReads++;
            return 1 + random.nextInt(length - 1);
        }
        return length;
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        noteDropOfBlocked(buffer, index);
        if (sendBlocks == 0 && happens()) {
            sendBlocks = 1 + random.nextInt(LONGEST_BLOCK);
        }
        if (sendBlocks > 0) {
            sendBlocks--;
            noteBlocked(buffer, index, length);
            return WOULD_BLOCK;
        }
        if (isBatching) {
            queuedBuffers[queued] = buffer;
            queuedIndexes[queued] = index;
            queuedLengths[queued] = length;
            queued++;
            return length;
        }
        if (refuses()) {
            refused(length);
            return FAILED;
        }
        accept(buffer, index, length);
        return length;
    }

    private boolean refuses() {
        if (sendRefusals == 0 && happens()) {
            sendRefusals = 1 + random.nextInt(LONGEST_FAILURE);
            error = random.nextInt(ERRNOS.length);
        }
        if (sendRefusals > 0) {
            sendRefusals--;
            return true;
        }
        return false;
    }

    private void refused(final int length) {
        refusedFrames[error]++;
        refusedBytes += length;
    }

    private void accept(final DirectBuffer buffer, final int index, final int length) {
        acceptedFrames++;
        acceptedBytes += length;
        sink.accept(buffer, index, length);
    }

    /** All that it refuses of a batch has the same reason, as the data path counts by the last one. */
    @Override
    public int flush() {
        int refused = 0;
        for (int i = 0; i < queued; i++) {
            final int before = error;
            if (refuses()) {
                error = refused == 0 ? error : before;
                refused++;
                refused(queuedLengths[i]);
            } else {
                accept(queuedBuffers[i], queuedIndexes[i], queuedLengths[i]);
            }
        }
        queued = 0;
        return refused;
    }

    /** The ring that a frame waits in keeps it where it is; one that is not tried again was given up. */
    private void noteBlocked(final DirectBuffer buffer, final int index, final int length) {
        final int slot = blockedBuffers[0] == buffer || blockedBuffers[0] == null ? 0 : 1;
        blockedBuffers[slot] = buffer;
        blockedIndexes[slot] = index;
        blockedLengths[slot] = length;
    }

    private void noteDropOfBlocked(final DirectBuffer buffer, final int index) {
        for (int slot = 0; slot < SENDERS; slot++) {
            if (blockedBuffers[slot] == buffer && blockedLengths[slot] != NOTHING) {
                if (blockedIndexes[slot] != index) {
                    blockedFrames++;
                    blockedBytes += blockedLengths[slot];
                }
                blockedLengths[slot] = NOTHING;
            }
        }
    }

    @Override
    public int lastError() {
        return ERRNOS[error];
    }

    @Override
    public void close() {}
}
