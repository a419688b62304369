package io.fairlead.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Safepoints of a JVM, as {@code -Xlog:safepoint} has them with the uptime in front.
 *
 * @param all in the order of time
 */
record Safepoints(List<Safepoint> all) {

    private static final Pattern LINE =
            Pattern.compile("(?m)^\\[(\\d+)\\.(\\d{3})s].* Safepoint \"(\\w+)\".* Total: +(\\d+) ns");
    private static final long LONGEST_NS = 100_000_000_000L;
    private static final int DIGITS = 3;

    /**
     * All threads stood still.
     *
     * @param uptimeMs of the JVM at its end
     * @param name of the operation
     * @param ns for how long, from the order to stop to the leave to go on
     */
    record Safepoint(long uptimeMs, String name, long ns) {}

    static Safepoints read(final Path log) throws IOException {
        return parse(Files.readString(log));
    }

    static Safepoints parse(final String log) {
        return new Safepoints(
                LINE.matcher(log).results().map(Safepoints::safepoint).toList());
    }

    private static Safepoint safepoint(final MatchResult line) {
        return new Safepoint(
                Long.parseLong(line.group(1)) * 1_000 + Long.parseLong(line.group(2)),
                line.group(3),
                Long.parseLong(line.group(4)));
    }

    Safepoints before(final long uptimeMs) {
        return new Safepoints(all.stream()
                .filter(safepoint -> safepoint.uptimeMs() < uptimeMs)
                .toList());
    }

    Safepoints from(final long uptimeMs) {
        return new Safepoints(all.stream()
                .filter(safepoint -> safepoint.uptimeMs() >= uptimeMs)
                .toList());
    }

    Histogram histogram() {
        final Histogram ns = new Histogram(LONGEST_NS, DIGITS);
        all.forEach(safepoint -> ns.recordValue(safepoint.ns()));
        return ns;
    }
}
