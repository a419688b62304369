package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import org.junit.jupiter.api.Test;

/** Node B was director, gave a client to node C, and then A became director; but the client's frames still reach B. */
class ExDirectorTest {

    private static final Packets SYN = toVip(Packets.syn(), B, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK), B, SAME_PORT);
    private static final FlowKey FLOW =
            new FlowKey().ipv4(CLIENT, Fixture.CLIENT_PORT, TestCluster.VIP, SAME_PORT, IpProtocol.TCP);

    private final TestNode node = TestNode.of(B, B);

    private void connectThenGiveUp() {
        node.publish(cluster -> cluster.best(C));
        node.fromWire(SYN);
        node.fromWire(ACK);
        node.pass(1000);
        node.publish(cluster -> cluster.directedBy(A));
        node.told();
    }

    private void assertSteered(final Packets packet) {
        final TestNode.Outcome outcome = node.fromWire(packet);

        assertThat(outcome.verdict()).isEqualTo(TO_UPLINK);
        assertThat(outcome.frame()).isEqualTo(packet.macs(mac(B), mac(C)).bytes());
    }

    @Test
    void shouldSteerByItsTableForThirtySecondsHoweverOldTheFlow() {
        connectThenGiveUp();

        assertSteered(ACK);
        node.pass(29);
        assertSteered(ACK);
    }

    @Test
    void shouldAskForTheOwnerAfterThirtySecondsThoughTheFlowWasBusy() {
        connectThenGiveUp();
        for (int second = 0; second < 30; second++) {
            assertSteered(ACK);
            node.pass(1);
        }

        assertThat(node.fromWire(ACK).verdict()).isEqualTo(DROP);
        assertThat(node.told()).containsExactly("unknown 10.51.0.50:40000>10.51.0.100:9090/6");
    }

    @Test
    void shouldSteerByAClaimForThirtySecondsMore() {
        connectThenGiveUp();
        node.pass(30);
        node.fromWire(ACK);

        node.answer(FLOW, C, true);

        assertSteered(ACK);
        node.pass(29);
        assertSteered(ACK);
        node.pass(1);
        assertThat(node.fromWire(ACK).verdict()).isEqualTo(DROP);
    }

    @Test
    void shouldDeliverANewConnectionToItselfAfterThirtySeconds() {
        connectThenGiveUp();
        node.pass(30);

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_HOST);
        assertThat(node.fromWire(ACK).verdict()).isEqualTo(TO_HOST);
    }

    @Test
    void shouldSteerAgainWhenItIsDirectorAgain() {
        connectThenGiveUp();
        node.pass(100);

        node.publish(cluster -> cluster.directedBy(B));

        assertSteered(ACK);
    }

    @Test
    void shouldNotGoByWhatItKnewBeforeItSlept() {
        node.publish(cluster -> cluster.best(C));
        node.fromWire(SYN);
        node.fromWire(ACK);
        node.sleep(40_000_000_000L);
        node.publishUnread(cluster -> cluster.directedBy(A));
        node.cycle();

        assertThat(node.fromWire(ACK).verdict()).isEqualTo(DROP);
    }
}
