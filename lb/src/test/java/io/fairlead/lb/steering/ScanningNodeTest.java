package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.row;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_UNKNOWN_FLOW;
import static io.fairlead.lb.steering.SteeringCounter.HANDED_OVER;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;

import io.fairlead.netstack.wire.TcpSegment;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Node B is not director; A is, unless a row says otherwise. What B does with each kind of frame from the wire. */
class ScanningNodeTest {

    private static final int ACK = TcpSegment.ACK;

    private static final Packets STEERED_SYN =
            toVip(Packets.syn(), B, SAME_PORT).macs(mac(A), mac(B));
    private static final Packets STEERED_WEB_SYN =
            toVip(Packets.syn(), B, TRANSLATED_PORT).macs(mac(A), mac(B));
    private static final Packets OWN_SYN = toOwn(Packets.syn(), B, SAME_PORT);
    private static final Packets VIP_SYN = toVip(Packets.syn(), B, SAME_PORT);
    private static final Packets DATAGRAM = toVip(Packets.udp(), B, UDP_PORT).macs(mac(A), mac(B));

    /** B was director and gave the client's flow to a node; then A became director. */
    private static Consumer<TestNode> wasDirectorAndChose(final int node) {
        return tested -> {
            tested.publish(cluster -> cluster.directedBy(B).best(node));
            tested.fromWire(VIP_SYN);
            tested.publish(cluster -> cluster.directedBy(A));
        };
    }

    private static TestNode backup() {
        return TestNode.of(B, A);
    }

    private static TestNode alone() {
        return TestNode.of(B, SteeringTable.NO_NODE);
    }

    static Stream<Fixture> steeredFrames() {
        final Packets toOwnAddressOfA = toOwn(Packets.syn(), A, SAME_PORT).macs(mac(A), mac(B));
        return Stream.of(
                row(
                        "a steered SYN",
                        ScanningNodeTest::backup,
                        same -> {},
                        STEERED_SYN,
                        TO_HOST,
                        DELIVERED,
                        STEERED_SYN),
                row(
                        "a steered segment of a flow it knows",
                        ScanningNodeTest::backup,
                        tested -> tested.fromWire(STEERED_SYN),
                        STEERED_SYN.flags(ACK),
                        TO_HOST,
                        DELIVERED,
                        STEERED_SYN.flags(ACK)),
                row(
                        "a steered SYN for another proxy port",
                        ScanningNodeTest::backup,
                        same -> {},
                        STEERED_WEB_SYN,
                        TO_HOST,
                        TRANSLATED,
                        STEERED_WEB_SYN.to(VIP, PROXY_PORT)),
                row(
                        "a steered segment of a translated flow",
                        ScanningNodeTest::backup,
                        tested -> tested.fromWire(STEERED_WEB_SYN),
                        STEERED_WEB_SYN.flags(ACK).payload("odd"),
                        TO_HOST,
                        TRANSLATED,
                        STEERED_WEB_SYN.flags(ACK).payload("odd").to(VIP, PROXY_PORT)),
                row(
                        "a steered datagram",
                        ScanningNodeTest::backup,
                        same -> {},
                        DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        DATAGRAM.to(VIP, UDP_PROXY_PORT)),
                row(
                        "a steered frame to the director's own address is no hand-over",
                        ScanningNodeTest::backup,
                        same -> {},
                        toOwnAddressOfA,
                        TO_HOST,
                        TRANSLATED,
                        toOwnAddressOfA.to(ip(B), SAME_PORT)),
                row(
                        "a steered SYN of a flow that it gave to C as director",
                        ScanningNodeTest::backup,
                        wasDirectorAndChose(C),
                        STEERED_SYN,
                        TO_HOST,
                        DELIVERED,
                        STEERED_SYN),
                row(
                        "a steered SYN after the flow's FIN",
                        ScanningNodeTest::backup,
                        tested -> {
                            tested.fromWire(STEERED_SYN);
                            tested.fromWire(STEERED_SYN.flags(TcpSegment.FIN | ACK));
                        },
                        STEERED_SYN,
                        TO_HOST,
                        DELIVERED,
                        STEERED_SYN),
                row(
                        "a steered segment of a flow it does not know",
                        ScanningNodeTest::backup,
                        same -> {},
                        STEERED_SYN.flags(ACK),
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        STEERED_SYN.flags(ACK)));
    }

    static Stream<Fixture> framesOfClients() {
        return Stream.of(
                row(
                        "a SYN to its own address goes to the director",
                        ScanningNodeTest::backup,
                        same -> {},
                        OWN_SYN,
                        TO_UPLINK,
                        HANDED_OVER,
                        OWN_SYN.macs(mac(B), mac(A))),
                row(
                        "any segment to its own address goes to the director",
                        ScanningNodeTest::backup,
                        same -> {},
                        OWN_SYN.flags(ACK),
                        TO_UPLINK,
                        HANDED_OVER,
                        OWN_SYN.flags(ACK).macs(mac(B), mac(A))),
                row(
                        "its own flow stays, though there is a director",
                        ScanningNodeTest::backup,
                        tested -> tested.fromWire(OWN_SYN.macs(mac(A), mac(B))),
                        OWN_SYN.flags(ACK),
                        TO_HOST,
                        DELIVERED,
                        OWN_SYN.flags(ACK)),
                row(
                        "a SYN to its own address without a director",
                        ScanningNodeTest::alone,
                        same -> {},
                        OWN_SYN,
                        TO_HOST,
                        DELIVERED,
                        OWN_SYN),
                row(
                        "as ex-director it steers by its table",
                        ScanningNodeTest::backup,
                        wasDirectorAndChose(C),
                        VIP_SYN.flags(ACK),
                        TO_UPLINK,
                        STEERED,
                        VIP_SYN.flags(ACK).macs(mac(B), mac(C))),
                row(
                        "as ex-director it delivers its own",
                        ScanningNodeTest::backup,
                        wasDirectorAndChose(B),
                        VIP_SYN.flags(ACK),
                        TO_HOST,
                        DELIVERED,
                        VIP_SYN.flags(ACK)),
                row(
                        "a new flow to the VIP that strayed here",
                        ScanningNodeTest::backup,
                        same -> {},
                        VIP_SYN,
                        TO_HOST,
                        DELIVERED,
                        VIP_SYN),
                row(
                        "an unknown segment to the VIP",
                        ScanningNodeTest::backup,
                        same -> {},
                        VIP_SYN.flags(ACK),
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        VIP_SYN.flags(ACK)));
    }

    @ParameterizedTest
    @MethodSource({"steeredFrames", "framesOfClients"})
    void shouldDecideAsTheTableSays(final Fixture fixture) {
        fixture.checkFromWire();
    }
}
