package io.fairlead.tools.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs short commands to their end, never longer than a time limit. */
final class Shell {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    private Shell() {}

    static Outcome run(final String... command) {
        return run(DEFAULT_LIMIT, Map.of(), List.of(command));
    }

    static Outcome run(final Duration limit, final Map<String, String> environment, final List<String> command) {
        final ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        try {
            final Process process = builder.start();
            // Read beside the wait: a command that fills the pipe must not hang, and one that hangs must not block the
            // reader.
            final CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> drain(process));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new LabException(
                        "`" + String.join(" ", command) + "` did not end within " + limit.toMillis() + " ms");
            }
            return new Outcome(command, process.exitValue(), output.join());
        } catch (final IOException e) {
            throw new LabException("cannot run `" + String.join(" ", command) + "`: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while running `" + String.join(" ", command) + "`", e);
        }
    }

    private static String drain(final Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            return "";
        }
    }
}
