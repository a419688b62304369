package io.fairlead.tools.cli;

import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.daemon.NodeDaemon;
import io.fairlead.tools.lab.demo.DemoCommand;
import io.fairlead.tools.logging.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code fairlead}. */
@Command(
        name = "fairlead",
        header = "Failover and load balancing for a group of proxy appliances.",
        description = {
            "",
            "A group of nodes shares virtual IPs: one of them, the director, owns them and spreads the connections of"
                    + " the clients over all. `fairlead run` makes this machine a node; the other commands look at it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead keygen /etc/fairlead/cluster.key",
            "  fairlead config check /etc/fairlead/node.yaml",
            "  fairlead run --config /etc/fairlead/node.yaml",
            "  fairlead status",
            "  fairlead top",
            "  fairlead check -v",
            "  fairlead doctor",
            "  fairlead status --help"
        })
public final class Fairlead implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this page.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log more, and show the stack trace of an error.")
    private boolean debug;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Fairlead() {}

    /**
     * The command.
     *
     * @param arguments see {@code fairlead --help}
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Console console = new Console(out, err);
        int exitCode = PlainRun.isMeant(arguments)
                ? PlainRun.execute(arguments, new NodeDaemon(), RunDirectory.ofProcess(), console)
                : commandLine(NodeDaemon::new, RunDirectory.ofProcess(), console)
                        .execute(arguments);
        System.exit(exitCode);
    }

    /**
     * The command with all its sub-commands.
     *
     * @param commands of the daemon, asked for only when one of them is run
     * @param runDirectory where nodes keep locks and sockets
     * @param console for results and errors
     * @return ready to execute
     */
    static CommandLine commandLine(Supplier<NodeCommands> commands, RunDirectory runDirectory, Console console) {
        Fairlead fairlead = new Fairlead();
        CommandLine line = new CommandLine(fairlead)
                .addSubcommand(new RunCommand(commands, runDirectory, console))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCheckCommand(console))
                        .addSubcommand(new ConfigShowCommand(runDirectory, console))
                        .addSubcommand(new ConfigSchemaCommand(console)))
                .addSubcommand(new KeygenCommand(console))
                .addSubcommand(new StatusCommand(runDirectory, console))
                .addSubcommand(new TopCommand(runDirectory, console))
                .addSubcommand(new CheckCommand(commands, runDirectory, console))
                .addSubcommand(new DoctorCommand(runDirectory, console, DoctorCommand.WATCH))
                .addSubcommand(new ExplainCommand(runDirectory, console))
                .addSubcommand(new CountersCommand(runDirectory, console))
                .addSubcommand(new EventsCommand(runDirectory, console))
                .addSubcommand(new CaptureCommand(runDirectory, console))
                .addSubcommand(new ReplayCommand(console))
                .addSubcommand(new ReloadCommand(runDirectory, console))
                .addSubcommand(new FailoverCommand(runDirectory, console))
                .addSubcommand(new DrainCommand(runDirectory, console))
                .addSubcommand(new UndrainCommand(runDirectory, console))
                .addSubcommand(new MaintenanceCommand(runDirectory, console))
                .addSubcommand(new DetachCommand(commands, runDirectory))
                .addSubcommand(new VersionCommand(console))
                .addSubcommand(new DemoCommand());
        completeHelp(line);
        return line.setOut(console.out())
                .setErr(console.err())
                .setParameterExceptionHandler(Fairlead::misused)
                .setExecutionExceptionHandler(fairlead::failed)
                .setExecutionStrategy(fairlead::execute);
    }

    /** What all help pages have in common. */
    private static void completeHelp(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.DESCRIPTIONS);
        line.getSubcommands().values().forEach(Fairlead::completeHelp);
    }

    boolean isDebugging() {
        return debug;
    }

    private int execute(ParseResult parsed) {
        if (debug) {
            Logging.debug();
        }
        return new RunLast().execute(parsed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static int misused(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("fairlead: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private int failed(Exception e, CommandLine line, ParseResult parsed) {
        return Failure.report(e, line.getErr(), debug);
    }
}
