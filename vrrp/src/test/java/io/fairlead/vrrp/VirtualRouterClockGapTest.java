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
