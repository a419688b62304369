package io.fairlead.netstack.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** An agent that does what the test says and tells where it runs. */
final class ProbeAgent implements DutyAgent {

    private final IntSupplier work;
    private final LongSupplier deadlineNs;
    private final BlockingQueue<Thread> startedOn = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> closedInterrupted = new LinkedBlockingQueue<>();

    ProbeAgent(final IntSupplier work, final LongSupplier deadlineNs) {
        this.work = work;
        this.deadlineNs = deadlineNs;
    }

    Thread takeThread() throws InterruptedException {
        return startedOn.take();
    }

    /** Waits until the agent is closed, and tells whether its thread had been interrupted by then. */
    boolean wasInterruptedWhenClosed() throws InterruptedException {
        return closedInterrupted.take();
    }

    @Override
    public void onStart() {
        startedOn.add(Thread.currentThread());
    }

    @Override
    public int doWork() {
        return work.getAsInt();
    }

    @Override
    public void onClose() {
        closedInterrupted.add(Thread.currentThread().isInterrupted());
    }

    @Override
    public long nextDeadlineNs() {
        return deadlineNs.getAsLong();
    }

    @Override
    public String roleName() {
        return "probe";
    }
}
