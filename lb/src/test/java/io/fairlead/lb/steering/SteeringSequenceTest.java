package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes more than one frame: questions about unknown flows, tables, time, and several directors. */
class SteeringSequenceTest {

    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK), A, SAME_PORT);
    private static final Packets FIN = toVip(Packets.tcp(TcpSegment.FIN | TcpSegment.ACK), A, SAME_PORT);
    private static final String UNKNOWN = "unknown 10.51.0.50:40000>10.51.0.100:9090/6";

    private final TestNode node = TestNode.of(A, A);

    private static FlowKey flow() {
        return new FlowKey().ipv4(CLIENT, CLIENT_PORT, VIP, SAME_PORT, IpProtocol.TCP);
    }

    @Test
    void shouldAskOnceWhenSegmentsOfAnUnknownFlowCome() {
        for (int i = 0; i < 3; i++) {
            assertThat(node.fromWire(ACK).verdict()).isEqualTo(DROP);
        }

        assertThat(node.told()).containsExactly(UNKNOWN);
        assertThat(node.count(SteeringCounter.DROP_UNKNOWN_FLOW)).isEqualTo(3);
    }

    @Test
    void shouldAskAgainWhenNoAnswerCame() {
        node.fromWire(ACK);
        node.sleep(5_000_000_000L);
        node.publish(same -> {});
        node.fromWire(ACK);

        assertThat(node.told()).containsExactly(UNKNOWN, UNKNOWN);
    }

    @Test
    void shouldSteerWhenAnotherNodeClaimsTheFlow() {
        node.fromWire(ACK);
        node.answer(flow(), C, true);

        final TestNode.Outcome outcome = node.fromWire(ACK);

        assertThat(outcome.verdict()).isEqualTo(TO_UPLINK);
        assertThat(outcome.frame()).isEqualTo(ACK.macs(mac(A), mac(C)).bytes());
    }

    @Test
    void shouldSteerToTheClaimerWhenTheClientsNodeWasWronglyGuessed() {
        node.stick(CLIENT, B);
        node.fromWire(ACK);
        node.answer(flow(), C, true);

        assertThat(node.fromWire(ACK).frame())
                .isEqualTo(ACK.macs(mac(A), mac(C)).bytes());
    }

    @Test
    void shouldLeaveAFlowToTheKernelWhenNobodyClaimsIt() {
        node.fromWire(ACK);
        node.answer(flow(), A, false);

        assertThat(node.fromWire(ACK).verdict()).isEqualTo(TO_HOST);
        assertThat(node.count(SteeringCounter.UNCLAIMED)).isEqualTo(1);
        assertThat(node.told()).containsExactly(UNKNOWN);
    }

    @Test
    void shouldChooseANodeWhenAnUnclaimedFlowOpensAnew() {
        node.fromWire(ACK);
        node.answer(flow(), A, false);
        node.publish(cluster -> cluster.best(B));

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_UPLINK);
    }

    @Test
    void shouldKeepItsOwnFlowWhenAnotherNodeClaimsIt() {
        node.publish(cluster -> cluster.best(A));
        node.fromWire(SYN);
        node.answer(flow(), C, true);

        assertThat(node.fromWire(ACK).verdict()).isEqualTo(TO_HOST);
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isEqualTo(1);
    }

    @Test
    void shouldClaimAFlowOnlyWhenItIsItsOwn() {
        node.publish(cluster -> cluster.best(A));
        node.fromWire(SYN);
        node.told();

        node.commands.flowQueried(flow(), ip(B));
        node.commands.flowQueried(new FlowKey().ipv4(CLIENT, 1, VIP, SAME_PORT, IpProtocol.TCP), ip(B));
        node.cycle();

        assertThat(node.told()).containsExactly("owned 10.51.0.50:40000>10.51.0.100:9090/6 for 10.51.0.2");
    }

    @Test
    void shouldClaimNoFlowThatItSteersToAnother() {
        node.publish(cluster -> cluster.best(B));
        node.fromWire(SYN);
        node.told();

        node.commands.flowQueried(flow(), ip(C));
        node.cycle();

        assertThat(node.told()).isEmpty();
    }

    @Test
    void shouldTellTheConductorOfAClientOnceAndWhenItExpires() {
        node.publish(cluster -> cluster.best(B));
        node.fromWire(SYN);
        assertThat(node.told()).as("a SYN may be forged").isEmpty();
        node.fromWire(ACK);
        node.fromWire(SYN.from(CLIENT, 40_001));
        node.fromWire(ACK.from(CLIENT, 40_001));
        assertThat(node.told().stream().filter(told -> !told.startsWith("opened ")))
                .containsExactly("learned 10.51.0.50 at 10.51.0.2");

        node.pass(TestNode.STICKY_SECONDS + 35);

        assertThat(node.told()).containsExactly("expired 10.51.0.50");
    }

    @Test
    void shouldBelieveASuggestionOnlyOfAClientItDoesNotKnow() {
        node.stick(CLIENT, B);
        node.commands.suggestClient(IpAddress.ofIpv4(CLIENT), ip(C));
        node.commands.suggestClient(IpAddress.ofIpv4(CLIENT + 1), ip(C));
        node.cycle();

        assertThat(node.fromWire(SYN).frame())
                .isEqualTo(SYN.macs(mac(A), mac(B)).bytes());
        final Packets other = SYN.from(CLIENT + 1, CLIENT_PORT);
        assertThat(node.fromWire(other).frame())
                .isEqualTo(other.macs(mac(A), mac(C)).bytes());
    }

    @Test
    void shouldAcknowledgeATableWithTheCycleThatTakesIt() {
        final SteeringTable table = node.publishUnread(same -> {});
        assertThat(node.steering.acknowledgedVersion()).isLessThan(table.version());

        node.cycle();

        assertThat(node.steering.acknowledgedVersion()).isEqualTo(table.version());
    }

    @Test
    void shouldNotSteerNewClientsAfterAClockGapUntilANewerTable() {
        node.publish(cluster -> cluster.best(B));
        node.sleep(TestCluster.MAX_PAUSE_NS + 1);
        node.cycle();

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_HOST);
        assertThat(node.count(SteeringCounter.CLOCK_GAPS)).isEqualTo(1);

        node.cycle();
        assertThat(node.fromWire(SYN.from(CLIENT + 1, 1)).verdict()).isEqualTo(TO_HOST);

        node.publish(same -> {});
        assertThat(node.fromWire(SYN.from(CLIENT + 2, 1)).verdict()).isEqualTo(TO_UPLINK);
    }

    @Test
    void shouldNotBeArmedByATableFromBeforeTheClockGap() {
        node.publishUnread(cluster -> cluster.best(B));
        node.sleep(TestCluster.MAX_PAUSE_NS + 1);
        node.cycle();

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_HOST);
    }

    @Test
    void shouldStayArmedWhenThePauseIsJustAllowed() {
        node.publish(cluster -> cluster.best(B));
        node.sleep(TestCluster.MAX_PAUSE_NS);
        node.cycle();

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_UPLINK);
        assertThat(node.count(SteeringCounter.CLOCK_GAPS)).isZero();
    }

    @Test
    void shouldWantAnotherCycleWellBeforeItsLongestPause() {
        assertThat(node.steering.nextDeadlineNs() - node.nowNs()).isBetween(1L, TestCluster.MAX_PAUSE_NS / 4);
    }

    @Test
    void shouldCountNoActiveConnectionsWhenAllAreClosed() {
        node.publish(cluster -> cluster.best(A));
        for (int port = 1; port <= 5; port++) {
            node.fromWire(SYN.from(CLIENT, port));
            node.fromWire(ACK.from(CLIENT, port));
        }
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isEqualTo(5);
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS)).isEqualTo(5);

        for (int port = 1; port <= 5; port++) {
            node.fromWire((port == 1 ? FIN.flags(TcpSegment.RST) : FIN).from(CLIENT, port));
            node.fromWire(ACK.from(CLIENT, port));
        }

        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isZero();
        assertThat(node.liveFlows()).isEqualTo(5);
    }

    @Test
    void shouldCountNoActiveConnectionsWhenAllExpired() {
        node.publish(cluster -> cluster.best(A));
        node.fromWire(SYN);
        node.fromWire(toVip(Packets.syn(), A, TestCluster.TRANSLATED_PORT));
        node.fromWire(toVip(Packets.udp(), A, TestCluster.UDP_PORT));
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isZero();
        node.fromWire(ACK);
        node.fromWire(toVip(Packets.tcp(TcpSegment.ACK), A, TestCluster.TRANSLATED_PORT));
        node.fromWire(toVip(Packets.udp(), A, TestCluster.UDP_PORT));
        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isEqualTo(3);

        node.pass(7200 + 35);

        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isZero();
        assertThat(node.liveFlows()).isZero();
    }

    @Test
    void shouldCountAConnectionNoLongerWhenItMovesToAnotherNode() {
        node.publish(cluster -> cluster.best(A));
        node.fromWire(SYN);
        node.publish(cluster -> cluster.best(B).eligible(A, false));

        assertThat(node.fromWire(SYN).verdict()).isEqualTo(TO_UPLINK);

        assertThat(node.count(SteeringCounter.OWN_CONNECTIONS_ACTIVE)).isZero();
    }

    @Test
    void shouldDeliverAfterAtMostTwoHopsWhenTwoNodesAreDirector() {
        final TestNode other = TestNode.of(B, B);
        node.publish(cluster -> cluster.best(B));
        other.publish(cluster -> cluster.best(A));

        assertThat(hops(List.of(node, other), SYN.bytes())).isEqualTo(1);
        // what one steers under its own address looks to the other like a hand-over, once
        final Packets toOwnAddress = toOwn(Packets.syn(), A, SAME_PORT).from(CLIENT + 1, CLIENT_PORT);
        assertThat(hops(List.of(node, other), toOwnAddress.bytes())).isEqualTo(2);
    }

    private static int hops(final List<TestNode> nodes, final byte[] frameToFirst) {
        TestNode.Outcome outcome = nodes.get(0).fromWire(frameToFirst);
        int hops = 0;
        while (outcome.verdict() == TO_UPLINK && hops < 10) {
            hops++;
            outcome = nodes.get(hops % 2).fromWire(outcome.frame());
        }
        assertThat(outcome.verdict()).isEqualTo(TO_HOST);
        return hops;
    }

    @Test
    void shouldStillDeliverAndSteerWhenTheFlowTableIsFull() {
        final TestNode small = TestNode.ofCapacity(A, A, 4);
        small.publish(cluster -> cluster.best(B));
        for (int port = 1; port <= 3; port++) {
            small.fromWire(SYN.from(CLIENT, port));
            small.fromWire(ACK.from(CLIENT, port));
        }

        assertThat(small.fromWire(SYN).verdict()).isEqualTo(TO_UPLINK);
        for (int segment = 0; segment < 3; segment++) {
            assertThat(small.fromWire(ACK).frame())
                    .isEqualTo(ACK.macs(mac(A), mac(B)).bytes());
        }
        assertThat(small.count(SteeringCounter.FLOW_TABLE_FULL)).isEqualTo(1);
        assertThat(small.provenFlows()).isEqualTo(3);
    }

    @Test
    void shouldKeepEveryProvenFlowAndClientWhenItIsFloodedWithSyns() {
        node.publish(cluster -> cluster.best(B));
        node.fromWire(SYN);
        node.fromWire(ACK);
        node.told();
        node.publish(cluster -> cluster.best(C));

        for (int stranger = 0; stranger < 5000; stranger++) {
            node.fromWire(SYN.from(0x0B00_0000 + stranger, 1 + stranger));
        }

        assertThat(node.told()).isEmpty();
        assertThat(node.provenFlows()).isEqualTo(1);
        assertThat(node.count(SteeringCounter.OPENINGS_EVICTED)).isPositive();
        assertThat(node.fromWire(ACK).frame())
                .isEqualTo(ACK.macs(mac(A), mac(B)).bytes());
    }

    @Test
    void shouldForgetTheTranslationOfAnOpeningThatIsThrownOut() {
        node.publish(cluster -> cluster.eligible(B, false).eligible(C, false));

        for (int stranger = 0; stranger < 5000; stranger++) {
            final Packets syn =
                    toVip(Packets.syn(), A, TestCluster.TRANSLATED_PORT).from(0x0B00_0000 + stranger, 1 + stranger);
            assertThat(node.fromWire(syn).verdict()).isEqualTo(TO_HOST);
        }

        assertThat(node.count(SteeringCounter.DROP_NO_TRANSLATION)).isZero();
    }

    @Test
    void shouldSendConnectionsThatANewClientOpensAtOnceToOneNode() {
        node.publish(cluster -> cluster.best(B));
        node.fromWire(SYN);
        node.publish(cluster -> cluster.best(C));

        assertThat(node.fromWire(SYN.from(CLIENT, 40_001)).frame())
                .isEqualTo(SYN.from(CLIENT, 40_001).macs(mac(A), mac(B)).bytes());
    }

    @Test
    void shouldSendAPassiveConnectionToTheClientsNodeAlsoWhenThatTakesNoNewClients() {
        final Packets control = toVip(Packets.syn(), A, TestCluster.FTP_PORT);
        final Packets data = toVip(Packets.syn(), A, TestCluster.PASSIVE_PORT);
        node.publish(cluster -> cluster.best(B));
        node.fromWire(control);
        node.fromWire(control.flags(TcpSegment.ACK));

        node.publish(cluster -> cluster.best(C).eligible(B, false));

        assertThat(node.fromWire(data).frame())
                .isEqualTo(data.macs(mac(A), mac(B)).bytes());
        assertThat(node.fromWire(control.from(CLIENT, 40_001)).frame())
                .isEqualTo(control.from(CLIENT, 40_001).macs(mac(A), mac(C)).bytes());
    }
}
