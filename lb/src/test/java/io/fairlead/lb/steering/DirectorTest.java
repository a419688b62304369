package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.row;
import static io.fairlead.lb.steering.Fixture.toOwn;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NO_OWNER;
import static io.fairlead.lb.steering.SteeringCounter.DROP_UNKNOWN_FLOW;
import static io.fairlead.lb.steering.SteeringCounter.REFUSED_NO_NODE;
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

/** Node A is director. What it does with each kind of frame from the wire. */
class DirectorTest {

    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK).payload("GET / HTTP/1.1"), A, SAME_PORT);
    private static final Packets WEB_SYN = toVip(Packets.syn(), A, TRANSLATED_PORT);
    private static final Packets DATAGRAM = toVip(Packets.udp(), A, UDP_PORT);
    private static final int VLAN_TAG = 0x600C;

    private static Consumer<TestNode> best(final int node) {
        return tested -> tested.publish(cluster -> cluster.best(node));
    }

    private static Consumer<TestNode> opened(final int node) {
        return best(node).andThen(tested -> tested.fromWire(SYN));
    }

    private static Packets steered(final Packets packet, final int node) {
        return packet.macs(mac(A), mac(node));
    }

    private static TestNode director() {
        return TestNode.of(A, A);
    }

    static Stream<Fixture> newFlows() {
        return Stream.of(
                row(
                        "a new flow to another node",
                        DirectorTest::director,
                        best(B),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, B)),
                row("a new flow to itself", DirectorTest::director, best(A), SYN, TO_HOST, DELIVERED, SYN),
                row(
                        "a new flow to itself at another proxy port",
                        DirectorTest::director,
                        best(A),
                        WEB_SYN,
                        TO_HOST,
                        TRANSLATED,
                        WEB_SYN.to(VIP, PROXY_PORT)),
                row(
                        "a new flow to its own address, to another node",
                        DirectorTest::director,
                        best(C),
                        toOwn(Packets.syn(), A, SAME_PORT),
                        TO_UPLINK,
                        STEERED,
                        steered(toOwn(Packets.syn(), A, SAME_PORT), C)),
                row(
                        "a datagram to another node",
                        DirectorTest::director,
                        best(B),
                        DATAGRAM,
                        TO_UPLINK,
                        STEERED,
                        steered(DATAGRAM, B)),
                row(
                        "a datagram translated",
                        DirectorTest::director,
                        best(A),
                        DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        DATAGRAM.to(VIP, UDP_PROXY_PORT)),
                row(
                        "a datagram without a checksum translated stays without one",
                        DirectorTest::director,
                        best(A),
                        DATAGRAM.withoutChecksum(),
                        TO_HOST,
                        TRANSLATED,
                        DATAGRAM.to(VIP, UDP_PROXY_PORT).withoutChecksum()),
                row(
                        "a tagged frame keeps its tag when steered",
                        DirectorTest::director,
                        best(B),
                        SYN.vlan(VLAN_TAG),
                        TO_UPLINK,
                        STEERED,
                        steered(SYN.vlan(VLAN_TAG), B)),
                row(
                        "a tagged frame keeps its tag when translated",
                        DirectorTest::director,
                        best(A),
                        WEB_SYN.vlan(VLAN_TAG),
                        TO_HOST,
                        TRANSLATED,
                        WEB_SYN.vlan(VLAN_TAG).to(VIP, PROXY_PORT)),
                row(
                        "a sticky client's new flow to its node, though another is better",
                        DirectorTest::director,
                        best(C).andThen(tested -> tested.stick(CLIENT, B)),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, B)),
                row(
                        "a sticky client's new flow elsewhere, if its node may not have it",
                        DirectorTest::director,
                        best(C).andThen(tested -> {
                            tested.stick(CLIENT, B);
                            tested.publish(cluster -> cluster.eligible(B, false));
                        }),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, C)),
                row(
                        "no node may have new flows: its own kernel refuses",
                        DirectorTest::director,
                        tested -> tested.publish(cluster ->
                                cluster.eligible(A, false).eligible(B, false).eligible(C, false)),
                        SYN,
                        TO_HOST,
                        REFUSED_NO_NODE,
                        SYN),
                row(
                        "no node may have new flows: refused at the proxy port, so that the answer can be put back",
                        DirectorTest::director,
                        tested -> tested.publish(cluster ->
                                cluster.eligible(A, false).eligible(B, false).eligible(C, false)),
                        WEB_SYN,
                        TO_HOST,
                        REFUSED_NO_NODE,
                        WEB_SYN.to(VIP, PROXY_PORT)));
    }

    static Stream<Fixture> runningFlows() {
        return Stream.of(
                row(
                        "a repeated SYN to the same node, though another is better now",
                        DirectorTest::director,
                        opened(B).andThen(best(C)),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, B)),
                row(
                        "a repeated SYN elsewhere, if its node became unhealthy",
                        DirectorTest::director,
                        opened(B)
                                .andThen(tested -> tested.publish(
                                        cluster -> cluster.best(C).eligible(B, false))),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, C)),
                row(
                        "a running flow stays on a node that may not have new ones",
                        DirectorTest::director,
                        opened(B).andThen(tested -> tested.publish(cluster -> cluster.eligible(B, false))),
                        ACK,
                        TO_UPLINK,
                        STEERED,
                        steered(ACK, B)),
                row(
                        "a datagram of a flow whose node drains",
                        DirectorTest::director,
                        best(B).andThen(tested -> tested.fromWire(DATAGRAM))
                                .andThen(tested -> tested.publish(
                                        cluster -> cluster.best(C).draining(B))),
                        DATAGRAM,
                        TO_UPLINK,
                        STEERED,
                        steered(DATAGRAM, B)),
                row(
                        "a datagram of a flow of its own while it drains",
                        DirectorTest::director,
                        best(A).andThen(tested -> tested.fromWire(DATAGRAM))
                                .andThen(tested -> tested.publish(
                                        cluster -> cluster.best(C).draining(A))),
                        DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        DATAGRAM.to(VIP, UDP_PROXY_PORT)),
                row(
                        "a datagram of a flow whose node failed",
                        DirectorTest::director,
                        best(B).andThen(tested -> tested.fromWire(DATAGRAM))
                                .andThen(tested -> tested.publish(
                                        cluster -> cluster.best(C).eligible(B, false))),
                        DATAGRAM,
                        TO_UPLINK,
                        STEERED,
                        steered(DATAGRAM, C)),
                row(
                        "a datagram of a flow whose node left",
                        DirectorTest::director,
                        best(B).andThen(tested -> tested.fromWire(DATAGRAM))
                                .andThen(tested -> tested.publish(
                                        cluster -> cluster.best(C).gone(B))),
                        DATAGRAM,
                        TO_UPLINK,
                        STEERED,
                        steered(DATAGRAM, C)),
                row(
                        "a datagram of a new flow while a node drains",
                        DirectorTest::director,
                        tested -> tested.publish(cluster -> cluster.best(B).draining(B)),
                        DATAGRAM,
                        TO_HOST,
                        TRANSLATED,
                        DATAGRAM.to(VIP, UDP_PROXY_PORT)),
                row("a running flow of its own", DirectorTest::director, opened(A), ACK, TO_HOST, DELIVERED, ACK),
                row(
                        "a running flow whose node left the cluster",
                        DirectorTest::director,
                        opened(B).andThen(tested -> tested.publish(cluster -> cluster.gone(B))),
                        ACK,
                        DROP,
                        DROP_NO_OWNER,
                        ACK),
                row(
                        "a running flow when the list of nodes became shorter before its node",
                        DirectorTest::director,
                        opened(C).andThen(tested -> tested.publish(cluster -> cluster.gone(B))),
                        ACK,
                        TO_UPLINK,
                        STEERED,
                        steered(ACK, C)),
                row(
                        "a port used again after FIN is a new flow, for the client's node",
                        DirectorTest::director,
                        opened(B).andThen(tested -> {
                            tested.fromWire(SYN.flags(TcpSegment.FIN | TcpSegment.ACK));
                            tested.stick(CLIENT, C);
                        }),
                        SYN,
                        TO_UPLINK,
                        STEERED,
                        steered(SYN, C)),
                row(
                        "an unknown segment of a sticky client to its node",
                        DirectorTest::director,
                        tested -> tested.stick(CLIENT, C),
                        ACK,
                        TO_UPLINK,
                        STEERED,
                        steered(ACK, C)),
                row(
                        "an unknown segment of a client that should be its own is asked for",
                        DirectorTest::director,
                        tested -> tested.stick(CLIENT, A),
                        ACK,
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        ACK),
                row(
                        "an unknown segment of an unknown client",
                        DirectorTest::director,
                        same -> {},
                        ACK,
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        ACK),
                row(
                        "an unknown SYN-ACK opens nothing",
                        DirectorTest::director,
                        same -> {},
                        SYN.flags(TcpSegment.SYN | TcpSegment.ACK),
                        DROP,
                        DROP_UNKNOWN_FLOW,
                        SYN.flags(TcpSegment.SYN | TcpSegment.ACK)));
    }

    static Stream<Fixture> handOvers() {
        final Packets toB = toOwn(Packets.syn(), B, SAME_PORT).macs(mac(B), mac(A));
        return Stream.of(
                row(
                        "a hand-over steered to a third node",
                        DirectorTest::director,
                        best(C),
                        toB,
                        TO_UPLINK,
                        STEERED,
                        steered(toB, C)),
                row(
                        "a hand-over steered back",
                        DirectorTest::director,
                        best(B),
                        toB,
                        TO_UPLINK,
                        STEERED,
                        steered(toB, B)),
                row(
                        "a hand-over for itself, under an address its kernel knows",
                        DirectorTest::director,
                        best(A),
                        toB,
                        TO_HOST,
                        TRANSLATED,
                        toB.to(ip(A), SAME_PORT)),
                row(
                        "a frame another director steered is delivered",
                        DirectorTest::director,
                        best(C),
                        SYN.macs(mac(B), mac(A)),
                        TO_HOST,
                        DELIVERED,
                        SYN.macs(mac(B), mac(A))),
                row(
                        "a frame another director steered for its own address came here",
                        DirectorTest::director,
                        best(C),
                        toOwn(Packets.syn(), C, SAME_PORT).macs(mac(B), mac(A)),
                        TO_HOST,
                        TRANSLATED,
                        toOwn(Packets.syn(), A, SAME_PORT).macs(mac(B), mac(A))));
    }

    @ParameterizedTest
    @MethodSource({"newFlows", "runningFlows", "handOvers"})
    void shouldDecideAsTheTableSays(final Fixture fixture) {
        fixture.checkFromWire();
    }
}
