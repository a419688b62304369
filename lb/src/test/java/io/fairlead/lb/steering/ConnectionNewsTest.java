package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What director A tells of its connections, and what its successor B makes of it. */
class ConnectionNewsTest {

    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK), A, SAME_PORT);
    private static final Packets ACK_TO_B = toVip(Packets.tcp(TcpSegment.ACK), B, SAME_PORT);
    private static final FlowKey FLOW =
            new FlowKey().ipv4(CLIENT, Fixture.CLIENT_PORT, TestCluster.VIP, SAME_PORT, IpProtocol.TCP);
    private static final String FLOW_TEXT = "10.51.0.50:40000>10.51.0.100:9090/6";
    private static final String WITH_A = FLOW_TEXT + " with 10.51.0.1 at 02:00:00:00:0c:01";

    private final TestNode director = TestNode.of(A, A);
    private final TestNode successor = TestNode.of(B, A);

    private void connect(final Packets syn, final Packets ack) {
        director.fromWire(syn);
        director.fromWire(ack);
    }

    private List<String> news() {
        return director.told().stream()
                .filter(told -> !told.startsWith("learned "))
                .toList();
    }

    private void hear(final int owner) {
        successor.commands.connectionOpen(FLOW, ip(owner), CLIENT_MAC, 0);
        successor.cycle();
    }

    private void takeOver() {
        successor.publish(cluster -> cluster.acquainted().directedBy(B));
    }

    @Test
    void shouldTellThatAConnectionBeginsWithTheClientsAnswerAndEndsWithItsFin() {
        director.publish(cluster -> cluster.best(A));
        director.fromWire(SYN);
        assertThat(news()).isEmpty();

        director.fromWire(ACK);
        director.fromWire(ACK);
        assertThat(news()).containsExactly("opened " + WITH_A);

        director.fromWire(ACK.flags(TcpSegment.FIN | TcpSegment.ACK));
        director.fromWire(ACK);
        assertThat(news()).containsExactly("closed " + FLOW_TEXT);
    }

    @Test
    void shouldTellOfConnectionsOfOtherNodes() {
        director.publish(cluster -> cluster.best(C));
        connect(SYN, ACK);

        assertThat(news()).containsExactly("opened " + FLOW_TEXT + " with 10.51.0.3 at 02:00:00:00:0c:01");
    }

    @Test
    void shouldNotTakeANodeThatHandsOverForTheClient() {
        director.publish(cluster -> cluster.best(C));
        final Packets toB = toOwn(Packets.syn(), B, SAME_PORT).macs(mac(B), mac(A));
        connect(toB, toB.flags(TcpSegment.ACK));

        assertThat(news()).singleElement().asString().endsWith("with 10.51.0.3 at 00:00:00:00:00:00");
    }

    @Test
    void shouldTellNothingOfDatagramsNorWhileAnotherIsDirector() {
        final Packets datagram = toVip(Packets.udp(), A, UDP_PORT);
        connect(datagram, datagram);
        assertThat(news()).isEmpty();

        successor.fromWire(SYN.macs(mac(A), mac(B)));
        successor.fromWire(ACK.macs(mac(A), mac(B)));
        assertThat(successor.told()).noneMatch(told -> told.startsWith("opened "));
    }

    @Test
    void shouldTellOfAllThatAreOpenWhenAskedAndSaySo() {
        director.publish(cluster -> cluster.best(A));
        connect(SYN, ACK);
        connect(SYN.from(CLIENT, 40_001), ACK.from(CLIENT, 40_001));
        director.fromWire(ACK.from(CLIENT, 40_001).flags(TcpSegment.RST));
        director.fromWire(SYN.from(CLIENT, 40_002));
        director.told();

        director.commands.tellConnections();
        director.cycle();

        assertThat(news()).containsExactly("held " + WITH_A, "all told");
        director.pass(1);
        assertThat(news()).isEmpty();
    }

    @Test
    void shouldTellOfNoMoreThanTwoThousandASecond() {
        director.publish(cluster -> cluster.best(A));
        for (int port = 40_000; port < 40_600; port++) {
            connect(SYN.from(CLIENT, port), ACK.from(CLIENT, port));
        }
        director.told();

        director.commands.tellConnections();
        director.cycle();
        assertThat(news()).hasSize(200);
        assertThat(director.steering.nextDeadlineNs() - director.nowNs()).isEqualTo(ConnectionNews.SEARCH_INTERVAL_NS);
        director.sleep(50_000_000L);
        director.cycle();
        assertThat(news()).hasSize(100);
        director.pass(1);
        assertThat(news()).hasSize(301).endsWith("all told");
    }

    @Test
    void shouldSteerAConnectionThatItHasHeardOfWithoutAsking() {
        hear(C);
        takeOver();

        final TestNode.Outcome outcome = successor.fromWire(ACK_TO_B);

        assertThat(outcome.verdict()).isEqualTo(TO_UPLINK);
        assertThat(outcome.frame()).isEqualTo(ACK_TO_B.macs(mac(B), mac(C)).bytes());
    }

    @Test
    void shouldMakeASilentClientSayWhatItExpectsAndResetItWhenItsNodeIsGone() {
        hear(A);
        takeOver();
        successor.told();

        successor.publish(cluster -> cluster.gone(A));
        assertThat(successor.told()).containsExactly("probed " + FLOW_TEXT + " at 02:00:00:00:0c:01");
        assertThat(successor.count(SteeringCounter.PROBES)).isEqualTo(1);

        assertThat(successor.fromWire(ACK_TO_B).verdict()).isEqualTo(DROP);
        assertThat(successor.told()).containsExactly("orphaned " + FLOW_TEXT + " at 02:00:00:00:0c:01 expects 5060708");
    }

    @Test
    void shouldResetAtOnceWhenItHasSeenTheClientItself() {
        hear(A);
        takeOver();
        successor.fromWire(ACK_TO_B);
        successor.told();

        successor.publish(cluster -> cluster.gone(A));

        assertThat(successor.told()).containsExactly("orphaned " + FLOW_TEXT + " at 02:00:00:00:0c:01 expects 5060708");
    }

    @Test
    void shouldLeaveAConnectionAloneThatHasEnded() {
        hear(A);
        successor.commands.connectionEnded(FLOW);
        takeOver();
        successor.told();

        successor.publish(cluster -> cluster.gone(A));

        assertThat(successor.told()).isEmpty();
    }

    @Test
    void shouldForgetWhatTheDirectorDidNotTellOfAgain() {
        hear(A);
        successor.pass(2);
        successor.commands.connectionsBegin();
        successor.cycle();
        successor.pass(1);
        successor.commands.connectionOpen(
                new FlowKey().ipv4(CLIENT, 40_001, TestCluster.VIP, SAME_PORT, IpProtocol.TCP), ip(A), CLIENT_MAC, 0);
        successor.commands.connectionsComplete();
        successor.pass(30);
        takeOver();
        successor.told();

        successor.publish(cluster -> cluster.gone(A));

        assertThat(successor.told()).containsExactly("probed 10.51.0.50:40001>10.51.0.100:9090/6 at 02:00:00:00:0c:01");
    }

    @Test
    void shouldBelieveNobodyAboutItsOwnConnectionsButWhereTheyComeFrom() {
        successor.fromWire(SYN.macs(mac(A), mac(B)));
        successor.fromWire(ACK.macs(mac(A), mac(B)));

        hear(C);
        hear(B);
        successor.commands.connectionEnded(FLOW);
        successor.commands.connectionsBegin();
        successor.commands.connectionsComplete();
        successor.pass(30);

        assertThat(successor.fromWire(ACK.macs(mac(A), mac(B))).verdict()).isEqualTo(TO_HOST);
        successor.told();
        successor.commands.tellConnections();
        successor.cycle();
        assertThat(successor.told()).contains("held " + FLOW_TEXT + " with 10.51.0.2 at 02:00:00:00:0c:01");
    }

    @Test
    void shouldNotTakeAConnectionForItsOwnBecauseTheDirectorSaysSo() {
        hear(B);

        assertThat(successor.fromWire(ACK.macs(mac(A), mac(B))).verdict()).isEqualTo(DROP);
    }

    @Test
    void shouldKeepHalfOfItsTableForWhatItSeesItself() {
        final int half = 512;
        for (int port = 1; port <= half + 3; port++) {
            successor.commands.connectionOpen(
                    new FlowKey().ipv4(CLIENT, port, TestCluster.VIP, SAME_PORT, IpProtocol.TCP), ip(A), CLIENT_MAC, 0);
            if (port % 256 == 0) {
                successor.cycle();
            }
        }
        successor.cycle();

        assertThat(successor.provenFlows()).isEqualTo(half);
        assertThat(successor.count(SteeringCounter.CONNECTIONS_NOT_KEPT)).isEqualTo(3);
    }
}
