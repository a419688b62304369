package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planned changes of the director, on a simulated segment: there is one at any time, and connections go on. */
class SwitchoverTest {

    /** Far less than any VRRP timer: nobody waited for one. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private static final Duration ANY_TIMER = Duration.ofSeconds(8);

    private final SimulatedCluster cluster;

    SwitchoverTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, 6, folder);
    }

    @BeforeEach
    void settle() {
        cluster.settled();
        cluster.openFromAll(SimulatedCluster.PORT);
        cluster.openFromAll(SimulatedCluster.TRANSLATED_PORT);
        cluster.runWithTraffic(Duration.ofSeconds(1));
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @AfterEach
    void close() {
        assertThat(cluster.connections()).allSatisfy(SimulatedAssertions::isFlowing);
        cluster.close();
    }

    @Test
    void shouldMakeTheNextNodeDirectorAtOnceWhenAskedOnTheDirector() throws RefusedException {
        assertThat(conductor(1).failover(null)).isEqualTo("n2");
        runWithOneDirector(AT_ONCE);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(conductor(2).own().priority()).isEqualTo(100);

        // nor does the old one, of higher priority, take it back by itself
        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
    }

    @Test
    void shouldMakeTheNamedNodeDirectorWhenAskedAnywhere() throws RefusedException {
        assertThat(conductor(2).failover("n3")).isEqualTo("n3");
        runWithOneDirector(AT_ONCE);
        assertThat(cluster.directors()).containsExactly(cluster.node(3));

        assertThat(conductor(2).failover("n1")).isEqualTo("n1");
        runWithOneDirector(AT_ONCE);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
        assertThat(conductor(3).own().priority())
                .as("what it was raised to is over")
                .isEqualTo(79);
    }

    @Test
    void shouldTakeOverItselfWhenItIsTheNext() throws RefusedException {
        assertThat(conductor(2).failover(null)).isEqualTo("n2");
        runWithOneDirector(AT_ONCE);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
    }

    @Test
    void shouldGoBackToTheConfiguredPrioritiesWhenTold() throws RefusedException {
        conductor(1).failover("n3");
        runWithOneDirector(AT_ONCE);
        conductor(2).back();
        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));
    }

    @Test
    void shouldRefuseWithTheReasonWhenTheNodeCannotBeDirector() {
        assertThatThrownBy(() -> conductor(1).failover("n1")).hasMessage("n1 is director already");
        assertThatThrownBy(() -> conductor(1).failover("n9")).hasMessage("there is no node n9; known are n2, n3");
        cluster.node(2).crash();
        cluster.runWithTraffic(Duration.ofSeconds(5));
        assertThatThrownBy(() -> conductor(1).failover("n2")).hasMessageContaining("has not been heard of lately");
        cluster.node(2).start();
        cluster.runWithTraffic(Duration.ofSeconds(6));
    }

    @Test
    void shouldBeRelievedAndRestWhenTheDirectorGoesIntoMaintenance() {
        assertThat(conductor(1).maintenance(true)).contains("n2");
        runWithOneDirector(AT_ONCE);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThat(conductor(1).own().priority()).isZero();
        assertThat(conductor(1).takesClients()).isFalse();

        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(2));
        assertThatThrownBy(() -> conductor(2).failover("n1")).hasMessageContaining("n1 is never director");

        conductor(1).maintenance(false);
        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).as("preemption, as configured").containsExactly(cluster.node(1));
    }

    @Test
    void shouldStayDirectorInMaintenanceWhileNobodyElseCan() {
        List.of(2, 3).forEach(number -> conductor(number).maintenance(true));
        cluster.runWithTraffic(Duration.ofSeconds(1));
        assertThat(conductor(1).maintenance(true)).isEmpty();
        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(1));

        conductor(3).maintenance(false);
        runWithOneDirector(ANY_TIMER);
        assertThat(cluster.directors()).containsExactly(cluster.node(3));
    }

    private Conductor conductor(final int number) {
        return cluster.node(number).conductor();
    }

    /** Looks each millisecond. Two are allowed for the moment that the new one's advertisement takes to the old one. */
    private void runWithOneDirector(final Duration duration) {
        cluster.connections().forEach(TcpConnection::sendData);
        int two = 0;
        for (long ms = 0; ms < duration.toMillis(); ms++) {
            cluster.run(Duration.ofMillis(1));
            assertThat(cluster.directors()).as("after %d ms", ms).isNotEmpty();
            two = cluster.directors().size() > 1 ? two + 1 : 0;
            assertThat(two).as("milliseconds with two directors").isLessThan(3);
        }
        cluster.runWithTraffic(Duration.ofSeconds(1));
    }
}
