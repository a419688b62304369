package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of curl, which may still be under way. */
public final class CurlRun {
    private static final Pattern VIA = Pattern.compile("(?im)^via: *\\S+ +(\\S+)");
    private static final Pattern SUMMARY = Pattern.compile("status=(\\d+) seconds=([0-9.]+)");
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final LabProcess process;
    private final Path body;
    private final Path headers;

    private CurlRun(final LabProcess process, final Path body, final Path headers) {
        this.process = process;
        this.body = body;
        this.headers = headers;
    }

    static CurlRun start(
            final Station station, final String label, final Duration limit, final List<String> arguments) {
        final Path body = station.directory().resolve(label + ".body");
        final Path headers = station.directory().resolve(label + ".headers");
        final List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                Long.toString(limit.toSeconds()),
                "--output",
                body.toString(),
                "--dump-header",
                headers.toString(),
                "--write-out",
                "status=%{http_code} seconds=%{time_total}\\n"));
        command.addAll(arguments);
        return new CurlRun(station.start(label, Map.of(), command), body, headers);
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    /** How much of the body has arrived so far. */
    public long bytesSoFar() {
        return body.toFile().length();
    }

    /** The node that serves it; empty until the headers have arrived. */
    public String servedBy() {
        final Matcher via = VIA.matcher(text(headers));
        return via.find() ? via.group(1) : "";
    }

    /** Waits for curl to end, which its own time limit makes sure of. */
    public Fetch await(final Duration limit) {
        final int exitCode = process.awaitExit(limit);
        final Matcher summary = SUMMARY.matcher(process.logText());
        final boolean summarised = summary.find();
        return new Fetch(
                exitCode,
                summarised ? Integer.parseInt(summary.group(1)) : 0,
                servedBy(),
                sha256(body),
                bytesSoFar(),
                Duration.ofNanos(summarised ? (long) (Double.parseDouble(summary.group(2)) * NS_PER_SECOND) : 0));
    }

    private static String text(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(final Path file) {
        final MessageDigest digest = Content.sha256();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                final byte[] chunk = new byte[Content.CHUNK_BYTES];
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    digest.update(chunk, 0, length);
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
