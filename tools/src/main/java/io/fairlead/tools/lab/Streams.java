package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Very many downloads that one client has under way at once, each slow and each checked byte by byte. */
public final class Streams implements AutoCloseable {

    // Each writes to a log of its own: the last line of one that is shared may be another's.
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LabProcess process;

    /**
     * How far they are.
     *
     * @param open connections that were ever opened
     * @param complete downloads that have ended, exact to the byte
     * @param broken downloads that have ended in any other way
     * @param trouble what the last broken one met, for people
     */
    public record Progress(int open, int complete, int broken, String trouble) {

        private static final Pattern LINE = Pattern.compile("open=(\\d+) complete=(\\d+) broken=(\\d+) trouble=(.*)");

        private static Progress parse(final String line) {
            final Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new LabException("the client of many downloads says: " + line);
            }
            return new Progress(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    matcher.group(4));
        }

        @Override
        public String toString() {
            return "open=" + open + " complete=" + complete + " broken=" + broken + " trouble=" + trouble;
        }
    }

    private Streams(final LabProcess process) {
        this.process = process;
    }

    static Streams start(
            final Station station,
            final String address,
            final int port,
            final int connections,
            final int bytes,
            final int bytesPerSecond,
            final List<String> sources) {
        final List<String> arguments = new ArrayList<>(List.of(
                address,
                Integer.toString(port),
                Integer.toString(connections),
                Integer.toString(bytes),
                Integer.toString(bytesPerSecond)));
        arguments.addAll(sources);
        return new Streams(station.startJava(
                "streams-" + NUMBER.incrementAndGet(), StreamClientMain.class, arguments.toArray(String[]::new)));
    }

    /** How far they are now; nothing has begun before the first line. */
    public Progress progress() {
        final String text = process.ownLogText();
        final int end = text.lastIndexOf('\n');
        if (end < 0) {
            return new Progress(0, 0, 0, "none");
        }
        return Progress.parse(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
    }

    /** Waits until each has ended in one way or the other. */
    public Progress await(final Duration limit) {
        process.awaitExit(limit);
        return progress();
    }

    @Override
    public void close() {
        process.kill9();
    }
}
