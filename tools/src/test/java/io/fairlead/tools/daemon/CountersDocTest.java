package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.counter.CounterDescriptor;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tools.capture.live.CaptureCounter;
import io.fairlead.vrrp.AdvertisementVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/counters.md is made of the counters themselves; this test says when it is not. */
class CountersDocTest {

    private static final Path DOC = Path.of("..", "docs", "counters.md");
    private static final Path EXPECTED = Path.of("target", "counters.md");

    private final StringBuilder text = new StringBuilder();

    @Test
    void shouldDocumentEveryCounterWhenOneIsAddedOrRenamed() throws IOException {
        text.append("# Counters\n\n")
                .append(
                        "What `fairlead counters` shows. Every frame that a node reads is counted once by where it went, and every\n")
                .append(
                        "one that goes nowhere under a name that begins with `drop-`. The counters live in a mapped file in the\n")
                .append(
                        "node's folder, `/run/fairlead/NAME/counters`: they can be read after the daemon died, and begin at zero\n")
                .append("when it starts.\n");
        section("Engine: frames read and written", EngineCounter.values());
        section("Steering: what was decided", SteeringCounter.values());
        section("Conductor: the protocols", ConductorCounter.values());
        section("Capture: what `fairlead capture` was given", CaptureCounter.values());
        text.append("\n## VRRP advertisements received, by verdict\n\n| counter | counts |\n|---|---|\n");
        for (final AdvertisementVerdict verdict : AdvertisementVerdict.values()) {
            row("vrrp-" + CounterSet.label(verdict), verdict.text());
        }
        text.append("\n## Messages of protocol 253 received, by verdict\n\n");
        text.append("What each means stands in [load-report.md](load-report.md).\n\n");
        for (final Verdict verdict : Verdict.values()) {
            text.append("* `report-").append(CounterSet.label(verdict)).append("`\n");
        }

        Files.writeString(EXPECTED, text);
        assertThat(DOC)
                .as("docs/counters.md is out of date: copy tools/target/counters.md over it")
                .exists()
                .hasContent(text.toString());
    }

    private <E extends Enum<E> & CounterDescriptor> void section(final String title, final E[] counters) {
        text.append("\n## ").append(title).append("\n\n| counter | counts |\n|---|---|\n");
        for (final E counter : counters) {
            row(CounterSet.label(counter), counter.description());
        }
    }

    private void row(final String label, final String description) {
        text.append("| `").append(label).append("` | ").append(description).append(" |\n");
    }
}
