package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that slept must not go on as if nothing had happened. */
final class VirtualRouterClockGapTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final RecordedOutput out = new RecordedOutput();
    private final VirtualRouter router = new VirtualRouter(Frames.config().build());
    private final long masterDownNs = router.config().masterDownIntervalNs();
    private long nowNs;

    @BeforeEach
    void start() {
        router.start(nowNs, out);
        out.actions();
        out.logLines();
    }

    @Test
    void shouldDisarmFirstAndListenAFullIntervalWhenTheMasterSlept() {
        becomeMaster();
        nowNs += masterDownNs + 1;
        router.poll(nowNs, out);
        assertThat(out.actions()).containsExactly("disarm", "MASTER>BACKUP CLOCK_GAP");
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) process was not running for 3.61 s: listening before anything else",
                        "(VI_51) Entering BACKUP STATE",
                        "process was not running for 3.61 s");
        final long wokeNs = nowNs;
        runTo(wokeNs + masterDownNs - 1);
        assertThat(out.actions()).isEmpty();
        runTo(wokeNs + masterDownNs);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldGoOnWhenTheMasterSleptTooShortForOthersToAct() {
        becomeMaster();
        nowNs += masterDownNs;
        router.poll(nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 99");
        assertThat(router.state()).isEqualTo(MASTER);
    }

    @Test
    void shouldCountFromTheLastAdvertisementWhenThatIsLongerAgoThanTheLastActivity() {
        becomeMaster();
        nowNs += SECOND - 1;
        router.poll(nowNs, out);
        nowNs += masterDownNs - SECOND + 2;
        router.poll(nowNs, out);
        assertThat(out.actions()).containsExactly("disarm", "MASTER>BACKUP CLOCK_GAP");
    }

    @Test
    void shouldDisarmFirstWhenTheFirstThingItSeesIsAnAdvertisement() {
        becomeMaster();
        nowNs += 60 * SECOND;
        router.onAdvertisement(Frames.advertisement(Frames.NODE_2, 89), nowNs, out);
        assertThat(out.actions())
                .as("it neither answers nor defends")
                .containsExactly("disarm", "MASTER>BACKUP CLOCK_GAP");
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
    }

    @Test
    void shouldNotResignWhenItIsStoppedAfterItSlept() {
        becomeMaster();
        nowNs += 60 * SECOND;
        router.stop(nowNs, out);
        assertThat(out.actions()).containsExactly("disarm", "MASTER>BACKUP CLOCK_GAP", "BACKUP>INITIALIZE STOPPED");
        assertThat(router.state()).isEqualTo(INITIALIZE);
    }

    @Test
    void shouldForgetTheTakeoverWhenItSleptWhilePreparing() {
        runTo(masterDownNs);
        out.actions();
        final long id = out.takeover().id();
        nowNs += 60 * SECOND;
        router.takeoverPrepared(id, nowNs, out);
        assertThat(out.actions()).containsExactly("disarm", "cancelled CLOCK_GAP");
        assertThat(router.state()).isEqualTo(BACKUP);
        final long wokeNs = nowNs;
        runTo(wokeNs + masterDownNs - 1);
        assertThat(out.actions()).isEmpty();
        runTo(wokeNs + masterDownNs);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldListenAnewWhenABackupSlept() {
        runTo(SECOND);
        router.onAdvertisement(Frames.advertisement(Frames.NODE_2, 120), nowNs, out);
        // the timer is over, but in the meantime nobody listened
        nowNs += 20 * SECOND;
        final long wokeNs = nowNs;
        router.poll(nowNs, out);
        runTo(wokeNs + masterDownNs - 1);
        assertThat(out.actions()).isEmpty();
        runTo(wokeNs + masterDownNs);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldWakeOncePerIntervalWhenBackup() {
        assertThat(router.nextDeadlineNs()).isEqualTo(SECOND);
        nowNs = SECOND + 1;
        router.poll(nowNs, out);
        assertThat(router.nextDeadlineNs()).isEqualTo(2 * SECOND + 1);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldMeasureAMasterByItsOwnIntervalWhenItFollowedAQuickerOneBefore() {
        final VirtualRouter slow = new VirtualRouter(
                Frames.config().version(VrrpVersion.V3).preempt(false).build());
        slow.start(nowNs, out);
        slow.onAdvertisement(Frames.advertisementV3(Frames.NODE_2, 120, SECOND / 100), nowNs, out);
        poll(slow, slow.masterDownIntervalNs());
        slow.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        nowNs += 3 * SECOND;
        slow.poll(nowNs, out);
        assertThat(out.actions()).as("the others have learned 1 s").containsExactly("advertise 99");
    }

    @Test
    void shouldStandStillWhenABackupHadAHiccup() {
        final VirtualRouter quick = startQuick();
        // 25 ms of a master-down interval of 36.1 ms
        nowNs += 25 * MILLI;
        quick.poll(nowNs, out);
        final long overNs = nowNs + quick.masterDownIntervalNs();
        poll(quick, overNs - nowNs - 1);
        assertThat(out.actions()).isEmpty();
        assertThat(out.logLines()).as("no word of every hiccup").isEmpty();
        poll(quick, 1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldTakeOverAfterTheTimeThatWasListenedWhenHiccupsDoNotEnd() {
        final VirtualRouter quick = startQuick();
        final long masterDownNs = quick.masterDownIntervalNs();
        long listenedNs = 0;
        for (int i = 0; i < 10 && out.actions().isEmpty(); i++) {
            nowNs += 22 * MILLI;
            quick.poll(nowNs, out);
            poll(quick, 17 * MILLI);
            listenedNs += 17 * MILLI;
        }
        assertThat(listenedNs).isBetween(masterDownNs, masterDownNs + 17 * MILLI);
    }

    @Test
    void shouldHearALivingMasterOnceBeforeItActsWhenItHadAHiccupAtTheLastMoment() {
        final VirtualRouter quick = startQuick();
        poll(quick, 36 * MILLI);
        nowNs += 25 * MILLI;
        quick.poll(nowNs, out);
        poll(quick, 10 * MILLI);
        quick.onAdvertisement(Frames.advertisementV3(Frames.NODE_2, 120, 10 * MILLI), nowNs, out);
        poll(quick, 36 * MILLI);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldAnnounceLaterWhenItHadAHiccupWhilePreparing() {
        final VirtualRouter quick = startQuick();
        poll(quick, quick.masterDownIntervalNs());
        out.actions();
        nowNs += 25 * MILLI;
        quick.takeoverPrepared(out.takeover().id(), nowNs, out);
        final long oneAdvertisementNs = 10 * MILLI + quick.config().skewTimeNs();
        poll(quick, oneAdvertisementNs - 1);
        assertThat(out.actions()).as("somebody else may have been quicker").isEmpty();
        poll(quick, 1);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER MASTER_DOWN", "advertise 99", "announce 5");
    }

    @Test
    void shouldSayNothingWhenItOnlyWatchesAndWasNotCalled() {
        final VirtualRouter watcher =
                new VirtualRouter(Frames.config().priority(0).build());
        watcher.start(nowNs, out);
        poll(watcher, 10 * SECOND);
        out.logLines();
        nowNs += 3600 * SECOND;
        watcher.onAdvertisement(Frames.advertisement(Frames.NODE_2, 1), nowNs, out);
        assertThat(out.logLines()).isEmpty();
        assertThat(watcher.masterAddress()).isEqualTo(Frames.NODE_2);
    }

    /** Interval 10 ms. */
    private VirtualRouter startQuick() {
        final VirtualRouter quick = new VirtualRouter(Frames.config()
                .version(VrrpVersion.V3)
                .advertisementIntervalNs(10 * MILLI)
                .build());
        quick.start(nowNs, out);
        out.actions();
        out.logLines();
        return quick;
    }

    private void poll(final VirtualRouter polled, final long durationNs) {
        final long untilNs = nowNs + durationNs;
        while (polled.nextDeadlineNs() <= untilNs) {
            nowNs = polled.nextDeadlineNs();
            polled.poll(nowNs, out);
        }
        nowNs = untilNs;
    }

    private void becomeMaster() {
        runTo(masterDownNs);
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(router.state()).isEqualTo(MASTER);
        out.actions();
        out.logLines();
    }

    private void runTo(final long untilNs) {
        while (router.nextDeadlineNs() <= untilNs) {
            nowNs = router.nextDeadlineNs();
            router.poll(nowNs, out);
        }
        nowNs = untilNs;
    }
}
