package io.fairlead.netstack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

class SpinningIdleStrategyTest {

    private static final long SPIN_NS = 50_000;

    private final ManualClock clock = new ManualClock();
    private final Waits waits = new Waits();
    private final SpinningIdleStrategy idle = new SpinningIdleStrategy(waits, clock, SPIN_NS);

    /** Counts how often the thread would have blocked. */
    private static final class Waits implements IdleStrategy {

        private int count;

        @Override
        public void idle(final int workCount) {
            throw new AssertionError("the work is not its business");
        }

        @Override
        public void idle() {
            count++;
        }

        @Override
        public void reset() {}
    }

    @Test
    void shouldBlockOnlyWhenTheTimeSinceTheLastWorkIsOver() {
        idle.idle(1);
        idle.idle(0);
        clock.advance(SPIN_NS - 1);
        idle.idle(0);
        assertThat(waits.count).isZero();

        clock.advance(1);
        idle.idle(0);
        assertThat(waits.count).isEqualTo(1);
    }

    @Test
    void shouldSpinAnewAfterMoreWork() {
        idle.idle(1);
        idle.idle(0);
        clock.advance(SPIN_NS - 1);
        idle.idle(1);
        idle.idle(0);
        clock.advance(SPIN_NS - 1);
        idle.idle(0);

        assertThat(waits.count).isZero();
    }

    @Test
    void shouldBlockAgainAtOnceWhenWokenForNothing() {
        idle.idle(1);
        idle.idle(0);
        clock.advance(SPIN_NS);
        idle.idle(0);
        idle.idle(0);

        assertThat(waits.count).isEqualTo(2);
    }

    @Test
    void shouldBlockAtOnceBeforeAnyWork() {
        idle.idle(0);

        assertThat(waits.count).isEqualTo(1);
    }

    @Test
    void shouldRefuseNegativeTime() {
        assertThatThrownBy(() -> new Idling(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
