package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import org.junit.jupiter.api.Test;

/** The priority changes at run time, a preemption is put off, a director is relieved as planned. The rows are at the head of {@link VirtualRouterTest}. */
final class VirtualRouterPriorityTest {

    private static final long SECOND = 1_000_000_000L;
    private static final TransitionCause ASKED = TransitionCause.handover("asked for by an operator");

    private final RecordedOutput out = new RecordedOutput();
    private VirtualRouter router = new VirtualRouter(Frames.config().build());
    private long nowNs = 1000 * SECOND;

    @Test
    void shouldAdvertiseAtOnceWhenThePriorityOfAMasterChanges() {
        startAsMaster();
        nowNs += SECOND / 3;
        router.priorityChanged(79, nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 79");
        assertThat(out.logLines()).containsExactly("(VI_51) Changing effective priority from 99 to 79");
        assertThat(router.effectivePriority()).isEqualTo(79);
        assertThat(router.config().priority()).isEqualTo(99);
        assertThat(router.nextDeadlineNs()).isEqualTo(nowNs + SECOND);

        hear(Frames.NODE_2, 80);
        assertThat(router.state()).as("79 is what counts").isEqualTo(BACKUP);
    }

    @Test
    void shouldDoNothingWhenThePriorityIsWhatItWas() {
        startAsMaster();
        router.priorityChanged(99, nowNs, out);
        assertThat(out.actions()).isEmpty();
        assertThat(out.logLines()).isEmpty();
    }

    @Test
    void shouldResignAndListenWhenAMasterMayNotBeDirector() {
        startAsMaster();
        router.priorityChanged(0, nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 0", "MASTER>BACKUP RESIGNED", "disarm");
        run(100 * SECOND);
        assertThat(out.actions()).as("it only watches").isEmpty();

        router.priorityChanged(99, nowNs, out);
        run(router.masterDownIntervalNs() - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldCancelWhenItMayNotBeDirectorWhilePreparing() {
        router.start(nowNs, out);
        run(router.masterDownIntervalNs());
        out.actions();
        router.priorityChanged(0, nowNs, out);
        assertThat(out.actions()).containsExactly("cancelled RESIGNED", "disarm");
    }

    @Test
    void shouldFollowWithItsTimersWhenThePriorityOfABackupChanges() {
        router.start(nowNs, out);
        out.actions();
        run(SECOND);
        router.priorityChanged(227, nowNs, out);
        // 29/256 s instead of 157/256 s
        run(2 * SECOND + 29 * SECOND / 256 - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldHaveTheSameTimerWhenThePriorityWasZeroForAWhile() {
        router.start(nowNs, out);
        out.actions();
        router.priorityChanged(0, nowNs, out);
        run(SECOND);
        router.priorityChanged(99, nowNs, out);
        run(router.masterDownIntervalNs() - SECOND - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldPreemptWhenItsPriorityRisesAboveTheMasters() {
        router = new VirtualRouter(Frames.config().priority(89).build());
        router.start(nowNs, out);
        hearEverySecond(3, 99);
        out.actions();
        router.priorityChanged(109, nowNs, out);
        hearEverySecond(4, 99);
        assertThat(out.actions()).containsExactly("prepare PREEMPTION");
    }

    @Test
    void shouldFollowTheMasterAgainWhenItsPriorityFallsBelowWhilePreparing() {
        router.start(nowNs, out);
        hearEverySecond(4, 89);
        assertThat(out.actions()).contains("prepare PREEMPTION");
        router.priorityChanged(79, nowNs, out);
        assertThat(out.actions()).containsExactly("cancelled BETTER_MASTER", "disarm");
        hearEverySecond(10, 89);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldNotBeginToPreemptWhenItsPriorityFellBelowTheMastersInBetween() {
        router.start(nowNs, out);
        hearEverySecond(3, 89);
        out.actions();
        router.priorityChanged(79, nowNs, out);
        run(SECOND - 1);
        assertThat(out.actions()).isEmpty();
        hearEverySecond(5, 89);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldKeepTheChangedPriorityWhenItIsStartedLater() {
        router.priorityChanged(42, nowNs, out);
        assertThat(router.state()).isEqualTo(INITIALIZE);
        startAsMaster();
        run(SECOND);
        assertThat(out.actions()).containsExactly("advertise 42");
    }

    @Test
    void shouldRefuseWhenThePriorityIsNone() {
        assertThatThrownBy(() -> router.priorityChanged(256, nowNs, out)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> router.priorityChanged(-1, nowNs, out)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLeaveALowerMasterAloneWhenThereIsAPreemptDelay() {
        startWithPreemptDelay();
        hearEverySecond(29, 89);
        assertThat(out.actions()).isEmpty();
        hearEverySecond(1, 89);
        assertThat(out.actions()).containsExactly("prepare PREEMPTION");
    }

    @Test
    void shouldNotWaitForThePreemptDelayWhenTheLowerMasterDies() {
        startWithPreemptDelay();
        hearEverySecond(10, 89);
        final long lastHeardNs = nowNs - SECOND;
        run(lastHeardNs + router.masterDownIntervalNs() - nowNs - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldNotWaitForThePreemptDelayWhenTheLowerMasterResigns() {
        startWithPreemptDelay();
        hearEverySecond(10, 89);
        hear(Frames.NODE_2, 0);
        run(router.config().skewTimeNs());
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldBeginThePreemptDelayAnewWhenABetterMasterWasFollowedInBetween() {
        startWithPreemptDelay();
        hearEverySecond(20, 89);
        hear(Frames.NODE_2, 120);
        hearEverySecond(29, 89);
        assertThat(out.actions()).isEmpty();
        hearEverySecond(2, 89);
        assertThat(out.actions()).containsExactly("prepare PREEMPTION");
    }

    @Test
    void shouldPrepareWhileTheMasterGoesOnWhenItIsToTakeOver() {
        startAsBackupOf(99, 89);
        router.priorityChanged(100, nowNs, out);
        assertThat(router.takeOver(ASKED, nowNs, out)).isTrue();
        assertThat(out.actions()).containsExactly("prepare PREEMPTION");
        assertThat(out.takeover().cause()).isEqualTo(ASKED);
        assertThat(out.logLines())
                .contains(
                        "(VI_51) forcing a new MASTER election: Transition to MASTER STATE, asked for by an operator");
        hearEverySecond(3, 99);
        assertThat(out.actions()).isEmpty();
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER HANDOVER", "advertise 100", "announce 5");
    }

    @Test
    void shouldTakeOverAsPlannedWhenPreemptionIsOff() {
        router = new VirtualRouter(Frames.config().preempt(false).build());
        router.start(nowNs, out);
        hearEverySecond(5, 89);
        out.actions();
        assertThat(router.takeOver(ASKED, nowNs, out)).isTrue();
        hearEverySecond(2, 89);
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(out.actions())
                .containsExactly("prepare PREEMPTION", "BACKUP>MASTER HANDOVER", "advertise 99", "announce 5");
    }

    @Test
    void shouldHurryWhenTheMasterDiesDuringAPlannedTakeover() {
        startAsBackupOf(99, 89);
        router.priorityChanged(100, nowNs, out);
        router.takeOver(ASKED, nowNs, out);
        out.actions();
        hear(Frames.NODE_2, 0);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        run(SECOND / 20);
        assertThat(router.state()).isEqualTo(MASTER);
    }

    @Test
    void shouldGiveThePlanUpWhenABetterMasterIsHeard() {
        startAsBackupOf(99, 89);
        router.priorityChanged(100, nowNs, out);
        router.takeOver(ASKED, nowNs, out);
        out.actions();
        hear(IpAddress.parse("10.51.0.3"), 100);
        assertThat(out.actions()).containsExactly("cancelled BETTER_MASTER", "disarm");
    }

    @Test
    void shouldNotTakeOverWhenTheMasterIsNotLower() {
        startAsBackupOf(99, 89);
        assertThat(router.takeOver(ASKED, nowNs, out)).isFalse();
        router.priorityChanged(99, nowNs, out);
        assertThat(router.takeOver(ASKED, nowNs, out)).isFalse();
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldNotTakeOverWhenItHearsNoMaster() {
        router.start(nowNs, out);
        out.actions();
        assertThat(router.takeOver(ASKED, nowNs, out)).isFalse();
        run(100 * SECOND);
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        assertThat(router.takeOver(ASKED, nowNs, out)).as("it is master").isFalse();
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldNotTakeOverWhenItSleptSinceItHeardTheMaster() {
        startAsBackupOf(99, 89);
        router.priorityChanged(100, nowNs, out);
        nowNs += 3600 * SECOND;
        assertThat(router.takeOver(ASKED, nowNs, out)).isFalse();
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldGoOnPreparingWhenItIsToTakeOverAndAlreadyPreempts() {
        router.start(nowNs, out);
        hearEverySecond(4, 89);
        out.actions();
        assertThat(router.takeOver(ASKED, nowNs, out)).isTrue();
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldResignWithoutLeavingWhenAsked() {
        startAsMaster();
        router.resign(TransitionCause.resigned("sync group"), nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 0", "MASTER>BACKUP RESIGNED", "disarm");
        run(router.masterDownIntervalNs());
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        router.resign(TransitionCause.resigned("sync group"), nowNs, out);
        assertThat(out.actions()).containsExactly("cancelled RESIGNED", "disarm");
        router.resign(TransitionCause.resigned("sync group"), nowNs, out);
        assertThat(out.actions()).isEmpty();
    }

    private void startAsMaster() {
        router.start(nowNs, out);
        run(router.masterDownIntervalNs());
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        out.logLines();
    }

    private void startAsBackupOf(final int masterPriority, final int ownPriority) {
        router = new VirtualRouter(Frames.config().priority(ownPriority).build());
        router.start(nowNs, out);
        hearEverySecond(5, masterPriority);
        out.actions();
        out.logLines();
    }

    private void startWithPreemptDelay() {
        router = new VirtualRouter(Frames.config().preemptDelayNs(30 * SECOND).build());
        router.start(nowNs, out);
        out.actions();
    }

    private void hearEverySecond(final int times, final int priority) {
        for (int i = 0; i < times; i++) {
            hear(Frames.NODE_2, priority);
            run(SECOND);
        }
    }

    private void hear(final IpAddress source, final int priority) {
        router.onAdvertisement(Frames.advertisement(source, priority), nowNs, out);
    }

    private void run(final long durationNs) {
        final long untilNs = nowNs + durationNs;
        while (router.nextDeadlineNs() <= untilNs) {
            nowNs = router.nextDeadlineNs();
            router.poll(nowNs, out);
        }
        nowNs = untilNs;
    }
}
