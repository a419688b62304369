package io.fairlead.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fairlead config}, which does nothing without a further word. */
@Command(
        name = "config",
        header = "Work with configuration files.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead config check /etc/fairlead/node.yaml", "  fairlead config show"})
final class ConfigCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "config: which command?");
    }
}
