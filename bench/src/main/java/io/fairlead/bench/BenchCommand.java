package io.fairlead.bench;

import io.fairlead.tools.lab.LabException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of {@code bench/bin} have in common: progress to standard error, a table or JSON to standard output. */
@Command(sortOptions = false, optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n")
public abstract class BenchCommand implements Callable<Integer> {

    private static final int LAST = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--json", order = LAST, description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            order = LAST + 1,
            usageHelp = true,
            description = "Print this and do nothing.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /** For the commands. */
    protected BenchCommand() {}

    /**
     * Runs a command and ends the process.
     *
     * @param command to run
     * @param args of the command line
     */
    protected static void execute(final BenchCommand command, final String... args) {
        System.exit(new CommandLine(command).execute(args));
    }

    /**
     * Does it.
     *
     * @param progress for people who wait
     * @return what was found
     * @throws IOException if what it needs of the machine fails
     * @throws InterruptedException if it is to end early
     */
    protected abstract BenchReport measure(PrintWriter progress) throws IOException, InterruptedException;

    /** Refuses the command line unless a condition holds. */
    protected final void require(final boolean condition, final String rule) {
        if (!condition) {
            throw new CommandLine.ParameterException(spec.commandLine(), rule);
        }
    }

    /**
     * A program of {@code bench/src/main/c}, which the script has compiled.
     *
     * @param name without path
     * @return its path
     */
    public static String program(final String name) {
        return Path.of(System.getProperty("fairlead.bench.programs", "bench/target"))
                .resolve(name)
                .toString();
    }

    @Override
    public final Integer call() throws InterruptedException {
        final PrintWriter err = spec.commandLine().getErr();
        try {
            final BenchReport report = measure(err);
            spec.commandLine().getOut().println(json ? report.json() : report.table());
            return report.isComplete() ? 0 : 1;
        } catch (final LabException | IOException | UncheckedIOException e) {
            err.println(spec.name() + ": " + e.getMessage());
            return 1;
        }
    }
}
