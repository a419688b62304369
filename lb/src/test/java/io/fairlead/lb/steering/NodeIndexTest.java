package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeIndexTest {

    private final NodeIndex index = new NodeIndex();

    /** The halves of all have the same difference, so that they fall on one another. */
    private static long ipv6Low(final int node) {
        return 0x2001_0DB8_0000_0000L | 1 + node;
    }

    private static SteeringTable table(final int nodes) {
        final List<SteeringTable.Node> entries = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            final boolean hasIpv6 = node % 3 != 0;
            entries.add(new SteeringTable.Node(
                    0x0A33_0001 + node,
                    hasIpv6 ? ~ipv6Low(node) : 0,
                    hasIpv6 ? ipv6Low(node) : 0,
                    0x0200_0000_0A01L + node,
                    SteeringTable.Readiness.OPEN,
                    0,
                    1,
                    1,
                    1,
                    100));
        }
        return new SteeringTable(
                1,
                false,
                false,
                Long.MAX_VALUE,
                0,
                SteeringTable.NO_NODE,
                VirtualIps.NONE,
                RedirectMap.EMPTY,
                entries,
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT);
    }

    @Test
    void shouldFindEachNodeByAllThatItHasAndNoOther() {
        index.of(table(SteeringTable.MAX_NODES));
        for (int node = 0; node < SteeringTable.MAX_NODES; node++) {
            final int ipv4 = 0x0A33_0001 + node;
            assertThat(index.byId(ipv4)).isEqualTo(node);
            assertThat(index.byMac(0x0200_0000_0A01L + node)).isEqualTo(node);
            assertThat(index.byAddress(0, Ipv6Address.mappedLow(ipv4))).isEqualTo(node);
            assertThat(index.byAddress(~ipv6Low(node), ipv6Low(node)))
                    .isEqualTo(node % 3 == 0 ? SteeringTable.NO_NODE : node);
            assertThat(index.byAddress(ipv6Low(node), ~ipv6Low(node))).isEqualTo(SteeringTable.NO_NODE);
            assertThat(index.byAddress(1, ipv6Low(node))).isEqualTo(SteeringTable.NO_NODE);
        }
        assertThat(index.byAddress(0, 0)).isEqualTo(SteeringTable.NO_NODE);
    }

    @Test
    void shouldForgetTheNodesOfTheLastTable() {
        index.of(table(SteeringTable.MAX_NODES));
        index.of(table(2));

        assertThat(index.byAddress(~ipv6Low(1), ipv6Low(1))).isEqualTo(1);
        assertThat(index.byAddress(~ipv6Low(2), ipv6Low(2))).isEqualTo(SteeringTable.NO_NODE);
        assertThat(index.byId(0x0A33_0003)).isEqualTo(SteeringTable.NO_NODE);
    }
}
