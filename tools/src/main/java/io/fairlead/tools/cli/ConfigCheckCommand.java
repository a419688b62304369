package io.fairlead.tools.cli;

import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.LoadedConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fairlead config check}. */
@Command(
        name = "check",
        header = "Check a configuration file and change nothing.",
        description = {
            "",
            "Reports all mistakes at once, each with file, line, key, reason and remedy. The key file that it names is"
                    + " checked too; the interface is not looked at, `fairlead run` does that."
        },
        footerHeading = "%nExamples:%n",
        footer = "  fairlead config check /etc/fairlead/node.yaml && systemctl restart fairlead")
final class ConfigCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "Configuration of a node, YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    private final Console console;

    ConfigCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ConfigException {
        LoadedConfig loaded = ConfigLoader.load(file);
        loaded.warnings().forEach(warning -> console.err().println("warning: " + warning));
        console.out().println(file + ": ok");
        return ExitCode.OK;
    }
}
