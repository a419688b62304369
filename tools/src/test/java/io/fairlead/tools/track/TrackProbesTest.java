package io.fairlead.tools.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.config.TrackTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackProbesTest {

    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

    @Test
    void shouldTellWhetherAFileIsThere(@TempDir final Path directory) throws Exception {
        final Path file = directory.resolve("x");
        try (TrackProbes probes = new TrackProbes(List.of(new TrackTarget.Presence(file)), this::record)) {
            probes.start();
            assertThat(next()).isEqualTo("file " + file + " false does not exist");
            Files.createFile(file);
            assertThat(nextOther("file " + file + " false does not exist")).isEqualTo("file " + file + " true ok");
            Files.delete(file);
            assertThat(nextOther("file " + file + " true ok")).isEqualTo("file " + file + " false does not exist");
        }
    }

    @Test
    void shouldTellHowACommandEndedAsSoonAsItDid() throws Exception {
        final Duration never = Duration.ofHours(1);
        final TrackTarget good = new TrackTarget.Command(Path.of("/bin/true"), never, never);
        final TrackTarget bad = new TrackTarget.Command(Path.of("/bin/false"), never, never);
        try (TrackProbes probes = new TrackProbes(List.of(good, bad, good, new TrackTarget.Health()), this::record)) {
            probes.start();
            assertThat(List.of(next(), next()))
                    .containsExactlyInAnyOrder(
                            "command /bin/true true exit code 0", "command /bin/false false exit code 1");
            assertThat(probes.skippedRuns()).isZero();
        }
        assertThat(results).isEmpty();
    }

    @Test
    void shouldKillWhatRunsWhenClosed(@TempDir final Path directory) throws Exception {
        final Path yes = Path.of("/usr/bin/yes");
        final Duration never = Duration.ofHours(1);
        final TrackTarget target = new TrackTarget.Command(yes, never, never);
        final TrackTarget file = new TrackTarget.Presence(directory);
        try (TrackProbes probes = new TrackProbes(List.of(target, file), this::record)) {
            probes.start();
            next();
            assertThat(children()).isEqualTo(1);
        }
        final long startNs = System.nanoTime();
        while (children() > 0 && System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            Thread.onSpinWait();
        }
        assertThat(children()).isZero();
    }

    private static long children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .filter(child -> child.info().command().orElse("").endsWith("/yes"))
                .count();
    }

    private void record(final TrackTarget target, final boolean isUp, final String why) {
        results.add(target.name() + " " + isUp + " " + why);
    }

    private String next() throws InterruptedException {
        final String result = results.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return result == null ? "nothing" : result;
    }

    private String nextOther(final String known) throws InterruptedException {
        String result = next();
        while (result.equals(known)) {
            result = next();
        }
        return result;
    }
}
