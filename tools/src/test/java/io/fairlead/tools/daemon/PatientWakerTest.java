package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.PatientWaker.PATIENCE_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.engine.Waiter;
import org.agrona.collections.MutableLong;
import org.junit.jupiter.api.Test;

final class PatientWakerTest {

    private final MutableLong clock = new MutableLong(1_000);
    private final Sleeper conductor = new Sleeper();
    private final PatientWaker waker = new PatientWaker(conductor, clock::get);

    private static final class Sleeper implements Waiter {

        private int wakes;

        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldWakeOnceForAllThatWasNotedWithinTheTime() {
        waker.onCycle(1, false);
        clock.addAndGet(PATIENCE_NS - 1);
        waker.onCycle(2, false);
        assertThat(conductor.wakes).isZero();
        assertThat(waker.nextDeadlineNs()).isEqualTo(1_000 + PATIENCE_NS);

        clock.increment();
        waker.onCycle(3, false);
        assertThat(conductor.wakes).isEqualTo(1);
        assertThat(waker.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);

        clock.addAndGet(10 * PATIENCE_NS);
        waker.onCycle(3, false);
        waker.onCycle(3, false);
        assertThat(conductor.wakes).isEqualTo(1);
    }

    @Test
    void shouldWakeAtOnceWhenItIsUrgentAndNotAgainForWhatWasNotedBefore() {
        waker.onCycle(1, false);
        waker.onCycle(2, true);
        assertThat(conductor.wakes).isEqualTo(1);

        clock.addAndGet(10 * PATIENCE_NS);
        waker.onCycle(2, false);
        assertThat(conductor.wakes).isEqualTo(1);
        assertThat(waker.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
}
