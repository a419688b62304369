package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.MacAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ARP says about nodes' addresses is noted, and changes neither the packet nor where frames go. */
class NodeClaimsTest {

    private static final long STRANGER = 0x0200_0000_00EEL;
    private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;

    private final TestNode director = TestNode.of(A, A);

    private static final class Row {
        private final String name;
        private final byte[] frame;
        private final int verdict;
        private final int refused;
        private final List<String> told;

        Row(final String name, final byte[] frame, final int verdict, final int refused, final String... told) {
            this.name = name;
            this.frame = frame;
            this.verdict = verdict;
            this.refused = refused;
            this.told = List.of(told);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row(
                        "reply to us",
                        Packets.arp(mac(A), ArpPacket.REPLY, mac(B), ip(B), ip(A)),
                        TO_HOST,
                        0,
                        "reply of 10.51.0.2 at " + text(B)),
                new Row(
                        "reply to another node",
                        Packets.arp(BROADCAST, ArpPacket.REPLY, mac(B), ip(B), ip(C)),
                        TO_HOST,
                        0),
                new Row("request, which proves nothing", Packets.arpRequest(mac(B), ip(B), ip(A)), TO_HOST, 0),
                new Row(
                        "gratuitous ARP of a stranger",
                        Packets.arpRequest(STRANGER, ip(B), ip(B)),
                        TO_HOST,
                        1,
                        "claim of 10.51.0.2 at 02:00:00:00:00:ee"),
                new Row(
                        "reply of a stranger",
                        Packets.arp(mac(A), ArpPacket.REPLY, STRANGER, ip(B), ip(A)),
                        TO_HOST,
                        1,
                        "claim of 10.51.0.2 at 02:00:00:00:00:ee"),
                new Row(
                        "one node for another",
                        Packets.arpRequest(mac(C), ip(B), ip(B)),
                        TO_HOST,
                        1,
                        "claim of 10.51.0.2 at " + text(C)),
                new Row(
                        "stranger asks for a VIP in a node's name",
                        Packets.arpRequest(STRANGER, ip(B), VIP),
                        TO_CONTROL,
                        1,
                        "claim of 10.51.0.2 at 02:00:00:00:00:ee"),
                new Row(
                        "reply that another machine sent in the node's name",
                        sentBy(STRANGER, Packets.arp(mac(A), ArpPacket.REPLY, mac(B), ip(B), ip(A))),
                        TO_HOST,
                        0),
                new Row("client", Packets.arpRequest(STRANGER, ip(77), ip(A)), TO_HOST, 0),
                new Row("probe of RFC 5227", Packets.arpRequest(STRANGER, 0, ip(B)), TO_HOST, 0),
                new Row("own address", Packets.arpRequest(STRANGER, ip(A), ip(A)), TO_HOST, 0));
    }

    private static String text(final int node) {
        return MacAddress.format(mac(node));
    }

    private static byte[] sentBy(final long mac, final byte[] frame) {
        for (int i = 0; i < 6; i++) {
            frame[6 + i] = (byte) (mac >>> (8 * (5 - i)));
        }
        return frame;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldNoteAndPassUntouched(final Row row) {
        final TestNode.Outcome outcome = director.fromWire(row.frame);

        assertThat(outcome.verdict()).isEqualTo(row.verdict);
        assertThat(outcome.frame()).isEqualTo(row.frame);
        assertThat(director.told()).containsExactlyElementsOf(row.told);
        assertThat(director.count(SteeringCounter.NODE_CLAIMS_REFUSED)).isEqualTo(row.refused);
    }

    @Test
    void shouldNoteOnlySoMuchOfAFloodAndStillHearReplies() {
        final int flood = 3 * NodeClaims.MOST_PER_SECOND;
        for (int i = 0; i < flood; i++) {
            director.fromWire(Packets.arpRequest(STRANGER, ip(B), ip(B)));
        }
        director.fromWire(Packets.arp(mac(A), ArpPacket.REPLY, mac(B), ip(B), ip(A)));

        final List<String> told = director.told();
        assertThat(told).hasSize(NodeClaims.MOST_PER_SECOND + 1).endsWith("reply of 10.51.0.2 at " + text(B));
        assertThat(director.count(SteeringCounter.NODE_CLAIMS_REFUSED)).isEqualTo(flood);
        assertThat(director.count(SteeringCounter.STEERING_EVENTS_LOST)).isEqualTo(2L * NodeClaims.MOST_PER_SECOND);

        director.pass(1);
        director.fromWire(Packets.arpRequest(STRANGER, ip(B), ip(B)));
        assertThat(director.told()).contains("claim of 10.51.0.2 at 02:00:00:00:00:ee");
    }
}
