package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Load;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How busy the proxy says that it is: a number from 0 to 100 in a file that it writes anew at least once a minute. A figure that is older, or none, counts as not said,
 * and is logged once. For one thread.
 */
final class ProxyLoadFile implements IntSupplier {

    /** What is older than this says nothing about now. */
    static final Duration LONGEST_AGE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger("health");
    private static final int MAX_LENGTH = 64;

    private final Path file;
    private final InstantSource clock;
    private String trouble = "";

    ProxyLoadFile(final Path file, final InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Permille, or {@link Load#UNSAID}. */
    @Override
    public int getAsInt() {
        try {
            final int permille = read();
            if (!trouble.isEmpty()) {
                LOG.info("the proxy's load file {} is of use again", file);
                trouble = "";
            }
            return permille;
        } catch (final IOException | NumberFormatException e) {
            final String now = e instanceof UnusableException ? String.valueOf(e.getMessage()) : "cannot be read";
            if (!trouble.equals(now)) {
                LOG.warn(
                        "the proxy's load file {} {}: processor, memory and connections alone count; let the proxy write"
                                + " a number from 0 to 100 to it at least once a minute",
                        file,
                        now);
                trouble = now;
            }
            return Load.UNSAID;
        }
    }

    private int read() throws IOException {
        // anything else, like a pipe, could hold up the thread
        if (!Files.isRegularFile(file)) {
            throw new UnusableException("is no file");
        }
        if (Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant())
                        .compareTo(LONGEST_AGE)
                > 0) {
            throw new UnusableException("is more than a minute old");
        }
        final String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MAX_LENGTH), StandardCharsets.ISO_8859_1).strip();
        }
        final double percent = text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") ? Double.parseDouble(text) : Double.NaN;
        if (!(percent <= 100)) {
            throw new UnusableException("holds something else than a number from 0 to 100");
        }
        return (int) Math.round(percent * 10);
    }

    /** What is wrong with the file, in words that follow its name. */
    private static final class UnusableException extends IOException {

        private static final long serialVersionUID = 1L;

        UnusableException(final String message) {
            super(message);
        }
    }
}
