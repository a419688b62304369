package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.TcpSegment;
import org.junit.jupiter.api.Test;

/** Director A has steered connections to node B, which is gone. */
class OrphansTest {

    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK), A, SAME_PORT);
    private static final String ORPHANED =
            "orphaned 10.51.0.50:40000>10.51.0.100:9090/6 at 02:00:00:00:0c:01 expects 5060708";

    private final TestNode node = TestNode.of(A, A);

    private void connect(final int connections) {
        node.publish(cluster -> cluster.acquainted().eligible(A, false).eligible(C, false));
        for (int i = 0; i < connections; i++) {
            node.fromWire(SYN.from(CLIENT, 40_000 + i));
            assertThat(node.fromWire(ACK.from(CLIENT, 40_000 + i)).verdict()).isEqualTo(TO_UPLINK);
        }
        node.told();
    }

    @Test
    void shouldResetAClientThatWaitsInSilenceWhenItsNodeIsGone() {
        connect(1);

        node.publish(cluster -> cluster.gone(B));

        assertThat(node.told()).containsExactly(ORPHANED);
        node.pass(1);
        assertThat(node.told()).as("once").isEmpty();
    }

    @Test
    void shouldAnswerASegmentOfAnOrphanByWhatItAcknowledges() {
        connect(1);
        node.publish(cluster -> cluster.gone(B));
        node.told();

        final Packets challenge = ACK;

        assertThat(node.fromWire(challenge).verdict()).isEqualTo(DROP);
        assertThat(node.told()).containsExactly(ORPHANED);
    }

    @Test
    void shouldTellTheTagsOfTheConnectionsFrames() {
        node.publish(cluster -> cluster.acquainted().eligible(A, false).eligible(C, false));
        node.fromWire(SYN.vlan(0xA064));
        node.fromWire(ACK.vlan(0xA064));
        node.told();

        node.publish(cluster -> cluster.gone(B));

        final String tagged = ORPHANED.replace(" expects", " tagged 80640000 expects");
        assertThat(node.told()).containsExactly(tagged);
        node.fromWire(ACK.vlan(0xA064));
        assertThat(node.told()).containsExactly(tagged);
    }

    @Test
    void shouldNotAnswerTheResetOfAnOrphan() {
        connect(1);
        node.publish(cluster -> cluster.gone(B));
        node.told();

        assertThat(node.fromWire(ACK.flags(TcpSegment.RST | TcpSegment.ACK)).verdict())
                .isEqualTo(DROP);

        assertThat(node.told()).isEmpty();
    }

    @Test
    void shouldResetNobodyASecondTimeWhenAnotherNodeIsGone() {
        connect(1);
        node.publish(cluster -> cluster.gone(B));
        assertThat(node.told()).containsExactly(ORPHANED);

        node.publish(cluster -> cluster.gone(C));

        assertThat(node.told()).isEmpty();
    }

    @Test
    void shouldHurryForASearchOnlyWhileItIsDirector() {
        connect(600);
        node.publish(cluster -> cluster.gone(B));
        assertThat(node.steering.nextDeadlineNs() - node.nowNs()).isEqualTo(Orphans.SEARCH_INTERVAL_NS);

        node.publish(cluster -> cluster.directedBy(C));

        assertThat(node.steering.nextDeadlineNs() - node.nowNs()).isGreaterThan(Orphans.SEARCH_INTERVAL_NS);
    }

    @Test
    void shouldLetAClientConnectAnewWhenItsNodeIsGone() {
        connect(1);
        node.publish(cluster -> cluster.gone(B).eligible(C, true));

        assertThat(node.fromWire(SYN).frame())
                .isEqualTo(SYN.macs(TestCluster.mac(A), TestCluster.mac(C)).bytes());
    }

    @Test
    void shouldResetNobodyWhileANodeMayJustNotHaveBeenHeardOf() {
        node.publish(cluster -> cluster.eligible(A, false).eligible(C, false));
        node.fromWire(SYN);
        node.fromWire(ACK);
        node.told();

        node.publish(cluster -> cluster.gone(B));
        assertThat(node.fromWire(ACK).verdict()).isEqualTo(DROP);
        assertThat(node.told()).isEmpty();

        node.publish(TestCluster::acquainted);
        assertThat(node.told()).containsExactly(ORPHANED);
    }

    @Test
    void shouldResetNobodyWhileAnotherIsDirector() {
        connect(1);

        node.publish(cluster -> cluster.directedBy(C).gone(B));
        node.pass(1);
        assertThat(node.told()).isEmpty();

        node.publish(cluster -> cluster.directedBy(A));
        assertThat(node.told()).containsExactly(ORPHANED);
    }

    @Test
    void shouldLimitTheRateAndForgetNobody() {
        connect(600);

        node.publish(cluster -> cluster.gone(B));
        final int atOnce = node.told().size();
        node.sleep(50_000_000L);
        node.cycle();
        final int soon = node.told().size();
        node.pass(1);

        assertThat(atOnce).isEqualTo(256);
        assertThat(soon).isEqualTo(100);
        assertThat(atOnce + soon + node.told().size()).isEqualTo(600);
        assertThat(node.count(SteeringCounter.RESETS)).isEqualTo(600);
    }
}
