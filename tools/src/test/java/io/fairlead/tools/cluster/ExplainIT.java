package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code fairlead explain} says about a client that real kernels have served. */
@ExtendWith(ClusterExtension.class)
final class ExplainIT {
    private static final int TRANSLATED_PORT = Cluster.TRANSLATED_PORTS.get(0);
    private static final Duration REPLICATION_LIMIT = Duration.ofSeconds(5);

    private final Cluster cluster;

    ExplainIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldNameTheNodeThatServesAClientOnTheDirectorAndOnThatNode() {
        final LabNode serving = cluster.node("n2");
        final FreshClient client = cluster.clientServedBy(serving);
        assertThat(client.fetch(LabPlan.VIRTUAL_IP, TRANSLATED_PORT).servedBy()).isEqualTo(serving.name());
        Await.until("stickiness on the serving node", REPLICATION_LIMIT, () -> explain(serving, client)
                .contains("The client stays with n2;"));

        assertThat(explain(cluster.director(), client))
                .contains("n1 is director and decides.", "goes to n2, with which the client stays.")
                .contains("to 10.51.0.100 port " + TRANSLATED_PORT + ": n2, ");
        assertThat(explain(serving, client))
                .contains("n1 is director and decides; ask it", "would go to n2, with which the client stays.")
                .contains("translated to port " + LabPlan.PROXY_PORT);
    }

    private static String explain(final LabNode node, final FreshClient client) {
        final Outcome outcome = node.command("explain", client.address(), String.valueOf(TRANSLATED_PORT));
        return outcome.orThrow().output();
    }
}
