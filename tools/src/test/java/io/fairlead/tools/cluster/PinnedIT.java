package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel says of the threads of a daemon whose data path has a CPU of its own and never sleeps; which of them go before all ordinary ones. */
@Tag("long")
final class PinnedIT {

    private static final String ENGINE = "engine:\n  idle: spin\n  cpu: 0\n";
    private static final String DATA_PATH = "data-path";
    private static final String SCHED_RR = "2";
    private static final int STATE = 3;
    private static final int POLICY = 41;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void shouldPinTheDataPathAloneAndPassFramesWhenItSpins() throws IOException {
        try (Lab lab = Lab.open(Cluster.plan("it-pinned"))) {
            lab.generateKey();
            final LabNode node = lab.node("n1");
            Cluster.edit(node, "\\z", ENGINE);
            lab.startDaemon(node);
            Await.until("the log to tell of it", LIMIT, () -> node.daemon()
                    .logText()
                    .contains("data path: idle spin, on CPU 0"));

            final Path threads = Path.of("/proc", Long.toString(node.daemon().pid()), "task");
            Await.until("the data path's thread", LIMIT, () -> threadsNamed(threads, DATA_PATH)
                    .findAny()
                    .isPresent());
            final Path dataPath = threadsNamed(threads, DATA_PATH).findFirst().orElseThrow();
            Await.until("it to be pinned", LIMIT, () -> cpusOf(dataPath).equals("0"));
            assertThat(threadsNamed(threads, "conductor").map(PinnedIT::cpusOf)).doesNotContain("0");
            Await.until(
                    "what must be on time to run in real time, and nothing else", LIMIT, () -> realTimeThreads(threads)
                            .equals(Set.of("VM Thread", "conductor")));
            assertThat(lab.client("c1").pings(node.address())).isTrue();
            assertThat(node.status().output()).contains("data path: idle spin, on CPU 0");
            // one that sleeps would take minutes for it
            final long startNs = runNs(dataPath);
            Await.until("a second of the CPU", LIMIT, () -> runNs(dataPath) - startNs > NS_PER_SECOND);
        }
    }

    private static Stream<Path> threadsNamed(final Path threads, final String name) {
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> read(thread.resolve("comm")).strip().equals(name)).toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> realTimeThreads(final Path threads) {
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> SCHED_RR.equals(policyOf(thread)))
                    .map(thread -> read(thread.resolve("comm")).strip())
                    .collect(Collectors.toSet());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Field 41 of proc(5); the name, in brackets, may contain blanks. Empty when the thread has ended meanwhile. */
    private static String policyOf(final Path thread) {
        final String stat = read(thread.resolve("stat"));
        return stat.isEmpty() ? "" : stat.replaceFirst("^.*\\) ", "").split(" ", -1)[POLICY - STATE];
    }

    private static long runNs(final Path thread) {
        return Long.parseLong(read(thread.resolve("schedstat")).split(" ", 2)[0]);
    }

    private static String cpusOf(final Path thread) {
        return read(thread.resolve("status"))
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Empty when the thread has ended meanwhile. */
    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            return "";
        }
    }
}
