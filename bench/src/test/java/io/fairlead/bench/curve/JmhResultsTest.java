package io.fairlead.bench.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JmhResultsTest {

    @Test
    void shouldOrderByBenchmarkAndFlowsWhenResultsAreMixed() throws IOException {
        final List<Point> points = JmhResults.parse("[" + result("x.Y.translate", "1000", "61.5", "3.1") + ","
                + result("x.Y.steer", "10000", "80", "\"NaN\"") + "," + result("x.Y.steer", "1000", "62", "5") + "]");

        assertThat(points)
                .containsExactly(
                        new Point("steer", 1000, 62, 5, 0.001),
                        new Point("steer", 10_000, 80, Double.NaN, 0.001),
                        new Point("translate", 1000, 61.5, 3.1, 0.001));
    }

    @Test
    void shouldRefuseWhenAResultIsNotOfFlows() {
        assertThatThrownBy(
                        () -> JmhResults.parse(
                                "[{\"benchmark\": \"x.Y.lookup\", \"params\": {\"clients\": \"7\"}, \"primaryMetric\": {\"scoreUnit\": \"ns/op\"}}]"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lookup");
    }

    private static String result(final String benchmark, final String flows, final String score, final String error) {
        return """
                {"benchmark": "%s", "params": {"flows": "%s"},
                 "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ns/op"},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 0.001}}}
                """.formatted(benchmark, flows, score, error);
    }
}
