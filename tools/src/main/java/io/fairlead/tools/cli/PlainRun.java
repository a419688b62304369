package io.fairlead.tools.cli;

import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.daemon.Preload;
import java.nio.file.Path;

/**
 * {@code run --config FILE} and nothing else, the command line of a daemon that is supervised, carried out without picocli: loading that
 * takes about a third of the time between a crash and the first forwarded frame. Every other form goes the usual way.
 */
final class PlainRun {

    private PlainRun() {}

    static boolean isMeant(String[] arguments) {
        return arguments.length == 3
                && arguments[0].equals(RunCommand.NAME)
                && arguments[1].equals(RunCommand.CONFIG)
                && !arguments[2].startsWith("-");
    }

    static int execute(String[] arguments, NodeCommands commands, RunDirectory runDirectory, Console console) {
        Preload.start();
        try {
            RunCommand.run(Path.of(arguments[2]), commands, runDirectory, console);
            return ExitCode.OK;
        } catch (Exception e) {
            return Failure.report(e, console.err(), false);
        }
    }
}
