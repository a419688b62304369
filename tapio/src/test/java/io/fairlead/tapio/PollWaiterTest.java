package io.fairlead.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollWaiterTest {

    private static final int WAKES = 50_000;

    @Test
    void shouldReturnWhenOnlyLooking() {
        try (PollWaiter waiter = new PollWaiter()) {
            waiter.await(0);
            waiter.await(1);
        }
    }

    @Test
    void shouldReturnAtOnceWhenWokenBefore() {
        try (PollWaiter waiter = new PollWaiter()) {
            waiter.wake();
            waiter.await(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldReturnWhenWokenWhileWaiting() throws Exception {
        final BlockingQueue<String> events = new ArrayBlockingQueue<>(1);
        try (PollWaiter waiter = new PollWaiter()) {
            final Thread owner = new Thread(() -> {
                waiter.await(Long.MAX_VALUE);
                events.add("returned");
            });
            owner.start();
            waiter.wake();
            assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("returned");
            owner.join();
        }
    }

    @Test
    void shouldLoseNoWakeWhenTwoThreadsTakeTurns() throws Exception {
        final AtomicLong requested = new AtomicLong();
        final AtomicLong answered = new AtomicLong();
        try (PollWaiter server = new PollWaiter();
                PollWaiter client = new PollWaiter()) {
            final Thread thread = new Thread(() -> {
                while (answered.get() < WAKES) {
                    if (requested.get() > answered.get()) {
                        answered.incrementAndGet();
                        client.wake();
                    } else {
                        server.await(Long.MAX_VALUE);
                    }
                }
            });
            thread.start();
            for (int i = 1; i <= WAKES; i++) {
                requested.set(i);
                server.wake();
                while (answered.get() < i) {
                    client.await(Long.MAX_VALUE);
                }
            }
            thread.join();
        }
        assertThat(answered.get()).isEqualTo(WAKES);
    }
}
