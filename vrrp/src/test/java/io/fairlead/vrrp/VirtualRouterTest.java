package io.fairlead.vrrp;

import static io.fairlead.vrrp.VirtualRouterState.BACKUP;
import static io.fairlead.vrrp.VirtualRouterState.INITIALIZE;
import static io.fairlead.vrrp.VirtualRouterState.MASTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The transitions; "preparing" is BACKUP with a takeover under way, "waiting" is BACKUP whose timer is over, but whose gate is shut. Clock gaps are in
 * {@link VirtualRouterClockGapTest}, changes of the priority and planned takeovers in {@link VirtualRouterPriorityTest}, the interval that is learned in
 * {@link VirtualRouterIntervalTest}, the gate in {@link VirtualRouterGateTest}.
 *
 * <pre>
 *  from        event                                to          output, in order
 *  ----------  -----------------------------------  ----------  ---------------------------------------------------------
 *  INITIALIZE  start                                BACKUP      stateChanged                  (timer := delay + master-down)
 *  INITIALIZE  anything else                        INITIALIZE  -
 *
 *  BACKUP      advertisement to follow (1)          BACKUP      -                             (interval learned, timer := master-down)
 *  BACKUP      advertisement of lower priority      BACKUP      -                             (timer runs on)
 *  BACKUP      advertisement of priority 0          BACKUP      -                             (timer := skew)
 *  BACKUP      timer, nobody alive                  preparing   prepareTakeover(NOBODY_IS_MASTER)
 *  BACKUP      timer, lower one alive               preparing   prepareTakeover(PREEMPTION)
 *  BACKUP      timer, lower one, preempt delay      BACKUP      -                             (timer := end of the delay, or of that master)
 *  BACKUP      timer, gate shut                     waiting     -
 *  BACKUP      timer, priority 0                    BACKUP      -                             (no master known any more)
 *  BACKUP      takeOver, lower one alive (3)        preparing   prepareTakeover(PREEMPTION)
 *  BACKUP      takeOver, else                       BACKUP      -
 *  BACKUP      priority changed                     BACKUP      -                             (timer follows the skew)
 *  BACKUP      away for two intervals               BACKUP      -                             (timer stood still; interval + skew at least)
 *  BACKUP      away for master-down                 BACKUP      -                             (timer := master-down)
 *  BACKUP      stop, fault                          INITIALIZE  stateChanged
 *
 *  waiting     poll, gate open                      preparing   as BACKUP, timer
 *  waiting     anything else                        as BACKUP
 *
 *  preparing   takeoverPrepared, gate open          MASTER      stateChanged, sendAdvertisement, announceAddresses
 *  preparing   takeoverPrepared, gate shut          preparing   -                             (until it opens)
 *  preparing   takeoverPrepared of an older one     preparing   -
 *  preparing   its deadline                         MASTER      stateChanged, sendAdvertisement, announceAddresses
 *  preparing   advertisement to follow (1)          BACKUP      takeoverCancelled, disarm
 *  preparing   lower master resigns or is silent    preparing   prepareTakeover(NOBODY_IS_MASTER), same id
 *  preparing   takeOver, lower one alive            preparing   -                             (goes on also without preemption)
 *  preparing   priority falls below the master's    BACKUP      takeoverCancelled, disarm
 *  preparing   priority 0, resign                   BACKUP      takeoverCancelled, disarm     (timer := master-down)
 *  preparing   away for two intervals               preparing   -                             (not MASTER before interval + skew)
 *  preparing   away for master-down                 BACKUP      disarm, takeoverCancelled     (timer := master-down)
 *  preparing   stop, fault                          INITIALIZE  takeoverCancelled, stateChanged, disarm
 *
 *  MASTER      advertisement timer                  MASTER      sendAdvertisement
 *  MASTER      announcement timer                   MASTER      announceAddresses
 *  MASTER      advertisement of priority 0          MASTER      sendAdvertisement
 *  MASTER      worse advertisement                  MASTER      sendAdvertisement, announceAddresses (once per interval, or later)
 *  MASTER      better advertisement (2)             BACKUP      sendAdvertisement, stateChanged, disarm
 *  MASTER      priority changed                     MASTER      sendAdvertisement
 *  MASTER      priority 0, resign                   BACKUP      sendAdvertisement(0), stateChanged, disarm
 *  MASTER      takeOver                             MASTER      -
 *  MASTER      no advertisement for own master-down BACKUP      disarm, stateChanged
 *  MASTER      stop, fault                          INITIALIZE  sendAdvertisement(0), stateChanged, disarm
 *
 *  (1) same or higher priority; any with own priority 0; any without preemption, unless the takeover is a planned one
 *  (2) higher priority, or the same and a higher source address
 *  (3) whatever preemption and its delay say
 *
 *  A planned handover, as its nodes see it:
 *
 *  successor   priorityChanged above the director's, takeOver   BACKUP -> preparing    the director goes on
 *              takeoverPrepared                                 preparing -> MASTER    advertises, announces
 *  director    that advertisement, higher than its own          MASTER -> BACKUP       Fairlead or keepalived, preemption on or off
 *  third node  the same, higher than its own                    BACKUP -> BACKUP       follows
 * </pre>
 */
final class VirtualRouterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = 1000 * SECOND;

    /** Three intervals and (256 - 99) / 256 s. */
    private static final long MASTER_DOWN = 3 * SECOND + 613_281_250L;

    private static final long SKEW = 613_281_250L;

    private final RecordedOutput out = new RecordedOutput();
    private VirtualRouter router = new VirtualRouter(Frames.config().build());
    private long nowNs = START;

    @Test
    void shouldListenWhenStarted() {
        start();
        assertThat(router.state()).isEqualTo(BACKUP);
        assertThat(router.masterAddress()).isNull();
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        assertThat(out.logLines()).containsExactly("(VI_51) Entering BACKUP STATE (init)", "started");
    }

    @Test
    void shouldPrepareWhenNobodyIsHeardForTheMasterDownInterval() {
        start();
        runTo(START + MASTER_DOWN - 1);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");

        runTo(START + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(router.state()).isEqualTo(BACKUP);
        assertThat(out.takeover().deadlineNs()).isEqualTo(nowNs + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(out.takeover().cause().text()).isEqualTo("no advertisement for 3.61 s from anyone");
    }

    @Test
    void shouldAnnounceWhenPrepared() {
        startPreparing();
        nowNs += 7;
        router.takeoverPrepared(out.takeover().id(), nowNs, out);

        assertThat(out.actions()).containsExactly("BACKUP>MASTER MASTER_DOWN", "advertise 99", "announce 5");
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) Receive advertisement timeout: Transition to MASTER STATE",
                        "(VI_51) Entering MASTER STATE",
                        "no advertisement for 3.61 s from anyone");
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_1);
    }

    @Test
    void shouldAnnounceAtTheDeadlineWhenPreparationHangs() {
        startPreparing();
        runTo(out.takeover().deadlineNs() - 1);
        assertThat(out.actions()).isEmpty();
        runTo(out.takeover().deadlineNs());
        assertThat(out.actions()).containsExactly("BACKUP>MASTER MASTER_DOWN", "advertise 99", "announce 5");
        // and the late word changes nothing
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldListenFirstWhenItsPriorityIs255() {
        router = new VirtualRouter(Frames.config().priority(255).build());
        start();
        runTo(START + 3 * SECOND);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(START + 3 * SECOND + SECOND / 256);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldListenLongerWhenThereIsAStartupDelay() {
        router = new VirtualRouter(Frames.config().startupDelayNs(10 * SECOND).build());
        start();
        runTo(START + 10 * SECOND + MASTER_DOWN - 1);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(START + 10 * SECOND + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldListenForAllOfTheStartupDelayWhenItSleptMeanwhile() {
        router = new VirtualRouter(Frames.config().startupDelayNs(10 * SECOND).build());
        start();
        nowNs = START + 5 * SECOND;
        router.poll(nowNs, out);
        runTo(START + 10 * SECOND + MASTER_DOWN - 1);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(START + 10 * SECOND + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldForgetTheStartupDelayWhenAMasterWasHeard() {
        router = new VirtualRouter(
                Frames.config().priority(89).startupDelayNs(60 * SECOND).build());
        start();
        runTo(START + SECOND);
        hear(Frames.NODE_2, 99);
        nowNs = START + 10 * SECOND;
        router.poll(nowNs, out);
        out.actions();
        runTo(nowNs + 3 * SECOND + 652_343_750L);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldNameTheSilentMasterWhenItDies() {
        router = new VirtualRouter(Frames.config().priority(89).build());
        start();
        runTo(START + SECOND);
        hear(Frames.NODE_2, 99);
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
        final long downNs = 3 * SECOND + 652_343_750L;
        runTo(START + SECOND + downNs - 1);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(START + SECOND + downNs);
        assertThat(out.takeover().cause().text()).isEqualTo("no advertisement for 3.65 s from 10.51.0.2");
    }

    @Test
    void shouldWaitForSkewOnlyWhenTheMasterResigns() {
        start();
        runTo(START + SECOND);
        hear(Frames.NODE_2, 120);
        runTo(START + SECOND + SECOND / 2);
        out.logLines();
        hear(Frames.NODE_2, 0);
        assertThat(router.masterAddress()).isNull();
        final long resignedNs = nowNs;
        runTo(resignedNs + SKEW - 1);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(resignedNs + SKEW);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(out.takeover().cause().text()).isEqualTo("10.51.0.2 resigned (priority 0)");
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) Backup received priority 0 advertisement",
                        "(VI_51) Receive advertisement timeout: Transition to MASTER STATE");
    }

    @Test
    void shouldPreemptWithTimeToPrepareWhenTheMasterIsLower() {
        startPreparingPreemption();
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED", "prepare PREEMPTION");
        assertThat(out.takeover().deadlineNs()).isEqualTo(START + MASTER_DOWN + 10 * SECOND);
        assertThat(out.takeover().cause().text()).isEqualTo("own priority 99 is above 89 of 10.51.0.2");
        assertThat(out.logLines()).contains("(VI_51) received lower priority (89) advert from 10.51.0.2 - discarding");
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);

        for (int i = 4; i <= 8; i++) {
            runTo(START + i * SECOND);
            hear(Frames.NODE_2, 89);
        }
        assertThat(out.actions()).isEmpty();
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER PREEMPTION", "advertise 99", "announce 5");
    }

    @Test
    void shouldPreemptUnpreparedWhenTenSecondsAreOver() {
        startPreparingPreemption();
        out.actions();
        for (int i = 4; i <= 13; i++) {
            runTo(START + i * SECOND);
            hear(Frames.NODE_2, 89);
        }
        runTo(START + MASTER_DOWN + 10 * SECOND);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER PREEMPTION", "advertise 99", "announce 5");
    }

    @Test
    void shouldHurryWhenTheMasterToPreemptResigns() {
        startPreparingPreemption();
        out.actions();
        final long id = out.takeover().id();
        hear(Frames.NODE_2, 0);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(out.takeover().id()).isEqualTo(id);
        runTo(nowNs + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(out.actions()).containsExactly("BACKUP>MASTER MASTER_RESIGNED", "advertise 99", "announce 5");
    }

    @Test
    void shouldHurryWhenTheMasterToPreemptFallsSilent() {
        startPreparingPreemption();
        out.actions();
        // last heard at START + 3 s
        runTo(START + 3 * SECOND + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(out.takeover().cause().text()).isEqualTo("no advertisement for 3.61 s from 10.51.0.2");
        runTo(nowNs + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(router.state()).isEqualTo(MASTER);
    }

    @Test
    void shouldCancelWhenABetterMasterIsHeardWhilePreparing() {
        startPreparing();
        final long cancelledId = out.takeover().id();
        hear(Frames.NODE_2, 99);
        assertThat(out.actions()).containsExactly("cancelled BETTER_MASTER", "disarm");

        router.takeoverPrepared(cancelledId, nowNs, out);
        assertThat(out.actions()).isEmpty();
        runTo(nowNs + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        router.takeoverPrepared(cancelledId, nowNs, out);
        assertThat(out.actions()).as("an answer to the cancelled one").isEmpty();
    }

    @Test
    void shouldGoOnPreparingWhenALowerMasterAppears() {
        startPreparing();
        hear(Frames.NODE_2, 89);
        assertThat(out.actions()).isEmpty();
        runTo(out.takeover().deadlineNs());
        assertThat(router.state()).isEqualTo(MASTER);
    }

    @Test
    void shouldFollowAnyMasterWhenPreemptionIsOff() {
        router = new VirtualRouter(Frames.config().preempt(false).build());
        start();
        for (int i = 1; i <= 20; i++) {
            runTo(START + i * SECOND);
            hear(Frames.NODE_2, 1);
        }
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        runTo(nowNs + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        hear(Frames.NODE_2, 1);
        assertThat(out.actions()).containsExactly("cancelled BETTER_MASTER", "disarm");
    }

    @Test
    void shouldOnlyWatchWhenItsPriorityIsZero() {
        router = new VirtualRouter(Frames.config().priority(0).build());
        start();
        hear(Frames.NODE_2, 1);
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
        runTo(nowNs + 4 * SECOND);
        assertThat(router.masterAddress()).isNull();
        assertThat(router.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
        nowNs += 3600 * SECOND;
        router.poll(nowNs, out);
        hear(Frames.NODE_2, 1);
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
        hear(Frames.NODE_2, 0);
        assertThat(router.masterAddress()).isNull();
        runTo(nowNs + 10 * SECOND);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
    }

    @Test
    void shouldAdvertiseEveryIntervalAndRepeatTheAnnouncementWhenMaster() {
        startAsMaster();
        final long masterNs = nowNs;
        runTo(masterNs + 6 * SECOND);
        assertThat(out.actions())
                .containsExactly(
                        "advertise 99",
                        "advertise 99",
                        "advertise 99",
                        "advertise 99",
                        "advertise 99",
                        "announce 5",
                        "advertise 99");
    }

    @Test
    void shouldAdvertiseAtOnceWhenSomebodyResigns() {
        startAsMaster();
        nowNs += SECOND / 4;
        hear(Frames.NODE_2, 0);
        assertThat(out.actions()).containsExactly("advertise 99");
        assertThat(router.nextDeadlineNs()).isEqualTo(nowNs + SECOND);
    }

    @Test
    void shouldAnswerOncePerIntervalWhenALowerMasterIsHeard() {
        startAsMaster();
        hear(Frames.NODE_2, 89);
        assertThat(out.actions()).containsExactly("advertise 99", "announce 5");
        nowNs += SECOND - 1;
        hear(Frames.NODE_2, 89);
        assertThat(out.actions()).isEmpty();
        nowNs += 1;
        hear(Frames.NODE_2, 89);
        assertThat(out.actions()).containsExactly("advertise 99", "announce 5");
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) received lower priority (89) advert from 10.51.0.2 - discarding",
                        "(VI_51) received lower priority (89) advert from 10.51.0.2 - discarding");
    }

    @Test
    void shouldAnswerLaterWhenALowerMasterIsHeardTooEarly() {
        startAsMaster();
        hear(Frames.NODE_2, 89);
        final long answeredNs = nowNs;
        runTo(answeredNs + SECOND / 2);
        hear(Frames.NODE_2, 89);
        out.actions();
        runTo(answeredNs + SECOND - 1);
        assertThat(out.actions()).isEmpty();
        runTo(answeredNs + SECOND);
        assertThat(out.actions()).containsExactly("advertise 99", "announce 5");
        runTo(answeredNs + 2 * SECOND);
        assertThat(out.actions()).containsExactly("advertise 99");
    }

    @Test
    void shouldStepDownWhenAHigherMasterIsHeard() {
        router = new VirtualRouter(Frames.config().priority(89).build());
        startAsMaster();
        hear(Frames.NODE_2, 99);
        assertThat(out.actions()).containsExactly("advertise 89", "MASTER>BACKUP BETTER_MASTER", "disarm");
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) Received higher prio advert: Master received advert from 10.51.0.2 with higher priority 99, ours 89",
                        "(VI_51) Entering BACKUP STATE",
                        "advertisement of 10.51.0.2 with priority 99");
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
        runTo(nowNs + 3 * SECOND);
        assertThat(out.actions()).as("nothing of the master is left").isEmpty();
    }

    @Test
    void shouldStepDownOnlyForTheHigherAddressWhenPrioritiesAreEqual() {
        startAsMaster();
        hear(IpAddress.parse("10.50.255.255"), 99);
        assertThat(router.state()).isEqualTo(MASTER);
        // unsigned: 200.0.0.1 is a negative int
        hear(IpAddress.parse("200.0.0.1"), 99);
        assertThat(router.state()).isEqualTo(BACKUP);
        assertThat(out.logLines())
                .contains(
                        "(VI_51) Received higher prio advert: Master received advert from 200.0.0.1 with same priority 99 but higher IP address than ours");
    }

    @Test
    void shouldAnnounceFirstAndDisarmLastWhenStoppedAsMaster() {
        startAsMaster();
        router.stop(nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 0", "MASTER>INITIALIZE STOPPED", "disarm");
        assertThat(out.logLines()).contains("(VI_51) sent 0 priority");
        assertThat(router.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
        assertThat(router.masterAddress()).isNull();
        router.stop(nowNs, out);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldCancelWhenStoppedWhilePreparing() {
        startPreparing();
        router.stop(nowNs, out);
        assertThat(out.actions()).containsExactly("cancelled STOPPED", "BACKUP>INITIALIZE STOPPED", "disarm");
    }

    @Test
    void shouldHaveNothingToDisarmWhenStoppedAsBackup() {
        start();
        out.actions();
        router.stop(nowNs, out);
        assertThat(out.actions()).containsExactly("BACKUP>INITIALIZE STOPPED");
    }

    @Test
    void shouldResignAndListenAnewWhenAFaultComesAndGoes() {
        startAsMaster();
        router.fault("link of eth0 is down", nowNs, out);
        assertThat(out.actions()).containsExactly("advertise 0", "MASTER>INITIALIZE FAULT", "disarm");
        assertThat(out.logLines()).contains("(VI_51) Entering FAULT STATE", "link of eth0 is down");
        router.fault("link of eth0 is down", nowNs, out);
        assertThat(out.actions()).isEmpty();

        router.start(nowNs, out);
        runTo(nowNs + MASTER_DOWN);
        assertThat(out.actions()).containsExactly("INITIALIZE>BACKUP STARTED", "prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldIgnoreEverythingWhenNotStarted() {
        router.poll(nowNs, out);
        hear(Frames.NODE_2, 255);
        router.takeoverPrepared(1, nowNs, out);
        assertThat(out.actions()).isEmpty();
        assertThat(router.state()).isEqualTo(INITIALIZE);
        assertThat(router.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldRefuseWhenStartedTwice() {
        start();
        assertThatThrownBy(this::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNameTheReasonAndDoNothingWhenAnAdvertisementIsNotForUs() {
        startAsMaster();
        final Advertisement good = Frames.advertisement(Frames.NODE_2, 255);
        assertDropped(AdvertisementVerdict.UNKNOWN_VRID, with(52, good.advertisementIntervalNs(), 0, Frames.NODE_2));
        assertDropped(AdvertisementVerdict.INTERVAL_MISMATCH, with(51, 2 * SECOND, 0, Frames.NODE_2));
        assertDropped(AdvertisementVerdict.AUTHENTICATION_MISMATCH, with(51, SECOND, 1, Frames.NODE_2));
        assertDropped(AdvertisementVerdict.OWN_ADVERTISEMENT, with(51, SECOND, 0, Frames.NODE_1));
        assertThat(router.state()).isEqualTo(MASTER);
    }

    @Test
    void shouldFollowAndReportWhenTheMasterHasOtherAddresses() {
        startAsMaster();
        final Advertisement other = new Advertisement(
                VrrpVersion.V2,
                51,
                255,
                SECOND,
                0,
                Frames.NODE_2,
                Frames.GROUP,
                Frames.MAC_1,
                List.of(IpAddress.parse("10.51.0.101")));
        assertThat(router.onAdvertisement(other, nowNs, out)).isEqualTo(AdvertisementVerdict.ADDRESS_LIST_MISMATCH);
        assertThat(router.state()).isEqualTo(BACKUP);
    }

    private void assertDropped(final AdvertisementVerdict verdict, final Advertisement advertisement) {
        assertThat(router.onAdvertisement(advertisement, nowNs, out)).isEqualTo(verdict);
        assertThat(verdict.isAccepted()).isFalse();
        assertThat(verdict.text()).isNotBlank();
        assertThat(out.actions()).isEmpty();
    }

    private static Advertisement with(
            final int vrid, final long intervalNs, final int authenticationType, final IpAddress source) {
        return new Advertisement(
                VrrpVersion.V2,
                vrid,
                255,
                intervalNs,
                authenticationType,
                source,
                Frames.GROUP,
                Frames.MAC_1,
                List.of(Frames.VIP));
    }

    private void start() {
        router.start(nowNs, out);
    }

    private void startPreparing() {
        start();
        out.logLines();
        runTo(START + router.config().masterDownIntervalNs());
        out.actions();
    }

    private void startAsMaster() {
        startPreparing();
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        out.logLines();
    }

    private void startPreparingPreemption() {
        start();
        for (int i = 0; i < 4; i++) {
            runTo(START + i * SECOND);
            hear(Frames.NODE_2, 89);
        }
        runTo(START + MASTER_DOWN);
    }

    private void hear(final IpAddress source, final int priority) {
        assertThat(router.onAdvertisement(Frames.advertisement(source, priority), nowNs, out)
                        .isAccepted())
                .isTrue();
    }

    /** Polls at every deadline on the way, as the conductor does. */
    private void runTo(final long untilNs) {
        while (router.nextDeadlineNs() <= untilNs) {
            nowNs = router.nextDeadlineNs();
            router.poll(nowNs, out);
        }
        nowNs = untilNs;
    }
}
