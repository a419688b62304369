package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AnswersTest {

    @Test
    void shouldCountLostAnswersApartWhenThereAreSome() {
        final Answers answers = Answers.parse("100000\nlost\n300000\n200000\nlost\n");

        assertThat(answers.lost()).isEqualTo(2);
        assertThat(answers.ns().getTotalCount()).isEqualTo(3);
        assertThat(answers.microseconds(50)).isCloseTo(200, within(0.3));
    }

    @Test
    void shouldBeEmptyWhenNothingWasSaid() {
        assertThat(Answers.parse("").ns().getTotalCount()).isZero();
    }
}
