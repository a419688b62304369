package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import org.junit.jupiter.api.Test;

/** Redirects that are no more, or are others: what began under them goes on as it began, and nothing else does. */
class FormerRedirectsTest {

    private static final int NEW_PROXY_PORT = 3200;

    private final TestNode director = TestNode.of(A, A);

    private TestNode.Outcome sent(final Packets packet, final int clientPort, final int port) {
        return director.fromWire(
                packet.macs(CLIENT_MAC, mac(A)).from(CLIENT, clientPort).to(VIP, port));
    }

    private static Packets ack() {
        return Packets.tcp(TcpSegment.ACK);
    }

    @Test
    void shouldSteerWhatItSteeredAndNothingNew() {
        director.publish(cluster -> cluster.best(B));
        assertThat(sent(Packets.syn(), CLIENT_PORT, SAME_PORT).verdict()).isEqualTo(TO_UPLINK);

        director.publish(cluster -> cluster.redirectChanged("http", 0));

        assertThat(sent(ack(), CLIENT_PORT, SAME_PORT).verdict()).isEqualTo(TO_UPLINK);
        assertThat(director.count(STEERED)).isEqualTo(2);
        assertThat(sent(Packets.syn(), CLIENT_PORT + 1, SAME_PORT).verdict()).isEqualTo(TO_HOST);
        assertThat(sent(ack(), CLIENT_PORT + 2, SAME_PORT).verdict())
                .as("of the kernel's own connection")
                .isEqualTo(TO_HOST);
        assertThat(director.liveFlows()).isEqualTo(1);
    }

    @Test
    void shouldSteerDatagramsOfAFlowUntilItIsSilent() {
        director.publish(cluster -> cluster.best(B));
        assertThat(sent(Packets.udp(), CLIENT_PORT, UDP_PORT).verdict()).isEqualTo(TO_UPLINK);

        director.publish(cluster -> cluster.redirectChanged("quic", 0));

        assertThat(sent(Packets.udp(), CLIENT_PORT, UDP_PORT).verdict()).isEqualTo(TO_UPLINK);
        assertThat(sent(Packets.udp(), CLIENT_PORT + 1, UDP_PORT).verdict()).isEqualTo(TO_HOST);
        director.pass(600);
        assertThat(sent(Packets.udp(), CLIENT_PORT, UDP_PORT).verdict()).isEqualTo(TO_HOST);
    }

    @Test
    void shouldTranslateAnswersOfWhatGoesOn() {
        director.publish(cluster -> cluster.best(A));
        sent(Packets.syn(), CLIENT_PORT, TRANSLATED_PORT);

        director.publish(cluster -> cluster.redirectChanged("web", 0));

        assertThat(sent(ack(), CLIENT_PORT, TRANSLATED_PORT).verdict()).isEqualTo(TO_HOST);
        assertThat(director.count(TRANSLATED)).isEqualTo(2);
        director.fromKernel(ack().macs(mac(A), CLIENT_MAC).from(VIP, PROXY_PORT).to(CLIENT, CLIENT_PORT));
        assertThat(director.count(REPLY_TRANSLATED)).isEqualTo(1);
    }

    @Test
    void shouldKeepAConnectionAtTheProxyPortThatItBeganWith() {
        director.publish(cluster -> cluster.best(A));
        sent(Packets.syn(), CLIENT_PORT, SAME_PORT);

        director.publish(cluster -> cluster.redirectChanged("http", NEW_PROXY_PORT));

        sent(ack(), CLIENT_PORT, SAME_PORT);
        assertThat(director.count(TRANSLATED)).isZero();
        sent(Packets.syn(), CLIENT_PORT + 1, SAME_PORT);
        assertThat(director.count(TRANSLATED)).isEqualTo(1);
    }

    @Test
    void shouldNotTearAwayAClientThatIsLeftAloneFromNowOn() {
        director.publish(cluster -> cluster.best(B));
        sent(Packets.syn(), CLIENT_PORT, SAME_PORT);

        director.publish(cluster -> cluster.redirectExcepts("http", "10.51.0.0/16"));

        assertThat(sent(ack(), CLIENT_PORT, SAME_PORT).verdict()).isEqualTo(TO_UPLINK);
        assertThat(sent(Packets.syn(), CLIENT_PORT + 1, SAME_PORT).verdict()).isEqualTo(TO_HOST);
        assertThat(director.count(STEERED)).isEqualTo(2);
    }

    @Test
    void shouldSayThatThePortIsNotRedirected() {
        director.publish(cluster -> cluster.redirectChanged("icap", 0));
        director.told();
        director.commands.explain(new FlowKey().ipv4(CLIENT, 0, VIP, TestCluster.EXCEPTING_PORT, IpProtocol.TCP), 7);
        director.cycle();

        assertThat(director.told().get(0)).startsWith("7 NOT_REDIRECTED");
    }
}
