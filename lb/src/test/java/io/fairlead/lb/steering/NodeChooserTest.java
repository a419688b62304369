package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeChooserTest {

    private final TestCluster cluster = new TestCluster(A);
    private final NodeChooser chooser = new NodeChooser();

    private int[] chosen(final SteeringTable table, final int connections) {
        final int[] chosen = new int[table.nodes().size()];
        for (int i = 0; i < connections; i++) {
            chosen[chooser.choose(table)]++;
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

        assertThat(chooser.choose(cluster.table())).isEqualTo(SteeringTable.NO_NODE);
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
}
