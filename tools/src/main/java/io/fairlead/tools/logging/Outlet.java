package io.fairlead.tools.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * One way out of the process for lines of the log: a bounded queue, and a thread that empties it into a {@link LogSink}. A terminal that nobody reads, a full
 * socket or a slow disk must not hold up the conductor, whose advertisements would stop, nor the other ways out. Lines wait while the sink takes
 * none; when there is no more room they are lost, counted, and it is told how many.
 *
 * <p>Who logs takes no lock: the conductor runs in real time, and would wait for a thread that need not get a processor while it holds one.
 */
final class Outlet extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** Lines about the log itself. */
    static final String LOGGER = "log";

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_TIMEOUT_MS = 1_000;
    private static final long ROOM_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final ILoggingEvent END = new LoggingEvent();

    private final String place;
    private final LogSink sink;
    private final Predicate<ILoggingEvent> isWanted;
    private final MpscBlockingConsumerArrayQueue<ILoggingEvent> queue;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean isClosing;
    private boolean isFailing;

    /**
     * Takes lines from {@link #start} on, and begins to hand them to the sink with {@link #begin}.
     *
     * @param place where they go, in the words of the log
     * @param capacity how many may wait, rounded up to a power of two
     */
    Outlet(
            final LoggerContext context,
            final String name,
            final String place,
            final LogSink sink,
            final Predicate<ILoggingEvent> isWanted,
            final int capacity) {
        setContext(context);
        setName(name);
        addFilter(new SilentThreadFilter());
        this.place = place;
        this.sink = sink;
        this.isWanted = isWanted;
        this.queue = new MpscBlockingConsumerArrayQueue<>(capacity);
        this.thread = new Thread(this::run, "fairlead-log-" + name);
        thread.setDaemon(true);
    }

    /** Begins to write; what has come before waits in the queue. */
    void begin() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    @Override
    protected void append(final ILoggingEvent event) {
        if (isWanted.test(event)) {
            event.prepareForDeferredProcessing();
            if (!queue.offer(event)) {
                lost.incrementAndGet();
            }
        }
    }

    private void run() {
        try {
            for (ILoggingEvent event = queue.take(); event != END; event = queue.take()) {
                if (deliver(event) && queue.isEmpty()) {
                    caughtUp();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private boolean deliver(final ILoggingEvent event) {
        while (true) {
            try {
                sink.write(event);
                return true;
            } catch (final IOException e) {
                failed(e);
                if (isClosing) {
                    return false;
                }
                LockSupport.parkNanos(this, RETRY_NS);
            }
        }
    }

    private void caughtUp() {
        try {
            sink.flush();
        } catch (final IOException e) {
            failed(e);
            return;
        }
        final long lostNow = lost.getAndSet(0);
        if (isFailing || lostNow > 0) {
            isFailing = false;
            logger().info("{} takes lines again; {} were lost", place, lostNow);
        }
    }

    private void failed(final IOException e) {
        if (!isFailing) {
            isFailing = true;
            logger().warn(
                            "cannot write to {}: {}. It is tried every second; up to {} lines wait meanwhile",
                            place,
                            e.getMessage(),
                            queue.capacity());
        }
    }

    private Logger logger() {
        return ((LoggerContext) getContext()).getLogger(LOGGER);
    }

    /** Writes what waits, within a second. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        begin();
        boolean interrupted = false;
        try {
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_TIMEOUT_MS);
            boolean isTold = queue.offer(END);
            while (!isTold && deadlineNs - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, ROOM_PAUSE_NS);
                isTold = queue.offer(END);
            }
            isClosing = true;
            LockSupport.unpark(thread);
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (isTold && leftMs > 0) {
                thread.join(leftMs);
            }
        } catch (final InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        try {
            sink.close();
        } catch (final IOException e) {
            // nobody is left to be told
        }
    }

    /** How many lines wait; for tests. */
    int waiting() {
        return queue.size();
    }
}
