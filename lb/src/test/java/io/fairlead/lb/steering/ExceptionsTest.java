package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.EXCEPTING_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A redirect with exceptions, for clients in 192.0.2.0/25 and 2001:db8:9::/48, and for the address of node B. */
class ExceptionsTest {

    private static final int EXCEPTED = 0xC000_027F;
    private static final int ITS_NEIGHBOR = 0xC000_0280;
    private static final IpAddress EXCEPTED6 = IpAddress.parse("2001:db8:9:ffff::1");

    private final TestNode director = TestNode.of(A, A);

    private static Packets syn(final int node) {
        return Packets.syn().macs(CLIENT_MAC, mac(node));
    }

    private TestNode.Outcome sent(final Packets packet) {
        director.publish(cluster -> cluster.best(B));
        return director.fromWire(packet);
    }

    @Test
    void shouldLeaveAnExceptedClientToTheNodeItAddressed() {
        final Packets packet = syn(A).from(EXCEPTED, CLIENT_PORT).to(VIP, EXCEPTING_PORT);

        final TestNode.Outcome outcome = sent(packet);

        assertThat(outcome.verdict()).isEqualTo(TO_HOST);
        assertThat(outcome.frame()).isEqualTo(packet.bytes());
        assertThat(director.count(PASSED_TO_HOST)).isEqualTo(1);
        assertThat(director.liveFlows()).isZero();
    }

    @Test
    void shouldBalanceTheClientBesideIt() {
        assertThat(sent(syn(A).from(ITS_NEIGHBOR, CLIENT_PORT).to(VIP, EXCEPTING_PORT))
                        .verdict())
                .isEqualTo(TO_UPLINK);
        assertThat(director.count(STEERED)).isEqualTo(1);
    }

    @Test
    void shouldDoTheSameOverIpv6() {
        assertThat(sent(syn(A).from(EXCEPTED6, CLIENT_PORT).to(VIP6, EXCEPTING_PORT))
                        .verdict())
                .isEqualTo(TO_HOST);
        assertThat(sent(syn(A).from(CLIENT6, CLIENT_PORT).to(VIP6, EXCEPTING_PORT))
                        .verdict())
                .isEqualTo(TO_UPLINK);
    }

    @Test
    void shouldLeaveAnExceptedDestinationAlone() {
        final TestNode backup = TestNode.of(B, A);
        final Packets packet = syn(B).from(ITS_NEIGHBOR, CLIENT_PORT).to(ip(B), EXCEPTING_PORT);

        final TestNode.Outcome outcome = backup.fromWire(packet);

        assertThat(outcome.verdict()).isEqualTo(TO_HOST);
        assertThat(outcome.frame()).isEqualTo(packet.bytes());
        assertThat(backup.count(PASSED_TO_HOST)).isEqualTo(1);
    }

    @Test
    void shouldKeepAllFragmentsOfAnExceptedClientTogether() {
        director.publish(cluster -> cluster.best(B));
        final List<byte[]> fragments = syn(A).from(EXCEPTED, CLIENT_PORT)
                .to(VIP, EXCEPTING_PORT)
                .payload("x".repeat(100))
                .fragments(9, 48);

        assertThat(fragments).hasSizeGreaterThan(2).allSatisfy(fragment -> assertThat(
                        director.fromWire(fragment).verdict())
                .isEqualTo(TO_HOST));
    }

    @Test
    void shouldSayWhyWhenAskedAboutAnExceptedClient() {
        director.told();
        director.commands.explain(new FlowKey().ipv4(EXCEPTED, 0, 0, EXCEPTING_PORT, IpProtocol.TCP), 7);
        director.cycle();

        assertThat(director.told().get(0)).startsWith("7 EXCEPTED");
    }
}
