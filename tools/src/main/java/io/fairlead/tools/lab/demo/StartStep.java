package io.fairlead.tools.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import java.time.Duration;

/** Starts the three daemons and waits for a director that knows all nodes. */
final class StartStep implements DemoStep {
    private static final Duration ELECTION_LIMIT = Duration.ofSeconds(12);
    private static final Duration DISCOVERY_LIMIT = Duration.ofSeconds(8);

    @Override
    public String title() {
        return "Three nodes start; one of them becomes director";
    }

    @Override
    public void run(final Stage stage) {
        final Lab lab = stage.lab();
        final LabNode expected = stage.preferredDirector();
        lab.startDaemons();
        final Duration election = Await.until("the director showing " + LabPlan.VIRTUAL_IP, ELECTION_LIMIT, () -> {
            requireDaemons(lab);
            return lab.directors().contains(expected);
        });
        final Duration discovery =
                Await.until("the director knowing all nodes", DISCOVERY_LIMIT, () -> knowsAll(lab, expected));
        Directors.show(stage);
        stage.findings()
                .add(
                        Directors.isOnly(lab, expected),
                        "director after the start",
                        expected.name() + " alone",
                        Directors.names(lab),
                        Progress.seconds(election.plus(discovery)) + " until it knew all nodes");
    }

    private static void requireDaemons(final Lab lab) {
        for (final LabNode node : lab.nodes()) {
            if (!node.daemon().isRunning()) {
                throw new LabException("the daemon of " + node.name() + " has ended");
            }
        }
    }

    private static boolean knowsAll(final Lab lab, final LabNode director) {
        final Outcome status = director.status("--json");
        return status.ok() && healthyNodes(status.output()) == lab.nodes().size();
    }

    private static int healthyNodes(final String json) {
        int healthy = 0;
        try {
            for (final JsonNode node : new ObjectMapper().readTree(json).path("nodes")) {
                healthy += node.path("healthy").asBoolean() ? 1 : 0;
            }
        } catch (final JsonProcessingException e) {
            throw new LabException("`fairlead status --json` printed something else: " + json, e);
        }
        return healthy;
    }
}
