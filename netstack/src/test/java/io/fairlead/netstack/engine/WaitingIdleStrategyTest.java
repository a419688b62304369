package io.fairlead.netstack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingIdleStrategyTest {

    private final ManualClock clock = new ManualClock();
    private final RecordingWaiter waiter = new RecordingWaiter();

    /** An agent with nothing but a deadline. */
    private record Sleeper(long nextDeadlineNs) implements DutyAgent {

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public String roleName() {
            return "sleeper";
        }
    }

    @Test
    void shouldWaitForEarliestDeadline() {
        final long nowNs = clock.nowNs();
        new WaitingIdleStrategy(waiter, clock, new Sleeper(nowNs + 900), new Sleeper(nowNs + 300)).idle(0);

        assertThat(waiter.timeoutsNs()).containsExactly(300L);
    }

    @Test
    void shouldWaitForEverWhenNobodyHasDeadline() {
        new WaitingIdleStrategy(waiter, clock, new Sleeper(Long.MAX_VALUE)).idle(0);

        assertThat(waiter.timeoutsNs()).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void shouldOnlyLookWhenDeadlineIsOver() {
        new WaitingIdleStrategy(waiter, clock, new Sleeper(clock.nowNs() - 5)).idle(0);

        assertThat(waiter.timeoutsNs()).containsExactly(0L);
    }

    @Test
    void shouldEndTheWaitAndNotWaitAgainWhenStopped() {
        final WaitingIdleStrategy idle = new WaitingIdleStrategy(waiter, clock, new Sleeper(Long.MAX_VALUE));
        idle.stop();
        idle.idle(0);

        assertThat(waiter.wakes()).isEqualTo(1);
        assertThat(waiter.timeoutsNs()).isEmpty();
    }

    @Test
    void shouldNotWaitAfterWork() {
        final WaitingIdleStrategy idle = new WaitingIdleStrategy(waiter, clock, new Sleeper(Long.MAX_VALUE));
        idle.idle(1);
        idle.reset();

        assertThat(waiter.timeoutsNs()).isEmpty();
    }
}
