package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_MAC;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.Fixture.toVip6;
import static io.fairlead.lb.steering.SteeringCounter.DELIVERED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NOT_ACCEPTED;
import static io.fairlead.lb.steering.SteeringCounter.DROP_NO_TRANSLATION;
import static io.fairlead.lb.steering.SteeringCounter.DROP_UNKNOWN_FLOW;
import static io.fairlead.lb.steering.SteeringCounter.FRAGMENTS;
import static io.fairlead.lb.steering.SteeringCounter.FRAGMENTS_EARLY;
import static io.fairlead.lb.steering.SteeringCounter.FRAGMENT_TABLE_FULL;
import static io.fairlead.lb.steering.SteeringCounter.HANDED_OVER;
import static io.fairlead.lb.steering.SteeringCounter.NEW_FLOWS;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_HOST;
import static io.fairlead.lb.steering.SteeringCounter.PASSED_TO_UPLINK;
import static io.fairlead.lb.steering.SteeringCounter.REPLY_TRANSLATED;
import static io.fairlead.lb.steering.SteeringCounter.STEERED;
import static io.fairlead.lb.steering.SteeringCounter.TRANSLATED;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.CLOSED_VIP;
import static io.fairlead.lb.steering.TestCluster.CLOSED_VIP6;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PORT;
import static io.fairlead.lb.steering.TestCluster.UDP_PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.ip6;
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
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All fragments of a datagram go to one node, in whatever order they come; A is director, B scans. Each datagram here makes three fragments. */
class FragmentSteeringTest {

    private static final int ID = 0x4711;
    private static final int LENGTH = 48;
    private static final String TEXT =
            "A datagram of more than two times 48 bytes, and of less than three times as many, ports included.";

    private final TestNode director = TestNode.of(A, A);
    private final TestNode scanner = TestNode.of(B, A);

    /** To a node that a client's frames come to by themselves. */
    private static Packets datagram(final boolean isIpv6, final int node) {
        final Packets packet = Packets.udp().payload(TEXT);
        return isIpv6 ? toVip6(packet, node, UDP_PORT) : toVip(packet, node, UDP_PORT);
    }

    private static List<byte[]> fragments(final Packets packet) {
        return packet.fragments(ID, LENGTH);
    }

    private static IpAddress client(final boolean isIpv6) {
        return isIpv6 ? CLIENT6 : IpAddress.ofIpv4(CLIENT);
    }

    private static Packets translated(final Packets packet, final boolean isIpv6) {
        return isIpv6 ? packet.to(VIP6, UDP_PROXY_PORT) : packet.to(VIP, UDP_PROXY_PORT);
    }

    /** Gives the node the fragments in this order; each must get the verdict and come out as the expected fragment of the same index. */
    private static void check(
            final TestNode node,
            final List<byte[]> in,
            final List<byte[]> expected,
            final int verdict,
            final int... order) {
        for (final int index : order) {
            final TestNode.Outcome outcome = node.fromWire(in.get(index));
            assertThat(outcome.verdict()).as("verdict for fragment %d", index).isEqualTo(verdict);
            assertThat(outcome.frame()).as("fragment %d", index).isEqualTo(expected.get(index));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSteerAllWhereTheFlowGoesWhenTheFirstComesFirst(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(B));
        final Packets datagram = datagram(isIpv6, A);

        check(director, fragments(datagram), fragments(datagram.macs(mac(A), mac(B))), TO_UPLINK, 0, 2, 1);

        assertThat(director.count(STEERED)).isEqualTo(3);
        assertThat(director.count(FRAGMENTS)).isEqualTo(3);
        assertThat(director.count(FRAGMENTS_EARLY)).isZero();
        assertThat(director.count(NEW_FLOWS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSteerAllToTheClientsNodeWhenALaterOneComesFirst(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(C));
        director.stick(client(isIpv6), B);
        final Packets datagram = datagram(isIpv6, A);

        check(director, fragments(datagram), fragments(datagram.macs(mac(A), mac(B))), TO_UPLINK, 2, 0, 1);

        assertThat(director.count(FRAGMENTS_EARLY)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepAllHereWhenALaterOneOfAnUnknownClientComesFirst(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(B));
        final Packets datagram = datagram(isIpv6, A);

        check(director, fragments(datagram), fragments(translated(datagram, isIpv6)), TO_HOST, 1, 2, 0);

        assertThat(director.count(PASSED_TO_HOST)).isEqualTo(1);
        assertThat(director.count(DELIVERED)).isEqualTo(1);
        assertThat(director.count(TRANSLATED)).isEqualTo(1);
        assertThat(director.count(FRAGMENTS_EARLY)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFollowTheFlowWhenItWasOpenedByAWholeDatagram(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(B));
        director.fromWire(datagram(isIpv6, A).payload("short"));
        director.publish(cluster -> cluster.best(C));
        final Packets datagram = datagram(isIpv6, A);

        check(director, fragments(datagram), fragments(datagram.macs(mac(A), mac(B))), TO_UPLINK, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTranslateTheFirstAloneWhenSteeredFragmentsAreScanned(final boolean isIpv6) {
        final Packets datagram = datagram(isIpv6, B).macs(mac(A), mac(B));

        check(scanner, fragments(datagram), fragments(translated(datagram, isIpv6)), TO_HOST, 2, 0, 1);

        assertThat(scanner.count(TRANSLATED)).isEqualTo(1);
        assertThat(scanner.count(DELIVERED)).isEqualTo(2);
        assertThat(scanner.count(FRAGMENTS_EARLY)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPutBackTheFirstAloneWhenTheKernelAnswersInFragments(final boolean isIpv6) {
        scanner.fromWire(datagram(isIpv6, B).macs(mac(A), mac(B)));
        final Packets reply = Packets.udp().payload(TEXT).macs(mac(B), CLIENT_MAC);
        final Packets before = isIpv6
                ? reply.from(VIP6, UDP_PROXY_PORT).to(CLIENT6, CLIENT_PORT)
                : reply.from(VIP, UDP_PROXY_PORT).to(CLIENT, CLIENT_PORT);
        final List<byte[]> after = fragments(isIpv6 ? before.from(VIP6, UDP_PORT) : before.from(VIP, UDP_PORT));

        for (int i = 0; i < after.size(); i++) {
            final TestNode.Outcome outcome =
                    scanner.fromKernel(fragments(before).get(i));
            assertThat(outcome.verdict()).isEqualTo(TO_UPLINK);
            assertThat(outcome.frame()).as("fragment %d", i).isEqualTo(after.get(i));
        }
        assertThat(scanner.count(REPLY_TRANSLATED)).isEqualTo(1);
        assertThat(scanner.count(PASSED_TO_UPLINK)).isEqualTo(2);
    }

    private static IpAddress own(final boolean isIpv6, final int node) {
        return isIpv6 ? ip6(node) : IpAddress.ofIpv4(ip(node));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldChangeTheAddressOfAllWhenTheyWereSentToAnotherNode(final boolean isIpv6) {
        final Packets datagram = datagram(isIpv6, B).macs(mac(A), mac(B)).to(own(isIpv6, C), UDP_PORT);

        check(scanner, fragments(datagram), fragments(datagram.to(own(isIpv6, B), UDP_PROXY_PORT)), TO_HOST, 1, 0, 2);
    }

    /** What a client of another node's address is answered, before and after its source is put back. */
    private Answer answer(final boolean isIpv6, final int node) {
        scanner.fromWire(datagram(isIpv6, B).macs(mac(A), mac(B)).to(own(isIpv6, node), UDP_PORT));
        final Packets kernel = Packets.udp()
                .payload(TEXT)
                .macs(mac(B), CLIENT_MAC)
                .from(own(isIpv6, B), UDP_PROXY_PORT)
                .to(client(isIpv6), CLIENT_PORT);
        return new Answer(kernel, kernel.from(own(isIpv6, node), UDP_PORT));
    }

    private record Answer(Packets kernel, Packets wire) {}

    private void check(final byte[] kernel, final byte[] wire) {
        final TestNode.Outcome outcome = scanner.fromKernel(kernel);
        assertThat(outcome.verdict()).isEqualTo(TO_UPLINK);
        assertThat(outcome.frame()).isEqualTo(wire);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPutBackTheAddressOfAllWhenTheKernelAnswersForAnotherNode(final boolean isIpv6) {
        final Answer answer = answer(isIpv6, C);
        for (int i = 0; i < 3; i++) {
            check(fragments(answer.kernel).get(i), fragments(answer.wire).get(i));
        }
        assertThat(scanner.count(REPLY_TRANSLATED)).isEqualTo(3);
        assertThat(scanner.count(PASSED_TO_UPLINK)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellAnswersApartWhenTheirFragmentsMix(final boolean isIpv6) {
        final Answer asAnother = answer(isIpv6, C);
        final Answer asItself = answer(isIpv6, B);
        for (int i = 0; i < 3; i++) {
            check(
                    asAnother.kernel.fragments(ID + 1, LENGTH).get(i),
                    asAnother.wire.fragments(ID + 1, LENGTH).get(i));
            check(
                    asItself.kernel
                            .from(own(isIpv6, B), 53)
                            .fragments(ID, LENGTH)
                            .get(i),
                    asItself.kernel
                            .from(own(isIpv6, B), 53)
                            .fragments(ID, LENGTH)
                            .get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldForgetAnAnswerThatHasNoEndWhenTheNextOneOfItsIdentificationBegins(final boolean isIpv6) {
        final Answer answer = answer(isIpv6, C);
        check(fragments(answer.kernel).get(0), fragments(answer.wire).get(0));
        final Packets other = answer.kernel.from(own(isIpv6, B), 53);

        for (int i = 0; i < 3; i++) {
            check(fragments(other).get(i), fragments(other).get(i));
        }
    }

    @Test
    void shouldNeverRunOutOfRoomWhenTheKernelEndsItsAnswers() {
        final Answer answer = answer(false, C);
        for (int id = 0; id < 5000; id++) {
            for (int i = 0; i < 3; i++) {
                check(
                        answer.kernel.fragments(id, LENGTH).get(i),
                        answer.wire.fragments(id, LENGTH).get(i));
            }
        }
        assertThat(scanner.count(FRAGMENT_TABLE_FULL)).isZero();
    }

    @Test
    void shouldCountAnswersWhenThereIsNoRoomForMore() {
        final Answer answer = answer(false, C);
        final int room = 3072;
        for (int id = 0; id < room; id++) {
            scanner.fromKernel(answer.kernel.fragments(id, LENGTH).get(0));
        }
        assertThat(scanner.count(FRAGMENT_TABLE_FULL)).isZero();

        scanner.fromKernel(answer.kernel.fragments(room, LENGTH).get(0));
        assertThat(scanner.count(FRAGMENT_TABLE_FULL)).isEqualTo(1);

        scanner.pass(60 + 35);
        scanner.fromKernel(answer.kernel.fragments(room, LENGTH).get(0));
        assertThat(scanner.count(FRAGMENT_TABLE_FULL)).isEqualTo(1);
    }

    @Test
    void shouldDropAllWhenTheyWereSentToAnotherNodesIpv6AddressAndThisOneHasNone() {
        scanner.publish(cluster -> cluster.withoutIpv6(B));
        final Packets datagram = datagram(true, B).macs(mac(A), mac(B)).to(ip6(C), UDP_PORT);

        check(scanner, fragments(datagram), fragments(datagram), DROP, 1, 0, 2);

        assertThat(scanner.count(DROP_NO_TRANSLATION)).isEqualTo(3);
    }

    @Test
    void shouldKeepAllFromTheClientsNodeWhenThatCannotTakeThem() {
        director.publish(cluster -> cluster.best(C).withoutIpv6(B));
        director.stick(CLIENT6, B);
        final Packets datagram = datagram(true, A).to(ip6(A), UDP_PORT);

        check(director, fragments(datagram), fragments(datagram.to(ip6(A), UDP_PROXY_PORT)), TO_HOST, 2, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHandAllOverWhenTheFirstCameToABackupsOwnAddress(final boolean isIpv6) {
        final Packets datagram = datagram(isIpv6, B).to(own(isIpv6, B), UDP_PORT);

        check(scanner, fragments(datagram), fragments(datagram.macs(mac(B), mac(A))), TO_UPLINK, 0, 1, 2);

        assertThat(scanner.count(HANDED_OVER)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSteerAllWhenABackupHandsThemOver(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(C));
        final Packets datagram =
                datagram(isIpv6, B).to(own(isIpv6, B), UDP_PORT).macs(mac(B), mac(A));

        check(director, fragments(datagram), fragments(datagram.macs(mac(A), mac(C))), TO_UPLINK, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassAllWhenThePortIsNotRedirected(final boolean isIpv6) {
        director.stick(client(isIpv6), B);
        final Packets datagram =
                isIpv6 ? datagram(true, A).to(VIP6, 53) : datagram(false, A).to(VIP, 53);

        check(director, fragments(datagram), fragments(datagram), TO_HOST, 0, 1, 2);

        assertThat(director.count(PASSED_TO_HOST)).isEqualTo(1);
        assertThat(director.count(DELIVERED)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseTheOneWithThePortsWhenAcceptModeIsOff(final boolean isIpv6) {
        final Packets datagram = isIpv6
                ? datagram(true, A).to(CLOSED_VIP6, 53)
                : datagram(false, A).to(CLOSED_VIP, 53);

        check(director, fragments(datagram), fragments(datagram), DROP, 0);
        check(director, fragments(datagram), fragments(datagram), TO_HOST, 1, 2);
        check(director, fragments(datagram), fragments(datagram), DROP, 0);

        assertThat(director.count(DROP_NOT_ACCEPTED)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotCutAHeaderToGetPastAcceptMode(final boolean isIpv6) {
        final Packets syn = isIpv6 ? toVip6(Packets.syn(), A, 22) : toVip(Packets.syn(), A, 22);
        final Packets closed = isIpv6 ? syn.to(CLOSED_VIP6, 22) : syn.to(CLOSED_VIP, 22);

        assertThat(director.fromWire(closed.fragments(ID, 8).get(0)).verdict()).isEqualTo(DROP);
        assertThat(director.fromWire(syn.fragments(ID, 8).get(0)).verdict()).isEqualTo(TO_HOST);
    }

    @Test
    void shouldSteerTheFragmentsOfASegmentWhereItsConnectionGoes() {
        director.publish(cluster -> cluster.best(B));
        director.fromWire(toVip(Packets.syn(), A, TRANSLATED_PORT));
        final Packets segment = toVip(Packets.tcp(TcpSegment.ACK).payload(TEXT), A, TRANSLATED_PORT);

        check(director, fragments(segment), fragments(segment.macs(mac(A), mac(B))), TO_UPLINK, 0, 1, 2);
    }

    @Test
    void shouldRememberNothingWhenTheFirstIsDropped() {
        director.publish(cluster -> cluster.best(B));
        final Packets segment = toVip(Packets.tcp(TcpSegment.ACK).payload(TEXT), A, TRANSLATED_PORT);
        check(director, fragments(segment), fragments(segment), DROP, 0);
        assertThat(director.count(DROP_UNKNOWN_FLOW)).isEqualTo(1);

        director.answer(new FlowKey().ipv4(CLIENT, CLIENT_PORT, VIP, TRANSLATED_PORT, IpProtocol.TCP), B, true);

        check(director, fragments(segment), fragments(segment.macs(mac(A), mac(B))), TO_UPLINK, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellDatagramsApart(final boolean isIpv6) {
        director.publish(cluster -> cluster.best(B));
        director.fromWire(fragments(datagram(isIpv6, A)).get(0));
        final long earlyBefore = director.count(FRAGMENTS_EARLY);

        final Packets datagram = datagram(isIpv6, A);
        final Packets ofAnother = isIpv6
                ? datagram.from(IpAddress.ofIpv6(CLIENT6.high(), CLIENT6.low() + 1), CLIENT_PORT)
                : datagram.from(CLIENT + 1, CLIENT_PORT);
        final Packets segment = Packets.tcp(TcpSegment.ACK).payload(TEXT);
        director.fromWire(datagram.fragments(ID + 1, LENGTH).get(1));
        director.fromWire(fragments(ofAnother).get(1));
        director.fromWire(fragments(isIpv6 ? toVip6(segment, A, UDP_PORT) : toVip(segment, A, UDP_PORT))
                .get(1));

        assertThat(director.count(FRAGMENTS_EARLY) - earlyBefore).isEqualTo(3);
    }

    @Test
    void shouldChooseAnewWhenTheNodeOfADatagramIsGone() {
        director.publish(cluster -> cluster.best(B));
        director.fromWire(fragments(datagram(false, A)).get(0));
        director.publish(cluster -> cluster.best(C).gone(B));

        final Packets next = datagram(false, A).payload(TEXT.toUpperCase(Locale.ROOT));

        check(director, fragments(next), fragments(next.macs(mac(A), mac(C))), TO_UPLINK, 0, 1, 2);
    }

    @Test
    void shouldGoByTheFlowAloneWhenThereIsNoRoomForMoreDatagrams() {
        director.publish(cluster -> cluster.best(B));
        final Packets datagram = datagram(false, A);
        final int room = 3072;
        IntStream.range(0, room)
                .forEach(id -> director.fromWire(datagram.fragments(id, LENGTH).get(0)));
        assertThat(director.count(FRAGMENT_TABLE_FULL)).isZero();

        final TestNode.Outcome first =
                director.fromWire(datagram.fragments(room, LENGTH).get(0));
        assertThat(director.count(FRAGMENT_TABLE_FULL)).isEqualTo(1);
        assertThat(first.frame())
                .isEqualTo(datagram.macs(mac(A), mac(B)).fragments(room, LENGTH).get(0));

        director.pass(60 + 35);
        director.fromWire(datagram.fragments(room + 1, LENGTH).get(0));
        assertThat(director.count(FRAGMENT_TABLE_FULL)).isEqualTo(1);
    }
}
