package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.util.List;

/** Prints {@code fairlead status} of the director and of a scanning node. */
final class StatusStep implements DemoStep {
    @Override
    public String title() {
        return "fairlead status, on the director and on a scanning node";
    }

    @Override
    public void run(final Stage stage) {
        final List<LabNode> nodes = stage.lab().nodes();
        for (final LabNode node : List.of(stage.preferredDirector(), nodes.get(nodes.size() - 1))) {
            final Outcome status = node.status();
            stage.progress().note("$ fairlead status --node " + node.name());
            stage.progress().note(status.output() + "\n");
            stage.findings()
                    .add(status.ok(), "status of " + node.name(), "exit code 0", "exit code " + status.exitCode());
        }
    }
}
