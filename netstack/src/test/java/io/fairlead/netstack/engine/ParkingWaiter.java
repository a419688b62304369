package io.fairlead.netstack.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A waiter without file descriptors: the owner parks until woken, interrupted or late. */
final class ParkingWaiter implements Waiter {

    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    @Override
    public void await(final long timeoutNs) {
        owner.set(Thread.currentThread());
        final long startNs = System.nanoTime();
        while (!woken.compareAndSet(true, false) && !Thread.currentThread().isInterrupted()) {
            if (timeoutNs == Long.MAX_VALUE) {
                LockSupport.park(this);
                continue;
            }
            final long leftNs = timeoutNs - (System.nanoTime() - startNs);
            if (leftNs <= 0) {
                return;
            }
            LockSupport.parkNanos(this, leftNs);
        }
    }

    @Override
    public void wake() {
        woken.set(true);
        LockSupport.unpark(owner.get());
    }

    @Override
    public void close() {}
}
