package io.fairlead.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class CompareReportTest {
    private static final Measure UP = new Measure("up, 1 stream", true, Unit.GIGABITS_PER_SECOND);
    private static final Measure UP_WITHOUT = new Measure("up, 1 stream", false, Unit.GIGABITS_PER_SECOND);
    private static final Measure PRICE = new Measure("up, 1 stream", true, Unit.CPU_SECONDS_PER_GIGABYTE);

    private final Results results = new Results();

    @Test
    void shouldCallMoreBetterOfThroughputAndLessOfItsPriceWhenTheyAreCompared() {
        add(UP, 12, 10);
        add(PRICE, 2, 3);

        assertThat(results.ahead(UP, Contestant.HAPROXY)).isEqualTo(Contestant.FAIRLEAD);
        assertThat(results.ahead(PRICE, Contestant.HAPROXY)).isEqualTo(Contestant.FAIRLEAD);
        assertThat(new CompareReport(results).table()).contains("HAProxy is ahead in no row.");
    }

    @Test
    void shouldSaySoOpenlyWhenHaproxyIsAhead() {
        add(UP, 9, 10);
        add(PRICE, 4, 2);

        assertThat(new CompareReport(results).table())
                .contains("HAProxy is ahead: up, 1 stream, Gbit/s, 0.90\n")
                .contains("HAProxy is ahead: up, 1 stream, CPU s/GB, 2.00\n")
                .doesNotContain("yes");
    }

    @Test
    void shouldListWhatWasReachedBeforeItsPriceAndOffloadsFirstWhenTheyAreMixed() {
        add(UP_WITHOUT, 1, 1);
        add(PRICE, 1, 1);
        add(UP, 1, 1);

        assertThat(results.measures()).containsExactly(UP, PRICE, UP_WITHOUT);
    }

    @Test
    void shouldTellOfConnectionsThatWereNotAnsweredWhenThereAreSome() {
        add(UP, 12, 10);
        results.addLost(Contestant.FAIRLEAD, 0);
        results.addLost(Contestant.HAPROXY, 2);
        results.addLost(Contestant.HAPROXY, 3);

        assertThat(new CompareReport(results).table())
                .contains("HAProxy is ahead in no row.\nConnections that were not answered, haproxy: 5\n");
    }

    @Test
    void shouldWarnWhenOthersTookMoreThanATenthOfACore() {
        add(UP, 12, 10);
        results.addBusyCores(0.04);
        assertThat(new CompareReport(results).table()).endsWith("Before each round others took at most 0.04 cores.\n");

        results.addBusyCores(0.98);
        assertThat(new CompareReport(results).table()).contains("0.98 cores: TRUST NOTHING OF THIS.");
    }

    @Test
    void shouldHaveAllInItWhenItIsPrintedForPrograms() throws JsonProcessingException {
        add(UP, 12, 10);
        add(UP, 10, 10);

        final JsonNode row =
                new ObjectMapper().readTree(new CompareReport(results).json()).at("/measures/0");

        assertThat(row.path("unit").asText()).isEqualTo("GIGABITS_PER_SECOND");
        assertThat(row.at("/FAIRLEAD/median").asDouble()).isEqualTo(11);
        assertThat(row.at("/FAIRLEAD/samples")).hasSize(2);
        assertThat(row.at("/HAPROXY/ratioOfFairlead").asDouble()).isEqualTo(1.1);
        assertThat(row.path("isAheadOfHaproxy").asBoolean()).isTrue();
    }

    private void add(final Measure measure, final double fairlead, final double haproxy) {
        results.add(measure, Contestant.FAIRLEAD, fairlead);
        results.add(measure, Contestant.HAPROXY, haproxy);
    }
}
