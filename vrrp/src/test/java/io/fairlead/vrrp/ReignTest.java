package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReignTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = 1000 * SECOND;
    private static final Advertisement LOWER = Frames.advertisement(Frames.NODE_2, 89);

    private final VirtualRouterConfig config = Frames.config().build();
    private final RouterTimers timers = new RouterTimers(config);
    private final RecordedOutput out = new RecordedOutput();
    private final Reign reign = new Reign(config, timers, new VrrpLogLines(config.vrid()));

    @Test
    void shouldAnnounceOnceItHasAdvertisedWhenItBegins() {
        reign.begin(START, out);
        assertThat(out.actions()).containsExactly("advertise 99", "announce 5");
        assertThat(out.logLines()).isEmpty();
        assertThat(reign.nextDeadlineNs()).isEqualTo(START + SECOND);
    }

    @Test
    void shouldBeDueAsSoonAsTheAnswerIsWhenOneIsOwed() {
        reign.begin(START, out);
        reign.answer(LOWER, START + SECOND / 4, out);
        reign.advertise(START + SECOND, out);
        reign.answer(LOWER, START + SECOND, out);
        assertThat(reign.nextDeadlineNs()).isEqualTo(START + SECOND + SECOND / 4);
        out.actions();

        reign.poll(START + SECOND + SECOND / 4, out);
        assertThat(out.actions()).containsExactly("advertise 99", "announce 5");
        assertThat(reign.nextDeadlineNs()).isEqualTo(START + 2 * SECOND + SECOND / 4);
    }

    @Test
    void shouldOweNothingWhenItBeginsAnew() {
        reign.begin(START, out);
        reign.answer(LOWER, START, out);
        reign.answer(LOWER, START + 1, out);
        reign.end();

        reign.begin(START + 1, out);
        out.actions();
        reign.poll(START + SECOND, out);
        assertThat(out.actions()).isEmpty();
    }

    @Test
    void shouldSayOnceASecondThatALowerOneIsThereWhenItAdvertisesAllTheTime() {
        reign.begin(START, out);
        for (int tenth = 0; tenth <= 10; tenth++) {
            reign.answer(LOWER, START + tenth * SECOND / 10, out);
        }
        assertThat(out.logLines()).hasSize(2).allMatch(line -> line.contains("received lower priority (89) advert"));
    }

    @Test
    void shouldLapseWhenTheMasterDownIntervalHasPassedSinceTheLastAdvertisement() {
        reign.begin(START, out);
        reign.advertise(START + SECOND / 2, out);
        final long lastNs = START + SECOND / 2 + config.masterDownIntervalNs();
        assertThat(reign.hasLapsed(lastNs)).isFalse();
        assertThat(reign.hasLapsed(lastNs + 1)).isTrue();
    }

    @Test
    void shouldNotLastLongerWhenThePriorityWasLowered() {
        reign.begin(START, out);
        timers.changePriority(1);
        assertThat(reign.hasLapsed(START + config.masterDownIntervalNs() + 1)).isTrue();
    }
}
