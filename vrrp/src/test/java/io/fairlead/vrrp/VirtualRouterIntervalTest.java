package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Version 3: a backup goes by the interval of the master that it follows (RFC 9568 sections 6.4.2 and 6.4.3). */
final class VirtualRouterIntervalTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private final RecordedOutput out = new RecordedOutput();
    private final VirtualRouter router =
            new VirtualRouter(Frames.config().version(VrrpVersion.V3).build());
    private long nowNs = SECOND;

    @Test
    void shouldGoByItsOwnIntervalWhenNobodyWasHeard() {
        router.start(nowNs, out);
        assertThat(router.masterDownIntervalNs()).isEqualTo(3 * SECOND + 157 * SECOND / 256);
    }

    @Test
    void shouldGoByTheIntervalOfTheMasterWhenItFollowsIt() {
        router.start(nowNs, out);
        hear(120, 10 * MILLI);
        final long learnedNs = 30 * MILLI + 157 * 10 * MILLI / 256;
        assertThat(router.masterDownIntervalNs()).isEqualTo(learnedNs);
        assertThat(router.nextDeadlineNs()).as("wakes once per interval").isEqualTo(nowNs + 10 * MILLI);
        out.actions();
        run(learnedNs - 1);
        assertThat(out.actions()).isEmpty();
        run(1);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(out.takeover().deadlineNs()).as("one interval").isEqualTo(nowNs + 10 * MILLI);
    }

    @Test
    void shouldGoByALongerIntervalWhenTheMasterHasOne() {
        router.start(nowNs, out);
        hear(120, 40 * SECOND);
        out.actions();
        run(120 * SECOND);
        assertThat(out.actions()).isEmpty();
        assertThat(router.masterAddress()).isEqualTo(Frames.NODE_2);
    }

    @Test
    void shouldWaitForTheSkewOfTheMastersIntervalWhenItResigns() {
        router.start(nowNs, out);
        hear(120, 100 * MILLI);
        hear(0, 100 * MILLI);
        out.actions();
        run(157 * 100 * MILLI / 256);
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldLearnNothingWhenTheMasterIsLower() {
        router.start(nowNs, out);
        hear(89, 10 * MILLI);
        assertThat(router.masterDownIntervalNs()).isEqualTo(3 * SECOND + 157 * SECOND / 256);
    }

    @Test
    void shouldAdvertiseAtItsOwnIntervalWhenItTakesOver() {
        router.start(nowNs, out);
        hear(120, 10 * MILLI);
        run(router.masterDownIntervalNs());
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        assertThat(router.nextDeadlineNs()).isEqualTo(nowNs + SECOND);
        assertThat(router.masterDownIntervalNs()).isEqualTo(router.config().masterDownIntervalNs());
    }

    @Test
    void shouldGoByTheBetterMastersIntervalWhenItStepsDown() {
        router.start(nowNs, out);
        run(router.masterDownIntervalNs());
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        out.actions();
        hear(120, 10 * MILLI);
        assertThat(out.actions()).containsExactly("advertise 99", "MASTER>BACKUP BETTER_MASTER", "disarm");
        run(router.masterDownIntervalNs());
        assertThat(out.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(out.takeover().cause().text()).isEqualTo("no advertisement for 36.1 ms from 10.51.0.2");
    }

    @Test
    void shouldDropTheAdvertisementWhenItsIntervalIsZero() {
        router.start(nowNs, out);
        assertThat(router.onAdvertisement(Frames.advertisementV3(Frames.NODE_2, 120, 0), nowNs, out)
                        .isAccepted())
                .isFalse();
    }

    private void hear(final int priority, final long intervalNs) {
        assertThat(router.onAdvertisement(Frames.advertisementV3(Frames.NODE_2, priority, intervalNs), nowNs, out)
                        .isAccepted())
                .isTrue();
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
