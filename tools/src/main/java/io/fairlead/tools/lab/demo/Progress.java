package io.fairlead.tools.lab.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells the person who watches what happens, with the time since the beginning. */
final class Progress {
    private static final String INDENT = "           ";

    private final long startNs = System.nanoTime();
    private final PrintWriter out;
    private volatile boolean muted;

    Progress(final PrintWriter out) {
        this.out = out;
    }

    /** A step begins. */
    void step(final String title) {
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        print(String.format(Locale.ROOT, "%n[%5.1f s]  %s", seconds, title));
    }

    /** Something was seen within a step. */
    void note(final String text) {
        text.lines().forEach(line -> print(INDENT + line));
    }

    void plain(final String text) {
        print(text);
    }

    /** Nothing is printed from now on: the demo is being taken down under way, and what fails now fails for that. */
    void mute() {
        muted = true;
    }

    static String seconds(final Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }

    private void print(final String line) {
        if (!muted) {
            out.println(line);
            out.flush();
        }
    }
}
