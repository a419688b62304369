package io.fairlead.bench.stress;

import io.fairlead.tapio.PollWaiter;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link PollWaiter} and the conductor's queue: who has been given something and woken does not sleep on over it. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The conductor has found what it was given.")
@Outcome(
        id = "true",
        expect = Expect.FORBIDDEN,
        desc = "The conductor slept over what it was given: the wake was lost.")
@State
public class WakeStress {

    private static final int CHUNK = 64;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final PollWaiter WAITER = new PollWaiter();
    private static final Queue<Object> QUEUE = new MpscUnboundedArrayQueue<>(CHUNK);
    private static final Object COMMAND = new Object();

    // plain: the wake has to make it visible
    private static long given;
    private static long taken;

    /** Gives the conductor something, twice over, and wakes it. */
    @Actor
    public void caller() {
        given++;
        QUEUE.add(COMMAND);
        WAITER.wake();
    }

    /**
     * Waits for it as the conductor does: looks, sleeps, looks.
     *
     * @param lost whether it slept to the end of its time, and it was there
     */
    @Actor
    public void conductor(final Z_Result lost) {
        taken++;
        Object command = QUEUE.poll();
        while (command == null || given < taken) {
            final long startNs = System.nanoTime();
            WAITER.await(LIMIT_NS);
            final boolean isLate = System.nanoTime() - startNs >= LIMIT_NS;
            command = command == null ? QUEUE.poll() : command;
            lost.r1 |= isLate && (command != null || given >= taken);
        }
    }
}
