package io.fairlead.tools.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every command ends with. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    /** For the help pages, in order. */
    static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put(" " + OK, "Done.");
        DESCRIPTIONS.put(" " + FAILED, "Failed; one line on standard error says why.");
        DESCRIPTIONS.put(" " + USAGE, "Misused, or the configuration is refused.");
    }

    private ExitCode() {}
}
