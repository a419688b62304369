package io.fairlead.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.vrrp.track.PriorityTracker.Judgement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PriorityTrackerTest {

    private static final Debounce AT_ONCE = Debounce.ofResults(1, 1);

    private final TrackedObject squid = new TrackedObject("command check-squid", -20, AT_ONCE);
    private final TrackedObject route = new TrackedObject("route default", 10, AT_ONCE);
    private final TrackedObject link = new TrackedObject("link eth1", 0, AT_ONCE);

    @Test
    void shouldSayNothingWhenNothingHasAnInfluence() {
        assertThat(new PriorityTracker(99, List.of(squid, link)).judgement()).isEqualTo(new Judgement(99, false, ""));
    }

    @Test
    void shouldSubtractWhileSomethingOfNegativeWeightIsDown() {
        squid.onResult(false, 0);
        assertThat(new PriorityTracker(99, List.of(squid)).judgement())
                .isEqualTo(new Judgement(79, false, "track command check-squid is down: priority 99 - 20 = 79"));
    }

    @Test
    void shouldAddWhileSomethingOfPositiveWeightIsUp() {
        final PriorityTracker tracker = new PriorityTracker(99, List.of(squid, route));
        squid.onResult(false, 0);
        assertThat(tracker.judgement())
                .isEqualTo(new Judgement(
                        89,
                        false,
                        "track command check-squid is down, track route default is up: priority 99 - 20 + 10 = 89"));
        route.onResult(false, 0);
        assertThat(tracker.judgement().priority()).isEqualTo(79);
    }

    @Test
    void shouldBeInFaultWhileSomethingWithoutWeightIsDown() {
        final PriorityTracker tracker = new PriorityTracker(99, List.of(squid, link));
        link.onResult(false, 0);
        assertThat(tracker.judgement()).isEqualTo(new Judgement(99, true, "track link eth1 is down"));
        link.onResult(true, 1);
        assertThat(tracker.judgement().isFault()).isFalse();
    }

    @Test
    void shouldStayWithinTheBackupsRangeWhenTheSumDoesNot() {
        squid.onResult(false, 0);
        assertThat(new PriorityTracker(15, List.of(squid)).judgement())
                .isEqualTo(
                        new Judgement(1, false, "track command check-squid is down: priority 15 - 20 = -5 kept at 1"));
        assertThat(new PriorityTracker(250, List.of(route)).judgement())
                .isEqualTo(new Judgement(254, false, "track route default is up: priority 250 + 10 = 260 kept at 254"));
    }

    @Test
    void shouldNotTouchAnOwnerOrAWatcherButForFaults() {
        squid.onResult(false, 0);
        assertThat(new PriorityTracker(255, List.of(squid)).judgement()).isEqualTo(new Judgement(255, false, ""));
        assertThat(new PriorityTracker(0, List.of(route)).judgement()).isEqualTo(new Judgement(0, false, ""));
        link.onResult(false, 0);
        assertThat(new PriorityTracker(255, List.of(link)).judgement().isFault())
                .isTrue();
    }

    @Test
    void shouldLetResultsCountWhenTheyHaveLasted() {
        final TrackedObject held = new TrackedObject("link eth2", -50, Debounce.ofEvents(0, 100));
        final PriorityTracker tracker = new PriorityTracker(99, List.of(squid, held));
        assertThat(tracker.objects()).containsExactly(squid, held);
        held.onResult(true, 0);
        held.onResult(false, 1);
        assertThat(tracker.nextDeadlineNs()).isEqualTo(101);
        assertThat(tracker.poll(100)).isFalse();
        assertThat(tracker.poll(101)).isTrue();
        assertThat(tracker.judgement().priority()).isEqualTo(49);
        assertThat(tracker.nextDeadlineNs()).isEqualTo(TrackedObject.NO_DEADLINE);
    }
}
