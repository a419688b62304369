package io.fairlead.tools.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.RedirectCheck;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/top.md} is the golden file: what it shows is what the code makes. */
final class TopRendererTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "top.md");
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;
    private static final String WHEN = "2026-11-22T20:31:02.123Z";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final View SHOWN = View.of("n1", 1, 0)
            .answered(sample(10, 1, counters(100, 5_000, 7)))
            .answered(sample(12, 3, counters(350, 7_500, 13)))
            .at(12 * SECOND);

    @Test
    void shouldShowWhatIsDocumented() throws IOException {
        assertThat(String.join("\n", TopRenderer.render(SHOWN, WIDTH, HEIGHT)) + "\n")
                .isEqualTo(example());
    }

    @Test
    void shouldFitEveryScreen() {
        for (int height = 1; height < 40; height++) {
            for (int width : new int[] {1, 20, 80, 300}) {
                List<String> lines = TopRenderer.render(SHOWN, width, height);
                assertThat(lines).hasSize(height).allMatch(line -> line.length() <= width);
                assertThat("q quit   p pause").startsWith(lines.get(height - 1));
            }
        }
        assertThat(TopRenderer.render(SHOWN, WIDTH, 8)).contains("(9 more lines: the screen is too small)");
    }

    @Test
    void shouldCountNodesThatThereIsNoRoomFor() {
        List<NodeStatus> many = new ArrayList<>();
        for (int number = 1; number <= 30; number++) {
            many.add(node("n" + number, number == 1, true));
        }
        View crowded =
                View.of("n1", 1, 0).answered(sample(1, 1, many, Map.of())).at(SECOND);

        assertThat(TopRenderer.render(crowded, WIDTH, HEIGHT))
                .anyMatch(line -> line.matches("  and \\d+ more nodes"))
                .anyMatch(line -> line.startsWith("drops/s: -"))
                .noneMatch(line -> line.contains("more lines"));
    }

    @Test
    void shouldShowNothingOldAsIfItWereNew() {
        View failed = SHOWN.failed("no daemon listens at /run/fairlead/n1/control.sock")
                .at(19 * SECOND);
        assertThat(TopRenderer.render(failed, WIDTH, HEIGHT))
                .contains("n1: NO ANSWER for 7s: no daemon listens at /run/fairlead/n1/control.sock")
                .contains("It is asked again each second.")
                .noneMatch(line -> line.contains("ok"));

        View stuck = SHOWN.at(16 * SECOND);
        assertThat(TopRenderer.render(stuck, WIDTH, HEIGHT))
                .contains("n1: NO ANSWER for 4s")
                .noneMatch(line -> line.contains("ok"));

        assertThat(TopRenderer.render(stuck.answered(sample(16, 7, counters(1, 1, 1))), WIDTH, HEIGHT))
                .noneMatch(line -> line.contains("NO ANSWER"));
    }

    @Test
    void shouldStandStillWhilePaused() {
        View paused =
                SHOWN.pressed('p').answered(sample(30, 40, counters(9, 9, 9))).at(72 * SECOND);
        List<String> lines = TopRenderer.render(paused, 200, HEIGHT);
        assertThat(lines.get(0)).endsWith("PAUSED, 1m 0s old");
        assertThat(lines.get(HEIGHT - 1)).isEqualTo("q quit   p go on");

        assertThat(paused.pressed('p').isPaused()).isFalse();
        assertThat(paused.isEnded()).isFalse();
        assertThat(paused.pressed('q').isEnded()).isTrue();
    }

    @Test
    void shouldKnowNoRateWhenAnotherDaemonCounts() {
        View restarted = SHOWN.answered(sample(13, 0, counters(1, 1, 1)));
        assertThat(TopRenderer.render(restarted, WIDTH, HEIGHT)).contains("drops/s: -");
    }

    private static Map<String, Long> counters(long steered, long received, long dropped) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("uplink-received", received);
        counters.put("uplink-sent", steered);
        counters.put("host-received", 100L);
        counters.put("host-sent", 100L + dropped);
        counters.put("steered", steered);
        counters.put("delivered", 0L);
        counters.put("translated", 0L);
        counters.put("passed-to-host", dropped);
        counters.put("new-flows", dropped);
        counters.put("drop-foreign-unicast", dropped);
        counters.put("drop-cut", 3L);
        return counters;
    }

    private static Sample sample(long second, long upSeconds, Map<String, Long> counters) {
        return sample(second, upSeconds, List.of(node("n1", true, true), node("n2", false, false)), counters);
    }

    private static Sample sample(long second, long upSeconds, List<NodeStatus> nodes, Map<String, Long> counters) {
        StatusReport status = new StatusReport(
                "n1",
                NodeRole.DIRECTOR,
                WHEN,
                upSeconds * 1000,
                null,
                List.of(new VirtualRouterStatus(
                        51, "eth0", 2, "MASTER", 99, 99, List.of("10.51.0.100/24"), true, "10.51.0.1", "", List.of())),
                List.of(),
                nodes,
                List.of(),
                List.of(),
                new TreeMap<>());
        RedirectCheck redirect = new RedirectCheck(
                "http",
                "tcp",
                List.of(9090),
                "10.51.0.1",
                3128,
                "http",
                CheckState.OK,
                "answered 200",
                "",
                WHEN,
                1,
                300L,
                300L,
                1.24,
                0,
                2);
        return new Sample(
                second * SECOND,
                status,
                new CheckReport("n1", WHEN, true, false, 500, 2_000, 1, 2, List.of(redirect)),
                counters);
    }

    private static NodeStatus node(String name, boolean isSelf, boolean isHealthy) {
        return new NodeStatus(
                name,
                "10.51.0.1",
                null,
                "02:00:00:00:00:01",
                1500,
                isSelf ? NodeRole.DIRECTOR : NodeRole.BACKUP,
                99,
                isSelf,
                isHealthy,
                isHealthy,
                isHealthy ? List.of() : List.of("http:3128 connection refused"),
                List.of(),
                true,
                false,
                100,
                isSelf ? 12 : 1,
                isSelf ? 3.25 : 0,
                isSelf ? 92 : 8,
                12,
                40,
                null,
                23,
                5,
                isSelf ? 0 : 740,
                List.of());
    }

    private static String example() throws IOException {
        String documentation = Files.readString(DOCUMENTATION);
        String start = "```text\n";
        int from = documentation.indexOf(start) + start.length();
        return documentation.substring(from, documentation.indexOf("```", from));
    }
}
