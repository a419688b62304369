package io.fairlead.tools.lab;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the lab keeps running inside a namespace, in a session of its own, its output in a log file. */
public final class LabProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String label;
    private final Process process;
    private final Path log;
    private final long logStartBytes;
    private final ProcessLedger ledger;

    private LabProcess(
            final String label,
            final Process process,
            final Path log,
            final long logStartBytes,
            final ProcessLedger ledger) {
        this.label = label;
        this.process = process;
        this.log = log;
        this.logStartBytes = logStartBytes;
        this.ledger = ledger;
    }

    static LabProcess start(
            final ProcessLedger ledger,
            final Namespace namespace,
            final String label,
            final Path log,
            final Map<String, String> environment,
            final List<String> command) {
        // A session of its own: Ctrl-C on the terminal reaches the lab alone, which then ends its processes in order.
        // Whoever started the tests may ignore the end of his terminal (nohup), and a JVM goes on ignoring it.
        final List<String> detached = new ArrayList<>(List.of("setsid", "env", "--default-signal=HUP"));
        detached.addAll(command);
        final ProcessBuilder builder = new ProcessBuilder(namespace.enter(detached))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        final long logStartBytes = log.toFile().length();
        try {
            return new LabProcess(label, ledger.start(builder), log, logStartBytes, ledger);
        } catch (final IOException e) {
            throw new LabException("cannot start " + label + ": " + e.getMessage(), e);
        }
    }

    /** The process id of the command itself: setsid, env and {@code ip netns exec} replace themselves. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** Everything in the log file, which earlier processes may have written to as well. */
    public String logText() {
        return logFrom(0);
    }

    /** What this very process has written. */
    public String ownLogText() {
        return logFrom(logStartBytes);
    }

    private String logFrom(final long offset) {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(offset);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: the process gets no chance to tidy up. Returns when it is gone. */
    public void kill9() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd(GRACE);
        ledger.remove(pid());
    }

    /** SIGKILL to the process and all that it started, at one stroke: a parent has no time to notice that its child is gone. */
    public void kill9Group() {
        // The process leads the session that setsid made, and thereby a group of the same number.
        if (process.isAlive()) {
            Shell.run("kill", "-KILL", "--", "-" + pid()).orThrow();
        }
        awaitEnd(GRACE);
        ledger.remove(pid());
    }

    /** SIGINT, which is how some programs are asked for a summary. */
    public void interrupt() {
        Shell.run("kill", "-INT", Long.toString(pid())).orThrow();
        awaitExit(GRACE);
    }

    /** Sends a signal by its name, like STOP. */
    void signal(final String name) {
        Shell.run("kill", "-" + name, Long.toString(pid())).orThrow();
    }

    /** SIGTERM, and SIGKILL to one that does not listen. */
    public void stop() {
        process.destroy();
        if (!awaitEnd(GRACE)) {
            kill9();
        }
        ledger.remove(pid());
    }

    /** Waits for the process to end by itself. */
    public int awaitExit(final Duration limit) {
        if (!awaitEnd(limit)) {
            throw new LabException(label + " did not end within " + limit.toMillis() + " ms");
        }
        ledger.remove(pid());
        return process.exitValue();
    }

    private boolean awaitEnd(final Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for " + label, e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
