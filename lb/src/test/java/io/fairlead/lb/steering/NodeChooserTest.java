package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeChooserTest {

    private static final int REDIRECT = 1;

    private final TestCluster cluster = new TestCluster(A);
    private final NodeChooser chooser = new NodeChooser();

    private static FlowKey client(final int number) {
        return new FlowKey().ipv6(0, number, 1, 0, 2, 3, IpProtocol.TCP);
    }

    private int[] chosen(final SteeringTable table, final int connections) {
        final int[] chosen = new int[table.nodes().size()];
        for (int i = 0; i < connections; i++) {
            chosen[chooser.choose(table, client(i), REDIRECT)]++;
        }
        return chosen;
    }

    @Test
    void shouldSpreadEvenlyWhenNodesAreEqual() {
        assertThat(chosen(cluster.table(), 300)).containsExactly(100, 100, 100);
    }

    @Test
    void shouldFillUpTheBestNodeUntilItIsAsLoadedAsTheOthers() {
        // a connection costs 10: B is worth 10 connections less than A and C
        assertThat(chosen(cluster.score(100, 0, 100).table(), 10)).containsExactly(0, 10, 0);
        assertThat(chosen(cluster.table(), 30)).containsExactly(10, 10, 10);
    }

    @Test
    void shouldNeverChooseANodeThatMayNotHaveNewClients() {
        assertThat(chosen(cluster.best(B).eligible(B, false).table(), 10)).containsExactly(5, 0, 5);
    }

    @Test
    void shouldChooseNoNodeWhenNoneMayHaveNewClients() {
        cluster.eligible(A, false).eligible(B, false).eligible(C, false);

        assertThat(chooser.choose(cluster.table(), client(0), REDIRECT)).isEqualTo(SteeringTable.NO_NODE);
    }

    @Test
    void shouldForgetWhatItAddedWhenTheNodeReports() {
        final SteeringTable before = cluster.score(100, 0, 100).table();
        chosen(before, 10);

        final SteeringTable after = cluster.reported(B).table();
        chooser.onTable(before, after);

        assertThat(chosen(after, 10)).containsExactly(0, 10, 0);
    }

    @Test
    void shouldRememberWhatItAddedWhenAnotherNodeReportsOrLeaves() {
        final SteeringTable before = cluster.score(100, 100, 0).table();
        chosen(before, 10);

        final SteeringTable after = cluster.reported(A).gone(B).table();
        chooser.onTable(before, after);

        assertThat(chosen(after, 10)).containsExactly(5, 5);
    }

    @Test
    void shouldShareByWeightWhenTheAddressDecides() {
        final int[] chosen = chosen(cluster.byAddress(50, 100, 150).table(), 60_000);

        assertThat(chosen[A]).isBetween(9_600, 10_400);
        assertThat(chosen[B]).isBetween(19_600, 20_400);
        assertThat(chosen[C]).isBetween(29_600, 30_400);
    }

    @Test
    void shouldChooseTheSameNodeOnEveryDirectorWhenTheAddressDecides() {
        final SteeringTable here = cluster.byAddress(50, 100, 150).table();
        final List<SteeringTable.Node> others = new ArrayList<>(here.nodes());
        Collections.reverse(others);
        final SteeringTable there = new SteeringTable(
                1,
                true,
                true,
                1,
                0,
                SteeringTable.NO_NODE,
                here.virtualIps(),
                here.redirects(),
                others,
                SteeringTable.Choice.SOURCE_HASH,
                HeavySourcePolicy.DEFAULT);
        for (int client = 0; client < 1000; client++) {
            assertThat(there.node(new NodeChooser().choose(there, client(client), REDIRECT))
                            .id())
                    .isEqualTo(here.node(chooser.choose(here, client(client), REDIRECT))
                            .id());
        }
    }

    @Test
    void shouldLeaveOutANodeForTheRedirectAloneThatFailsThere() {
        final SteeringTable table = cluster.best(B).takes(B, REDIRECT, false).table();

        assertThat(chooser.best(table, client(1), REDIRECT)).isNotEqualTo(B);
        assertThat(chooser.best(table, client(1), REDIRECT + 1)).isEqualTo(B);
        assertThat(chooser.best(table, client(1), Long.SIZE + REDIRECT)).isEqualTo(B);
    }

    @Test
    void shouldSpreadTheConnectionsOfOneClientByItsPortsWhenTheAddressDecides() {
        final SteeringTable table = cluster.byAddress(50, 100, 150).table();
        final int[] chosen = new int[3];
        for (int port = 1; port <= 60_000; port++) {
            chosen[
                    chooser.chooseForConnection(
                            table, new FlowKey().ipv6(0, 1, port, 0, 2, 3, IpProtocol.TCP), REDIRECT)]++;
        }

        assertThat(chosen[A]).isBetween(9_600, 10_400);
        assertThat(chosen[B]).isBetween(19_600, 20_400);
        assertThat(chosen[C]).isBetween(29_600, 30_400);
    }

    @Test
    void shouldMoveNoClientBetweenTwoOthersWhenANodeGoes() {
        final SteeringTable all = cluster.byAddress(100, 100, 100).table();
        final SteeringTable less = cluster.eligible(B, false).table();
        int moved = 0;
        for (int client = 0; client < 3000; client++) {
            final int before = chooser.choose(all, client(client), REDIRECT);
            final int after = chooser.choose(less, client(client), REDIRECT);
            if (before == B) {
                moved++;
                assertThat(after).isIn(A, C);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(moved).isBetween(900, 1100);
    }
}
