package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead reload}. */
@Command(
        name = "reload",
        header = "Apply a changed configuration file to the running node.",
        description = {
            "",
            "The daemon reads the file anew that it was started with. What can be changed while it runs is changed, without losing"
                    + " a frame, a connection or a virtual IP; each other key that has changed is named, and waits for a restart."
                    + " A file with a mistake changes nothing: the running configuration is kept. SIGHUP does the same, and"
                    + " the answer is in the log."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead reload", "  fairlead config check /etc/fairlead/node.yaml && fairlead reload --node n1"})
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--json", description = "An object for programs: what was refused, applied, and needs a restart.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    ReloadCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        JsonNode answer = new ControlClient(runDirectory.controlSocket(asked))
                .request("reload", JsonNodeFactory.instance.objectNode());
        if (json) {
            console.out().println(answer.toPrettyString());
        } else {
            print(asked, answer);
        }
        return answer.path("refused").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(String asked, JsonNode answer) {
        print(answer.path("warnings"), "warning: ", console.err());
        print(answer.path("refused"), "", console.err());
        if (!answer.path("refused").isEmpty()) {
            console.err().println("fairlead: the running configuration of " + asked + " is kept");
            return;
        }
        print(answer.path("applied"), "applied: ", console.out());
        print(answer.path("needsRestart"), "needs a restart: ", console.out());
        if (answer.path("applied").isEmpty() && answer.path("needsRestart").isEmpty()) {
            console.out().println("nothing has changed");
        }
    }

    private static void print(JsonNode entries, String prefix, PrintWriter to) {
        entries.forEach(entry -> to.println(prefix + entry.path("text").asText()));
    }
}
