package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final Rounds<String, String> rounds = new Rounds<>();

    @Test
    void shouldTakeTheMedianOfTheRatiosWithinRoundsWhenRoundsDiffer() {
        add("ours", 2, 30, 100);
        add("theirs", 1, 10, 200);

        assertThat(rounds.ratios("row", "ours", "theirs")).containsExactly(2.0, 3.0, 0.5);
        assertThat(rounds.medianOfRatios("row", "ours", "theirs")).isEqualTo(2.0);
        assertThat(rounds.ratioOfMedians("row", "ours", "theirs")).isEqualTo(3.0);
    }

    @Test
    void shouldCompareWholeRoundsAloneWhenTheLastOneWasCutOff() {
        add("ours", 2, 30);
        add("theirs", 1);

        assertThat(rounds.ratios("row", "ours", "theirs")).containsExactly(2.0);
    }

    @Test
    void shouldKnowNoRatioWhenOneWasNotMeasured() {
        add("ours", 2);

        assertThat(rounds.medianOfRatios("row", "ours", "theirs")).isNaN();
    }

    @Test
    void shouldKeepTheOrderOfTheRowsWhenTheyAreListed() {
        rounds.add("b", "ours", 1);
        rounds.add("a", "ours", 1);
        rounds.add("b", "theirs", 1);

        assertThat(rounds.rows()).containsExactly("b", "a");
    }

    private void add(final String contestant, final double... values) {
        for (final double value : values) {
            rounds.add("row", contestant, value);
        }
    }
}
