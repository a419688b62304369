package io.fairlead.tools.cli;

import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fairlead drain}. */
@Command(
        name = "drain",
        header = "Keep new clients from a node, and let its connections end by themselves.",
        description = {
            "",
            "A drained node is given no new clients, and the next connections of its old ones go to other nodes; connections"
                    + " that it has live on. It may be, or become, director all the same: see `fairlead maintenance` for that."
                    + " It lasts until `fairlead undrain` or until that machine is restarted; a restart of its daemon does not"
                    + " end it. It can be asked for on any node."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead drain n2", "  fairlead drain n2 --node n1     asks the daemon of n1 on this machine"})
final class DrainCommand implements Callable<Integer> {

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NODE", description = "Name of the node that is to be drained.")
    @SuppressWarnings("NullAway.Init")
    private String target;

    private final RunDirectory runDirectory;
    private final Console console;

    DrainCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String asked = node.choose(runDirectory.runningNodes(), "running node");
        new DrainOrder(new ControlClient(runDirectory.controlSocket(asked))).carryOut(target, true);
        console.out().println(target + " is drained: it takes no new clients");
        return ExitCode.OK;
    }
}
