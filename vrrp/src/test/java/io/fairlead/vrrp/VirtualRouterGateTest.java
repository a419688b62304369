package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router that has to wait for others. */
final class VirtualRouterGateTest implements TakeoverGate {

    private static final long SECOND = 1_000_000_000L;

    private final RecordedOutput out = new RecordedOutput();
    private final VirtualRouter router = new VirtualRouter(Frames.config().build(), this);
    private boolean mayPrepare;
    private boolean mayAnnounce;
    private long nowNs;

    @BeforeEach
    void start() {
        router.start(nowNs, out);
        out.actions();
        out.logLines();
    }

    @Test
    void shouldWaitWithOneWordInTheLogWhenItMayNotPrepare() {
        run(20 * SECOND);
        assertThat(out.actions()).isEmpty();
        assertThat(out.logLines())
                .containsExactly(
                        "(VI_51) Receive advertisement timeout, waiting for the other members of the sync group");
        assertThat(router.nextDeadlineNs()).as("no busy waiting").isBetween(nowNs + 1, nowNs + SECOND);
        assertThat(router.isReadyToPrepare(nowNs)).isTrue();

        mayPrepare = true;
        router.poll(nowNs, out);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldListenAgainWhenAMasterIsHeardWhileItWaits() {
        run(20 * SECOND);
        router.onAdvertisement(Frames.advertisement(Frames.NODE_2, 120), nowNs, out);
        assertThat(router.isReadyToPrepare(nowNs)).isFalse();
        assertThat(router.isHeldDown(nowNs)).isTrue();
        mayPrepare = true;
        run(router.masterDownIntervalNs() - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldAnnounceWhenTheOthersArePreparedToo() {
        mayPrepare = true;
        preempt();
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(out.actions()).isEmpty();
        assertThat(router.isReadyToAnnounce(nowNs)).isTrue();
        mayAnnounce = true;
        router.poll(nowNs, out);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER PREEMPTION", "advertise 99", "announce 5");
    }

    @Test
    void shouldNotWaitBeyondTheDeadlineWhenTheOthersAreNotPrepared() {
        mayPrepare = true;
        run(router.masterDownIntervalNs());
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        run(SECOND / 20);
        assertThat(out.actions()).containsExactly("BACKUP>MASTER MASTER_DOWN", "advertise 99", "announce 5");
    }

    private void preempt() {
        for (int i = 0; i < 4; i++) {
            router.onAdvertisement(Frames.advertisement(Frames.NODE_2, 89), nowNs, out);
            run(SECOND);
        }
        assertThat(out.actions()).containsExactly("prepare PREEMPTION");
    }

    private void run(final long durationNs) {
        final long untilNs = nowNs + durationNs;
        while (router.nextDeadlineNs() <= untilNs) {
            nowNs = router.nextDeadlineNs();
            router.poll(nowNs, out);
        }
        nowNs = untilNs;
    }

    @Override
    public boolean mayPrepare(final VirtualRouter asking, final long askedNs) {
        return mayPrepare;
    }

    @Override
    public boolean mayAnnounce(final VirtualRouter asking, final long askedNs) {
        return mayAnnounce;
    }
}
