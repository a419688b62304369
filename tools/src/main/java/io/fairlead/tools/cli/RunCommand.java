package io.fairlead.tools.cli;

import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairlead run}. */
@Command(
        name = RunCommand.NAME,
        header = "Make this machine a node of the cluster, until stopped.",
        description = {
            "",
            "Takes over the interface that the configuration names, elects a director with the other nodes, and intercepts"
                    + " and balances connections. It stays in the foreground and logs to standard output, and to the system log; SIGTERM or SIGINT"
                    + " stops it and puts everything back. Started again after it was killed, it adopts what it finds, and"
                    + " no connection breaks.",
            "",
            "It needs root (CAP_NET_ADMIN and CAP_NET_RAW) and /dev/net/tun."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead run --config /etc/fairlead/node.yaml", "  fairlead run --config n1.yaml --debug"})
final class RunCommand implements Callable<Integer> {

    static final String NAME = "run";
    static final String CONFIG = "--config";

    @Option(
            names = RunCommand.CONFIG,
            required = true,
            paramLabel = "FILE",
            description = "Configuration of the node, YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    private final Supplier<NodeCommands> commands;
    private final RunDirectory runDirectory;
    private final Console console;

    RunCommand(Supplier<NodeCommands> commands, RunDirectory runDirectory, Console console) {
        this.commands = commands;
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        run(file, commands.get(), runDirectory, console);
        return ExitCode.OK;
    }

    static void run(Path file, NodeCommands commands, RunDirectory runDirectory, Console console)
            throws ConfigException, IOException {
        LoadedConfig config = ConfigLoader.load(file);
        config.warnings().forEach(warning -> console.err().println("warning: " + warning));
        commands.run(config, runDirectory);
    }
}
