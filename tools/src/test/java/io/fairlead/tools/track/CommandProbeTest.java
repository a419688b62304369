package io.fairlead.tools.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.config.CommandFile;
import io.fairlead.tools.config.TrackTarget;
import io.fairlead.tools.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands on virtual time. */
final class CommandProbeTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> results = new ArrayList<>();
    private final Semaphore exits = new Semaphore(0);
    private final List<CommandProbe> probes = new ArrayList<>();
    private final Path directory;
    private long nowNs = Long.MAX_VALUE - 7;

    CommandProbeTest(@TempDir final Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void killAll() {
        probes.forEach(CommandProbe::close);
    }

    @Test
    void shouldBeUpWhenTheCommandEndsWithZero() throws Exception {
        final CommandProbe probe = probe(Path.of("/bin/true"), CommandFile::objection);
        assertThat(probe.remainingNs(nowNs)).isZero();
        probe.poll(nowNs, false);
        assertThat(probe.remainingNs(nowNs)).isEqualTo(TIMEOUT.toNanos());
        awaitExit();
        probe.poll(nowNs, false);
        assertThat(results).containsExactly("true exit code 0");
        assertThat(probe.remainingNs(nowNs)).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void shouldBeDownWithTheExitCodeWhenItIsAnother() throws Exception {
        final CommandProbe probe = probe(script("exit 7"));
        probe.poll(nowNs, false);
        awaitExit();
        probe.poll(nowNs, false);
        assertThat(results).containsExactly("false exit code 7");
    }

    @Test
    void shouldRunAgainAfterTheInterval() throws Exception {
        final CommandProbe probe = probe(script("echo x >> " + directory.resolve("runs")));
        for (int run = 1; run <= 3; run++) {
            probe.poll(nowNs, false);
            awaitExit();
            probe.poll(nowNs + INTERVAL.toNanos() - 1, false);
            assertThat(Files.readAllLines(directory.resolve("runs"))).hasSize(run);
            nowNs += INTERVAL.toNanos();
        }
        assertThat(results).hasSize(3).containsOnly("true exit code 0");
    }

    @Test
    void shouldGiveItNeitherArgumentsNorInputNorEnvironment() throws Exception {
        final CommandProbe probe = probe(script("""
                exec > "$0.out" 2>&1
                echo "$# $(pwd) $(cat | wc -c)"
                tr '\\0' '\\n' < /proc/self/environ | grep -v '^PATH=\\|^PWD=\\|^OLDPWD=\\|^_=\\|^SHLVL='
                exit 0
                """));
        probe.poll(nowNs, false);
        awaitExit();
        assertThat(Files.readAllLines(directory.resolve("check.out"))).containsExactly("0 / 0");
    }

    @Test
    void shouldNotWaitForAReaderOfItsOutput() throws Exception {
        final CommandProbe probe = probe(script("head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2"));
        probe.poll(nowNs, false);
        awaitExit();
        probe.poll(nowNs, false);
        assertThat(results).containsExactly("true exit code 0");
    }

    @Test
    void shouldKillItWithItsChildrenWhenItIsLate() throws Exception {
        final Path child = directory.resolve("child");
        final CommandProbe probe =
                probe(script("sleep 1000 & echo $! > " + child + ".new; mv " + child + ".new " + child + "; wait"));
        probe.poll(nowNs, false);
        Await.until("a child of the command", PATIENCE, () -> Files.exists(child));
        final ProcessHandle sleeping = ProcessHandle.of(
                        Long.parseLong(Files.readString(child).strip()))
                .orElseThrow();
        probe.poll(nowNs + TIMEOUT.toNanos() - 1, false);
        assertThat(results).isEmpty();

        probe.poll(nowNs + TIMEOUT.toNanos(), false);
        assertThat(results).containsExactly("false did not end within 1000 ms");
        awaitExit();
        Await.until("the end of the command's child", PATIENCE, () -> !sleeping.isAlive());
        probe.poll(nowNs + TIMEOUT.toNanos(), false);
        assertThat(results).hasSize(1);
    }

    @Test
    void shouldLeaveRunsOutWhileOneGoesOn() throws Exception {
        final CommandProbe probe = probe(
                new TrackTarget.Command(script("exec sleep 1000"), INTERVAL, INTERVAL.multipliedBy(3)),
                CommandProbeTest::none);
        probe.poll(nowNs, false);
        probe.poll(nowNs + INTERVAL.toNanos(), false);
        probe.poll(nowNs + INTERVAL.toNanos() * 2, false);
        assertThat(probe.skippedRuns()).isEqualTo(2);
        assertThat(results).isEmpty();
        probe.poll(nowNs + INTERVAL.toNanos() * 3, false);
        assertThat(results).hasSize(1);
        awaitExit();
        nowNs += INTERVAL.toNanos() * 4;
        probe.poll(nowNs, false);
        assertThat(probe.remainingNs(nowNs)).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void shouldNotRunWhatSomebodyElseMayHaveWritten() throws Exception {
        final Path file = script("touch " + directory.resolve("ran"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        final CommandProbe probe = probe(file, CommandFile::objection);
        probe.poll(nowNs, false);
        assertThat(results).singleElement().asString().startsWith("false is not run: ");
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void shouldBeDownWhenItCannotBeRun() throws Exception {
        final Path file = Files.writeString(directory.resolve("check"), "no program");
        final CommandProbe probe = probe(file);
        probe.poll(nowNs, false);
        assertThat(results).singleElement().asString().startsWith("false cannot be run: ");
        assertThat(probe.remainingNs(nowNs)).isEqualTo(INTERVAL.toNanos());
    }

    private CommandProbe probe(final Path file) {
        return probe(file, CommandProbeTest::none);
    }

    private CommandProbe probe(final Path file, final Function<Path, Optional<String>> objection) {
        return probe(new TrackTarget.Command(file, INTERVAL, TIMEOUT), objection);
    }

    private CommandProbe probe(final TrackTarget.Command target, final Function<Path, Optional<String>> objection) {
        final CommandProbe probe = new CommandProbe(
                target, objection, (of, isUp, why) -> results.add(isUp + " " + why), exits::release, nowNs);
        probes.add(probe);
        return probe;
    }

    /** Tests may run as another user than root, whose files the daemon would not run. */
    private static Optional<String> none(final Path file) {
        return Optional.empty();
    }

    private Path script(final String body) throws IOException {
        final Path file = Files.writeString(directory.resolve("check"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private void awaitExit() throws InterruptedException {
        assertThat(exits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the command ended")
                .isTrue();
    }
}
