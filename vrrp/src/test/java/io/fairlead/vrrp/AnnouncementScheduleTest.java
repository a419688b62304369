package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AnnouncementScheduleTest {

    private static final long SECOND = 1_000_000_000L;

    private final RecordedOutput out = new RecordedOutput();

    @Test
    void shouldRepeatTheBurstOnceWhenTheDelayIsOver() {
        final AnnouncementSchedule schedule = new AnnouncementSchedule(AnnouncementConfig.DEFAULT);
        schedule.takeover(10 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 5");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(15 * SECOND);

        schedule.poll(15 * SECOND - 1, out);
        assertThat(out.actions()).isEmpty();
        schedule.poll(15 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 5");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldRefreshWhenConfigured() {
        final AnnouncementSchedule schedule =
                schedule(AnnouncementConfig.builder().burst(2).repeatDelayNs(0).refreshIntervalNs(60 * SECOND));
        schedule.takeover(0, out);
        schedule.poll(60 * SECOND, out);
        schedule.poll(61 * SECOND, out);
        schedule.poll(120 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 2", "announce 1", "announce 1");
    }

    @Test
    void shouldRefreshByBurstsWhenConfigured() {
        final AnnouncementSchedule schedule = schedule(AnnouncementConfig.builder()
                .repeatDelayNs(0)
                .refreshIntervalNs(60 * SECOND)
                .refreshBurst(3));
        schedule.takeover(0, out);
        schedule.poll(60 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 5", "announce 3");
    }

    @Test
    void shouldAnnounceOneByOneWhenABurstIsSpaced() {
        final AnnouncementSchedule schedule =
                schedule(AnnouncementConfig.builder().burst(3).spacingNs(SECOND / 10));
        schedule.takeover(0, out);
        assertThat(out.actions()).containsExactly("announce 1");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(SECOND / 10);
        schedule.poll(SECOND / 10 - 1, out);
        assertThat(out.actions()).isEmpty();
        schedule.poll(SECOND / 10, out);
        schedule.poll(SECOND / 5, out);
        assertThat(out.actions()).containsExactly("announce 1", "announce 1");
        assertThat(schedule.nextDeadlineNs()).as("the repetition").isEqualTo(5 * SECOND);
        schedule.poll(5 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 1");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(5 * SECOND + SECOND / 10);
    }

    @Test
    void shouldRepeatOnceWhenALowerOneGoesOnAdvertising() {
        final AnnouncementSchedule schedule = schedule(AnnouncementConfig.builder()
                .repeatDelayNs(0)
                .lowerPriorityBurst(2)
                .lowerPriorityRepeatDelayNs(3 * SECOND));
        schedule.takeover(0, out);
        out.actions();
        schedule.reassert(10 * SECOND, out);
        schedule.reassert(11 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 2", "announce 2");
        assertThat(schedule.nextDeadlineNs()).as("not put off").isEqualTo(13 * SECOND);
        schedule.poll(13 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 2");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldAnnounceNothingAgainstALowerOneWhenToldSo() {
        final AnnouncementSchedule schedule =
                schedule(AnnouncementConfig.builder().repeatDelayNs(0).lowerPriorityBurst(0));
        schedule.takeover(0, out);
        out.actions();
        schedule.reassert(SECOND, out);
        assertThat(out.actions()).isEmpty();
        assertThat(schedule.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldFallSilentWhenStopped() {
        final AnnouncementSchedule schedule = schedule(AnnouncementConfig.builder()
                .burst(2)
                .spacingNs(SECOND)
                .repeatDelayNs(SECOND)
                .refreshIntervalNs(SECOND));
        schedule.takeover(0, out);
        schedule.stop();
        schedule.poll(100 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 1");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldTakeTheValuesOfATakeoverWhenNothingElseIsSaidForALowerOne() {
        final AnnouncementConfig config =
                AnnouncementConfig.builder().burst(7).repeatDelayNs(SECOND).build();
        assertThat(config.lowerPriorityBurst()).isEqualTo(7);
        assertThat(config.lowerPriorityRepeatDelayNs()).isEqualTo(SECOND);
    }

    @Test
    void shouldNameTheValueWhenItCannotBe() {
        assertRefused("0 at a takeover", AnnouncementConfig.builder().burst(0));
        assertRefused("0 as refresh", AnnouncementConfig.builder().refreshBurst(0));
        assertRefused("-2 against", AnnouncementConfig.builder().lowerPriorityBurst(-2));
        assertRefused("spacing -1", AnnouncementConfig.builder().spacingNs(-1));
        assertRefused("repeat delay -1", AnnouncementConfig.builder().repeatDelayNs(-1));
        assertRefused("refresh interval -1", AnnouncementConfig.builder().refreshIntervalNs(-1));
        assertRefused("lower priority -2", AnnouncementConfig.builder().lowerPriorityRepeatDelayNs(-2));
    }

    private static AnnouncementSchedule schedule(final AnnouncementConfig.Builder builder) {
        return new AnnouncementSchedule(builder.build());
    }

    private static void assertRefused(final String reason, final AnnouncementConfig.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
