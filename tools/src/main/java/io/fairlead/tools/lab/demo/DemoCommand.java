package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabSweep;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead demo}: three nodes, four clients and a web origin in network namespaces of this machine. */
@Command(
        name = "demo",
        header = "Show a cluster at work on this machine.",
        description = {
            "",
            "Lays out a bridge, three nodes, four clients and a web origin in network namespaces, starts three daemons and "
                    + "a real proxy on each node, fetches pages through the virtual IP, kills the director during two "
                    + "downloads and judges what was seen. Needs root. Touches nothing outside its own namespaces and "
                    + "leaves nothing behind; fails when something was not as expected. See docs/demo.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead demo", "  fairlead demo --keep", "  fairlead demo --down"})
public final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @ArgGroup
    private After after = new After();

    private static final class After {
        @Option(
                names = "--keep",
                description = "Leave the cluster up at the end, and say how to enter it and how to remove it.")
        private boolean keep;

        @Option(names = "--down", description = "Only remove a cluster that --keep or a killed demo left up.")
        private boolean down;
    }

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        try {
            final LabPlan plan = LabPlan.demo();
            return after.down ? down(plan, out) : demo(plan, out);
        } catch (final LabException e) {
            spec.commandLine().getErr().println("fairlead demo: " + e.getMessage());
            return 1;
        }
    }

    private static int down(final LabPlan plan, final PrintWriter out) {
        out.println(LabSweep.sweep(plan) ? "The demo cluster is removed." : "There is no demo cluster.");
        return 0;
    }

    private int demo(final LabPlan plan, final PrintWriter out) {
        if (LabSweep.sweep(plan)) {
            out.println("What an earlier demo left is removed.");
        }
        final Progress progress = new Progress(out);
        final Lab lab = new Lab(plan);
        // Ctrl-C, and any other end of this process short of kill -9, takes the lab with it.
        final Thread cleaner = new Thread(() -> {
            progress.mute();
            lab.close();
        });
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return new Demo(lab, progress).run(after.keep) ? 0 : 1;
        } finally {
            // On the way out after Ctrl-C this waits for the cleaner, for both need the lab's lock.
            lab.close();
        }
    }
}
