package io.fairlead.tools.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code fairlead version}. */
@Command(
        name = "version",
        header = "Show the version of Fairlead and of what it runs on.",
        footerHeading = "%nExamples:%n",
        footer = "  fairlead version")
final class VersionCommand implements Callable<Integer> {

    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        @Nullable String version = Fairlead.class.getPackage().getImplementationVersion();
        console.out()
                .println("fairlead " + (version == null ? "(not from a package)" : version) + ", Java "
                        + Runtime.version() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        return ExitCode.OK;
    }
}
