package io.fairlead.tools.track;

import io.fairlead.tools.config.TrackTarget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command again and again, one run at a time: without arguments, shell, input and output, in the root folder and with a search path alone
 * in its environment. A run that is late is killed, with all that it started. While one goes on, or cannot be killed, further ones are left out.
 */
final class CommandProbe implements TrackProbe {

    private static final Path NO_FILE = Path.of("/dev/null");
    private static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final TrackTarget.Command target;
    private final Function<Path, Optional<String>> objection;
    private final TrackListener listener;
    private final Runnable onExit;
    private final long intervalNs;
    private final long timeoutNs;
    private final AtomicLong skippedRuns = new AtomicLong();
    private @Nullable Process running;
    private boolean isKilled;
    private long startNs;
    private long nextNs;

    /**
     * Runs for the first time at once.
     *
     * @param objection says what speaks against running a file; asked before each run
     * @param onExit is run by another thread when a run has ended: then {@link #poll} has something to do
     */
    CommandProbe(
            final TrackTarget.Command target,
            final Function<Path, Optional<String>> objection,
            final TrackListener listener,
            final Runnable onExit,
            final long nowNs) {
        this.target = target;
        this.objection = objection;
        this.listener = listener;
        this.onExit = onExit;
        this.intervalNs = target.interval().toNanos();
        this.timeoutNs = target.timeout().toNanos();
        this.nextNs = nowNs;
    }

    /** Runs that were left out, since the one before went on. For any thread. */
    long skippedRuns() {
        return skippedRuns.get();
    }

    @Override
    public void poll(final long nowNs, final boolean isNetworkChanged) {
        if (running != null) {
            watch(running, nowNs);
        }
        if (nextNs - nowNs <= 0) {
            nextNs = nowNs + intervalNs;
            if (running == null) {
                start(nowNs);
            } else {
                skippedRuns.incrementAndGet();
            }
        }
    }

    private void watch(final Process process, final long nowNs) {
        if (!process.isAlive()) {
            running = null;
            if (!isKilled) {
                final int code = process.exitValue();
                report(code == 0, "exit code " + code);
            }
        } else if (!isKilled && nowNs - startNs >= timeoutNs) {
            kill(process);
            report(false, "did not end within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
        }
    }

    private void start(final long nowNs) {
        final Optional<String> refused = objection.apply(target.file());
        if (refused.isPresent()) {
            report(false, "is not run: " + refused.get());
            return;
        }
        final ProcessBuilder builder = new ProcessBuilder(target.file().toString())
                .directory(new File("/"))
                .redirectInput(NO_FILE.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", SEARCH_PATH);
        try {
            final Process process = builder.start();
            running = process;
            isKilled = false;
            startNs = nowNs;
            final Future<?> unused = process.onExit().thenRun(onExit);
        } catch (final IOException e) {
            report(false, "cannot be run: " + e.getMessage());
        }
    }

    private void kill(final Process process) {
        isKilled = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void report(final boolean isUp, final String why) {
        listener.onResult(target, isUp, why);
    }

    @Override
    public long remainingNs(final long nowNs) {
        final long untilNextNs = nextNs - nowNs;
        final long untilTimeoutNs = running != null && !isKilled ? startNs + timeoutNs - nowNs : Long.MAX_VALUE;
        return Math.max(0, Math.min(untilNextNs, untilTimeoutNs));
    }

    @Override
    public void close() {
        if (running != null) {
            kill(running);
        }
    }
}
