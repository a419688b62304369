package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckRenderer;
import io.fairlead.tools.status.CheckReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead check}. */
@Command(
        name = "check",
        header = "Show whether the proxies behind the redirects work, and why not.",
        description = {
            "",
            "For each redirect: its port, how it is probed, whether it works and since when, what the last probe showed, and"
                    + " what to do about it. It ends with exit code 1 if one of them fails. The daemon probes all the time"
                    + " and is asked for what it knows; with --config each port is probed once, without a daemon.",
            "",
            "How each protocol is probed, the columns and the JSON are described in docs/health.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead check -v",
            "  fairlead check --config /etc/fairlead/node.yaml      before the daemon is started",
            "  fairlead check --json | jq -r '.redirects[] | select(.state == \"failed\") | .lastResult'"
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = {"-v", "--verbose"},
            description = "Show also how the probes are made, and how they went.")
    private boolean verbose;

    @Option(names = "--json", description = "As JSON, for programs; always all of it.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Probe once by this configuration instead of asking the daemon.")
    private @Nullable Path file;

    private final Supplier<NodeCommands> commands;
    private final RunDirectory runDirectory;
    private final Console console;

    CheckCommand(Supplier<NodeCommands> commands, RunDirectory runDirectory, Console console) {
        this.commands = commands;
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ConfigException, ControlException, CommandFailedException {
        CheckJson format = new CheckJson();
        CheckReport report = file == null ? ask(format) : probe(file);
        console.out().print(json ? format.toText(format.toJson(report)) : CheckRenderer.render(report, verbose));
        console.out().flush();
        return report.healthy() ? ExitCode.OK : ExitCode.FAILED;
    }

    private CheckReport ask(CheckJson format) throws IOException, ControlException, CommandFailedException {
        List<String> running = runDirectory.runningNodes();
        if (running.isEmpty() && !node.isNamed()) {
            throw new CommandFailedException("no daemon runs on this machine; start it by `fairlead run --config FILE`,"
                    + " or probe without it: `fairlead check --config FILE`");
        }
        String name = node.choose(running, "running node");
        JsonNode answer = new ControlClient(runDirectory.controlSocket(name)).request("check");
        return format.fromJson(answer);
    }

    private CheckReport probe(Path configuration) throws IOException, ConfigException {
        LoadedConfig loaded = ConfigLoader.load(configuration);
        return commands.get().check(loaded);
    }
}
