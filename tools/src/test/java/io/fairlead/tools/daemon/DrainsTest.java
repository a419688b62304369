package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tools.status.StatusRenderer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drained nodes on a simulated segment: connections go on, new ones go elsewhere. */
class DrainsTest {

    /** Nobody wakes the conductor here as a command does: its next report takes the order along. */
    private static final Duration REPORTED = Duration.ofMillis(1100);

    private final SimulatedCluster cluster;

    DrainsTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, 6, folder);
    }

    @BeforeEach
    void settle() {
        cluster.settled();
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(1));
        assertThat(cluster.servers()).hasSize(3);
    }

    @AfterEach
    void close() {
        assertThat(cluster.connections()).allSatisfy(SimulatedAssertions::isFlowing);
        cluster.close();
    }

    @Test
    void shouldSendOldAndNewClientsElsewhereWhenDrainedFromAnotherNode() throws RefusedException {
        final List<Boolean> kept = new ArrayList<>();
        conductor(2).onDrained(kept::add);

        assertThat(conductor(3).drain("n2", true)).as("not said by n2 yet").isFalse();
        cluster.run(REPORTED);
        assertThat(conductor(3).drain("n2", true)).isTrue();
        cluster.run(REPORTED);

        assertThat(kept).as("kept once, however often it was told").containsExactly(true);
        assertThat(serversOfNewConnections()).doesNotContain(mac(2)).hasSize(2);
        assertThat(cluster.servers()).as("what it had goes on").contains(mac(2));
        assertThat(status(1)).contains("drained");

        conductor(1).drain("n2", false);
        cluster.run(REPORTED);
        assertThat(conductor(1).drain("n2", false)).isTrue();
        assertThat(kept).containsExactly(true, false);
        assertThat(conductor(2).takesClients()).isTrue();
    }

    @Test
    void shouldDirectButNotScanWhenTheDirectorIsDrained() throws RefusedException {
        assertThat(conductor(1).drain("n1", true)).isTrue();
        cluster.run(REPORTED);

        assertThat(serversOfNewConnections()).doesNotContain(mac(1)).hasSize(2);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @Test
    void shouldStayDrainedWhenMaintenanceEnds() throws RefusedException {
        conductor(2).drain("n2", true);
        conductor(2).maintenance(true);
        conductor(2).maintenance(false);
        assertThat(conductor(2).takesClients()).isFalse();
    }

    @Test
    void shouldBeDrainedFromTheStartWhenItWasBefore() {
        cluster.node(2).crash();
        cluster.node(2).start();
        conductor(2).stayDrained();
        cluster.run(Duration.ofSeconds(2));

        assertThat(serversOfNewConnections()).doesNotContain(mac(2));
    }

    @Test
    void shouldRefuseWithTheReasonWhenTheNodeCannotBeDrained() throws RefusedException {
        assertThatThrownBy(() -> conductor(1).drain("n9", true)).hasMessage("there is no node n9; known are n2, n3");
        conductor(1).drain("n1", true);
        conductor(1).drain("n2", true);
        cluster.run(REPORTED);
        assertThatThrownBy(() -> conductor(1).drain("n3", true))
                .isInstanceOf(RefusedException.class)
                .hasMessage("no node but n3 takes new clients: they would have nowhere to go");
        cluster.node(3).crash();
        cluster.runWithTraffic(Duration.ofSeconds(5));
        assertThatThrownBy(() -> conductor(1).drain("n3", false)).hasMessage("n3 has not been heard of lately");
        cluster.node(3).start();
        conductor(1).drain("n2", false);
        cluster.runWithTraffic(Duration.ofSeconds(6));
    }

    private List<Long> serversOfNewConnections() {
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofSeconds(1));
        return cluster.clients().stream()
                .map(client -> client.connections()
                        .get(client.connections().size() - 1)
                        .servedBy())
                .distinct()
                .toList();
    }

    private String status(final int number) {
        return StatusRenderer.render(cluster.node(number).status().report(new TreeMap<>()));
    }

    private Conductor conductor(final int number) {
        return cluster.node(number).conductor();
    }

    private long mac(final int number) {
        return cluster.node(number).mac();
    }
}
