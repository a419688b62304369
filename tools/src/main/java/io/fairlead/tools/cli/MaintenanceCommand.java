package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fairlead maintenance}. */
@Command(
        name = "maintenance",
        header = "Take a node of this machine out of service, without loss, and back.",
        description = {
            "",
            "A node in maintenance is not director and is given no new clients; connections that it has live on. A director"
                    + " goes on until another node has relieved it; if there is none, it stays director. It lasts until it is"
                    + " switched off or the machine is restarted; a restart of the daemon does not end it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead maintenance on", "  fairlead maintenance off --node n1"})
final class MaintenanceCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What the command takes. */
    enum Switch {
        on,
        off
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "on|off", description = "Whether the node is to be in maintenance.")
    @SuppressWarnings("NullAway.Init")
    private Switch state;

    private final RunDirectory runDirectory;
    private final Console console;

    MaintenanceCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        ControlClient client = new ControlClient(runDirectory.controlSocket(asked));
        DirectorWatch watch = new DirectorWatch(client);
        JsonNode answer = client.request(
                "maintenance", JsonNodeFactory.instance.objectNode().put("on", state == Switch.on));
        JsonNode successor = answer.path("successor");
        if (successor.isTextual()) {
            String after = watch.await(successor.asText(), PATIENCE);
            console.out().println(successor.asText() + " is director, after " + after);
        }
        console.out().println(asked + (state == Switch.on ? " is in maintenance" : " is in service"));
        return ExitCode.OK;
    }
}
