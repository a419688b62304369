package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead counters}. */
@Command(
        name = "counters",
        header = "Show what a node of this machine has counted.",
        description = {
            "",
            "Frames by what became of them, drops by reason, advertisements and load reports by verdict. Read from a file that"
                    + " the daemon maps, so it works after the daemon died too; a daemon that is started begins at zero."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead counters", "  fairlead counters --all", "  fairlead counters --node n1 --json"})
final class CountersCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--all", description = "Also those at zero.")
    private boolean all;

    @Option(names = "--json", description = "As JSON, for programs; always all of them.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    CountersCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        String name = node.choose(runDirectory.nodes(), "was started");
        Path file = runDirectory.counters(name);
        if (!Files.exists(file)) {
            throw new CommandFailedException("node " + name + " has no counters: it was never started on this machine");
        }
        Map<String, Long> counters = CountersFile.read(file);
        console.out().print(json ? toJson(counters) : toText(counters));
        console.out().flush();
        return ExitCode.OK;
    }

    private static String toJson(Map<String, Long> counters) throws IOException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(counters) + "\n";
    }

    private String toText(Map<String, Long> counters) {
        StringBuilder text = new StringBuilder();
        counters.forEach((label, value) -> {
            if (all || value != 0) {
                text.append(String.format("%15d  %s%n", value, label));
            }
        });
        return text.toString();
    }
}
