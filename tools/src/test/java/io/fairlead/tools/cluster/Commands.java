package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Commands of {@code fairlead} that run inside a node to their end, which a daemon that is refused does too. */
final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LabPlan plan;

    Commands(final LabPlan plan) {
        this.plan = plan;
    }

    Outcome run(final LabNode node, final Path configuration) {
        return run(node, List.of(), configuration);
    }

    /** Starts a daemon by way of another command, such as one that gives up rights. */
    Outcome run(final LabNode node, final List<String> by, final Path configuration) {
        return fairlead(node, by, "run", "--config", configuration.toString());
    }

    Outcome detach(final LabNode node) {
        return fairlead(node, List.of(), "detach", "--node", node.name());
    }

    Outcome configShow(final LabNode node) {
        return fairlead(node, List.of(), "config", "show", "--node", node.name());
    }

    private Outcome fairlead(final LabNode node, final List<String> by, final String... arguments) {
        final List<String> command =
                new ArrayList<>(List.of("env", "FAIRLEAD_RUN_DIR=" + plan.runDirectory(), "FAIRLEAD_NO_BUILD=1"));
        command.addAll(by);
        command.add(plan.launcher().script().toString());
        command.addAll(List.of(arguments));
        return node.namespace().run(LIMIT, command.toArray(String[]::new));
    }
}
