package io.fairlead.tools.cli;

import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.control.ControlException;
import java.io.IOException;
import java.io.PrintWriter;

/** What a command that failed says, and its exit code: one clear line for what was expected to go wrong. */
final class Failure {

    private Failure() {}

    static int report(Exception e, PrintWriter err, boolean debug) {
        if (e instanceof ConfigException) {
            err.println(e.getMessage());
        } else if (e instanceof IOException || e instanceof ControlException || e instanceof CommandFailedException) {
            err.println("fairlead: " + e.getMessage());
        } else {
            err.println("fairlead: this should not happen: " + e + " (--debug shows where)");
        }
        if (debug) {
            e.printStackTrace(err);
        }
        return e instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
