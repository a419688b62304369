package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.EffectiveConfigJson;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead config show}. */
@Command(
        name = "show",
        header = "Show the effective value of every key, and where it comes from.",
        description = {
            "",
            "Without --config, what the running node goes by, which is not what its file says while that waits for a reload or a"
                    + " restart. The output is YAML that `fairlead config check` accepts; a key that is not set is a comment."
                    + " Secrets are never shown, only the files that hold them."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead config show", "  fairlead config show --config /etc/fairlead/node.yaml --json"})
final class ConfigShowCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = RunCommand.CONFIG,
            paramLabel = "FILE",
            description = "Configuration of a node, YAML. Default: that of the running node.")
    private @Nullable Path file;

    @Option(names = "--json", description = "An object for programs: each key with its value and where it comes from.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    ConfigShowCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException, CommandFailedException {
        JsonNode shown = file == null ? running() : ofFile(file);
        console.out()
                .print(
                        json
                                ? shown.path("settings").toPrettyString() + System.lineSeparator()
                                : shown.path("yaml").asText());
        console.out().flush();
        return ExitCode.OK;
    }

    private static JsonNode ofFile(Path file) throws ConfigException {
        return new EffectiveConfigJson().toJson(ConfigLoader.load(file).effective());
    }

    private JsonNode running() throws ControlException, IOException, CommandFailedException {
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        return new ControlClient(runDirectory.controlSocket(asked))
                .request("config", JsonNodeFactory.instance.objectNode());
    }
}
