package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    void shouldRefreshOneByOneWhenConfigured() {
        final AnnouncementSchedule schedule = new AnnouncementSchedule(new AnnouncementConfig(2, 0, 60 * SECOND));
        schedule.takeover(0, out);
        schedule.poll(60 * SECOND, out);
        schedule.poll(61 * SECOND, out);
        schedule.poll(120 * SECOND, out);
        assertThat(out.actions()).isEqualTo(List.of("announce 2", "announce 1", "announce 1"));
    }

    @Test
    void shouldFallSilentWhenStopped() {
        final AnnouncementSchedule schedule = new AnnouncementSchedule(new AnnouncementConfig(2, SECOND, SECOND));
        schedule.takeover(0, out);
        schedule.stop();
        schedule.poll(100 * SECOND, out);
        assertThat(out.actions()).containsExactly("announce 2");
        assertThat(schedule.nextDeadlineNs()).isEqualTo(VirtualRouter.NO_DEADLINE);
    }

    @Test
    void shouldRefuseWhenNothingWouldBeSent() {
        assertThatThrownBy(() -> new AnnouncementConfig(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnnouncementConfig(1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnnouncementConfig(1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
