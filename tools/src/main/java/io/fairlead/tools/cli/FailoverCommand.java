package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead failover}. */
@Command(
        name = "failover",
        header = "Make another node director, without loss.",
        description = {
            "",
            "The present director goes on until the other one knows all clients and has announced itself; connections live"
                    + " on. The new director keeps its place, whatever the priorities say, until the next failover, or until"
                    + " its daemon is restarted. It can be asked for on any node."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead failover            to the node that would follow the present director",
            "  fairlead failover n2         to n2",
            "  fairlead failover --back     to the node with the highest configured priority"
        })
final class FailoverCommand implements Callable<Integer> {

    /** A new director waits at most 10 s for its tables. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NODE",
            description = "Name of the node that is to be director. Default: the one that would follow.")
    private @Nullable String target;

    @Option(
            names = "--back",
            description =
                    "Back to the configured priorities; returns at once, for that takes the time that VRRP takes.")
    private boolean back;

    private final RunDirectory runDirectory;
    private final Console console;

    FailoverCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        if (back && target != null) {
            throw new CommandFailedException("either a NODE or --back");
        }
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        ControlClient client = new ControlClient(runDirectory.controlSocket(asked));
        ObjectNode args = JsonNodeFactory.instance.objectNode();
        if (back) {
            client.request("failover", args.put("back", true));
            console.out().println("the configured priorities decide again");
            return ExitCode.OK;
        }
        if (target != null) {
            args.put("node", target);
        }
        DirectorWatch watch = new DirectorWatch(client);
        String successor = client.request("failover", args).path("target").asText();
        String after = watch.await(successor, PATIENCE);
        console.out().println(successor + " is director, after " + after);
        return ExitCode.OK;
    }
}
