package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.logging.StandardOutput;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusRenderer;
import io.fairlead.tools.status.StatusSchema;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
            "  fairlead status --watch",
            "  fairlead status --json | jq '.nodes[] | select(.healthy | not)'",
            "  fairlead status --schema > status.schema.json"
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(
            names = {"-w", "--watch"},
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "1",
            description =
                    "Show it again each second, or so many seconds, until interrupted. A daemon that does not answer is said so;"
                            + " with --json it is a line each time.")
    private @Nullable Integer watchSeconds;

    @Option(
            names = "--schema",
            description =
                    "Print the JSON Schema (draft 2020-12) of what --json shows, and nothing else; no node need run.")
    private boolean schema;

    private final RunDirectory runDirectory;
    private final Console console;

    StatusCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        if (schema) {
            console.out().print(StatusSchema.text());
            console.out().flush();
            return ExitCode.OK;
        }
        String name = node.choose(runDirectory.runningNodes(), "running node");
        ControlClient client = new ControlClient(runDirectory.controlSocket(name));
        StatusJson format = new StatusJson();
        if (watchSeconds != null) {
            watch(client, format, watchSeconds);
            return ExitCode.OK;
        }
        JsonNode status = client.request("status");
        console.out().print(json ? format.toText(status) : StatusRenderer.render(format.fromJson(status)));
        console.out().flush();
        return ExitCode.OK;
    }

    private void watch(ControlClient client, StatusJson format, int seconds) throws CommandFailedException {
        if (seconds < 1) {
            throw new CommandFailedException("--watch shows a status each second at most: use 1 or more");
        }
        new StatusWatch(
                        () -> client.request("status"),
                        status -> json ? status.toString() : StatusRenderer.render(format.fromJson(status)),
                        console,
                        StandardOutput.ofProcess().isTerminal() && !json,
                        InstantSource.system())
                .run(() -> isPaused(seconds));
    }

    private static boolean isPaused(int seconds) {
        try {
            Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
