package io.fairlead.tools.cli;

import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fairlead undrain}. */
@Command(
        name = "undrain",
        header = "Give new clients to a drained node again.",
        description = {"", "Ends what `fairlead drain` began. It can be asked for on any node."},
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead undrain n2"})
final class UndrainCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NODE", description = "Name of the drained node.")
    @SuppressWarnings("NullAway.Init")
    private String target;

    private final RunDirectory runDirectory;
    private final Console console;

    UndrainCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        new DrainOrder(new ControlClient(runDirectory.controlSocket(asked))).carryOut(target, false);
        console.out().println(target + " is no longer drained");
        return ExitCode.OK;
    }
}
