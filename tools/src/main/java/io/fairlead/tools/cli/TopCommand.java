package io.fairlead.tools.cli;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.logging.StandardOutput;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.top.Sample;
import io.fairlead.tools.top.TerminalScreen;
import io.fairlead.tools.top.Top;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead top}. */
@Command(
        name = "top",
        header = "Watch a node of this machine: nodes, rates, drops, probes.",
        description = {
            "",
            "What `fairlead status` and `fairlead check` know, and what the counters count each second, on the whole terminal."
                    + " A daemon that does not answer is said so, and asked again. docs/top.md explains the screen.",
            "",
            "Keys: q quits, p pauses and goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead top", "  fairlead top --node n1 --interval 5"})
final class TopCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "From one question to the next. Default: ${DEFAULT-VALUE}.")
    private int intervalSeconds;

    private final RunDirectory runDirectory;
    private final Console console;

    TopCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        if (intervalSeconds < 1) {
            throw new CommandFailedException("--interval is in seconds: use 1 or more");
        }
        List<String> running = runDirectory.runningNodes();
        String name = node.choose(running.isEmpty() ? runDirectory.nodes() : running, "node");
        console.out().flush();
        try (TerminalScreen screen = screen()) {
            Top top = new Top(name, () -> sample(name), screen, intervalSeconds, System::nanoTime);
            screen.tell(top);
            top.run();
        }
        return ExitCode.OK;
    }

    private static TerminalScreen screen() throws CommandFailedException {
        String remedy = "; use `fairlead status --watch`, and for programs `fairlead status --json`";
        if (!StandardOutput.ofProcess().isTerminal()) {
            throw new CommandFailedException("top needs a terminal, and standard output is none" + remedy);
        }
        try {
            return TerminalScreen.open();
        } catch (IOException e) {
            throw new CommandFailedException("top needs a terminal: " + e.getMessage() + remedy, e);
        }
    }

    private Sample sample(String name) throws ControlException, IOException {
        ControlClient client = new ControlClient(runDirectory.controlSocket(name));
        return new Sample(
                System.nanoTime(),
                new StatusJson().fromJson(client.request("status")),
                new CheckJson().fromJson(client.request("check")),
                counters(name));
    }

    private Map<String, Long> counters(String name) {
        try {
            return CountersFile.read(runDirectory.counters(name));
        } catch (IllegalArgumentException | IllegalStateException e) {
            // there for whoever may read them; all else is worth showing without
            return Map.of();
        }
    }
}
