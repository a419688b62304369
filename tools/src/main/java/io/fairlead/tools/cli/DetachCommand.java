package io.fairlead.tools.cli;

import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fairlead detach}. */
@Command(
        name = "detach",
        header = "Give the interface back to the host.",
        description = {
            "",
            "Undoes what `fairlead run` did to the host's interface: for a daemon that was killed and is not to be started"
                    + " again. A daemon that is stopped in the normal way does it by itself. It needs root."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead detach", "  fairlead detach --node n1"})
final class DetachCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    private final Supplier<NodeCommands> commands;
    private final RunDirectory runDirectory;

    DetachCommand(Supplier<NodeCommands> commands, RunDirectory runDirectory) {
        this.commands = commands;
        this.runDirectory = runDirectory;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        commands.get().detach(node.choose(runDirectory.nodes(), "node"), runDirectory);
        return ExitCode.OK;
    }
}
