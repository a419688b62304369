package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusRenderer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead status}. */
@Command(
        name = "status",
        header = "Show what a node of this machine is doing.",
        description = {
            "",
            "On the director: itself and all scanning nodes. On a scanning node: the director and itself. The columns and"
                    + " the JSON are described in docs/status.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead status",
            "  fairlead status --node n1",
            "  fairlead status --json | jq '.nodes[] | select(.healthy | not)'"
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    StatusCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String name = node.choose(runDirectory.runningNodes(), "running node");
        JsonNode status = new ControlClient(runDirectory.controlSocket(name)).request("status");
        StatusJson format = new StatusJson();
        console.out().print(json ? format.toText(status) : StatusRenderer.render(format.fromJson(status)));
        console.out().flush();
        return ExitCode.OK;
    }
}
