package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.tools.control.ControlException;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Shows a status again and again, each over the one before on a terminal. A daemon that does not answer is told of in place of its last status, which may not be true
 * any more.
 */
final class StatusWatch {

    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    private final Source source;
    private final Format format;
    private final Console console;
    private final boolean isTerminal;
    private final InstantSource clock;

    /** Where a status comes from. */
    @FunctionalInterface
    interface Source {
        JsonNode status() throws IOException, ControlException;
    }

    /** How it is shown, with the end of its last line. */
    @FunctionalInterface
    interface Format {
        String of(JsonNode status) throws IOException;
    }

    /** What goes on between two of them. */
    @FunctionalInterface
    interface Pause {
        /** Whether to go on. */
        boolean take();
    }

    StatusWatch(Source source, Format format, Console console, boolean isTerminal, InstantSource clock) {
        this.source = source;
        this.format = format;
        this.console = console;
        this.isTerminal = isTerminal;
        this.clock = clock;
    }

    /** Until nobody reads it, or the pause ends it. */
    void run(Pause pause) {
        do {
            String shown = show();
            console.out().print(isTerminal ? CLEAR + shown : shown + "\n");
        } while (!console.out().checkError() && pause.take());
    }

    private String show() {
        try {
            return format.of(source.status());
        } catch (IOException | ControlException e) {
            return "NO ANSWER at " + clock.instant().truncatedTo(ChronoUnit.MILLIS) + ": " + e.getMessage() + "\n";
        }
    }
}
