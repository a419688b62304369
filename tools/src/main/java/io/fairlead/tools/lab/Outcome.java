package io.fairlead.tools.lab;

import java.util.List;

/**
 * A command that ran to its end.
 *
 * @param command what was run
 * @param exitCode what it returned
 * @param output what it wrote, standard error included
 */
public record Outcome(List<String> command, int exitCode, String output) {
    public Outcome {
        command = List.copyOf(command);
    }

    public boolean ok() {
        return exitCode == 0;
    }

    /** Returns this outcome, or throws with the command and what it wrote when the command failed. */
    public Outcome orThrow() {
        if (!ok()) {
            throw new LabException(
                    "`" + String.join(" ", command) + "` failed with exit code " + exitCode + ": " + output.strip());
        }
        return this;
    }
}
