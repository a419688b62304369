package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.TcpSegment;
import org.junit.jupiter.api.Test;

/** On node B the proxy of redirect 0, at SAME_PORT, fails; that of redirect 1, at TRANSLATED_PORT, is well. */
class PerRedirectHealthTest {

    private static final int REDIRECT = 0;

    private final TestNode director = TestNode.of(A, A);

    /** The node that a new connection goes to. */
    private void opens(final int port, final int clientPort, final int node) {
        final Packets syn = toVip(Packets.syn(), A, port).from(Fixture.CLIENT, clientPort);
        final Packets ack = toVip(Packets.tcp(TcpSegment.ACK), A, port).from(Fixture.CLIENT, clientPort);
        assertThat(director.fromWire(syn).frame())
                .isEqualTo(syn.macs(mac(A), mac(node)).bytes());
        assertThat(director.fromWire(ack).frame())
                .isEqualTo(ack.macs(mac(A), mac(node)).bytes());
    }

    @Test
    void shouldGiveNewConnectionsOfTheFailingRedirectToAnotherNodeAlone() {
        director.publish(cluster -> cluster.score(3, 1, 2).takes(B, REDIRECT, false));

        opens(TRANSLATED_PORT, 1, B);
        opens(SAME_PORT, 2, C);
    }

    @Test
    void shouldTakeTheClientAlongWhenItsNodeFailsForOneRedirect() {
        director.publish(cluster -> cluster.score(3, 1, 2));
        opens(SAME_PORT, 1, B);

        director.publish(cluster -> cluster.takes(B, REDIRECT, false));
        opens(SAME_PORT, 2, C);
        opens(TRANSLATED_PORT, 3, C);
    }

    @Test
    void shouldLeaveRunningConnectionsWhereTheyAre() {
        director.publish(cluster -> cluster.score(3, 1, 2));
        opens(SAME_PORT, 1, B);

        director.publish(cluster -> cluster.takes(B, REDIRECT, false));
        final Packets ack = toVip(Packets.tcp(TcpSegment.ACK), A, SAME_PORT).from(Fixture.CLIENT, 1);
        assertThat(director.fromWire(ack).frame())
                .isEqualTo(ack.macs(mac(A), mac(B)).bytes());
    }
}
