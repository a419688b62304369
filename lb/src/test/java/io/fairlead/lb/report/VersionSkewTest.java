package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that know no IPv6 clients, nodes that do, and nodes of the future in one cluster. */
final class VersionSkewTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Sender, boot id, sequence and addressee of {@link Samples#message}. */
    private static final String HEADER_REST = "42452daa02000000000100000102030405060708000000000000002a"
            + "00000000000000000000ffff0a33000100000000000000000000ffff00000000";

    private final MessageEncoder encoder = new MessageEncoder(Authenticator.open());
    private final MessageDecoder decoder = new MessageDecoder(Samples.CLUSTER, Authenticator.open());

    /** Written by the version before IPv6 clients, in the order of {@link #ipv4Bodies}. */
    @ParameterizedTest
    @CsvSource({
        "0, 464c01030000005c, 002100140000000700000002010000000a3300c9ffffffff",
        "1, 464c010400000058, 002200100a3300c90a330064c822238206000000",
        "2, 464c010500000058, 002200100a3300c90a330064c822238206000000",
        "3, 464c010600000060, 00230018000000000000000500000000000000060a3300c90a330002",
        "4, 464c010700000068, 002400200000000000000005000000000000000600000001010000000a3300c90a330001"
    })
    void shouldWriteAndReadIpv4AsItEverWas(final int body, final String headerBegin, final String fields) {
        final byte[] older = HEX.parseHex(headerBegin + HEADER_REST + fields);
        final Message message = Samples.message(ipv4Bodies().get(body));
        assertThat(encoder.encode(message)).isEqualTo(older);
        assertThat(decoder.decode(older)).isEqualTo(new Decoded(Verdict.OK, message));
    }

    private static List<Body> ipv4Bodies() {
        return List.of(
                new OwnerAnswer(7, 2, true, List.of(Samples.CLIENT, IpAddress.parse("255.255.255.255"))),
                new FlowQuery(Samples.FLOW),
                new FlowClaim(Samples.FLOW),
                new StickyDelta(5, 6, List.of(new Assignment(Samples.CLIENT, Samples.NODE_2))),
                new StickySnapshot(5, 6, 1, true, List.of(new Assignment(Samples.CLIENT, Samples.NODE_1))));
    }

    static Stream<Body> bodiesWithClients() {
        return Stream.concat(Samples.bodies().stream(), Samples.longestBodies().stream())
                .filter(body ->
                        body instanceof OwnerAnswer || body instanceof StickyDelta || body instanceof StickySnapshot);
    }

    /** What a node that knows no IPv6 clients makes of a message: its own rules, written down once more. */
    private static final class OlderNode {

        private final TreeMap<Integer, ByteBuffer> fields = new TreeMap<>();

        OlderNode(final byte[] payload) {
            final ByteBuffer rest = ByteBuffer.wrap(payload);
            rest.position(HeaderLayout.HEADER_LENGTH);
            while (rest.hasRemaining()) {
                final int type = rest.getShort();
                final int length = rest.getShort();
                fields.put(type, rest.slice(rest.position(), length));
                rest.position(rest.position() + length);
            }
        }

        List<Integer> numbersBehind(final int type, final int fixedLength, final int entryLength, final int max) {
            final ByteBuffer field = Objects.requireNonNull(fields.get(type), "a field that has to be there");
            final int listLength = field.remaining() - fixedLength;
            assertThat(listLength).isNotNegative().isLessThanOrEqualTo(max * entryLength);
            assertThat(listLength % entryLength).isZero();
            field.position(fixedLength);
            final List<Integer> numbers = new ArrayList<>();
            while (field.hasRemaining()) {
                numbers.add(field.getInt());
            }
            return numbers;
        }
    }

    @ParameterizedTest
    @MethodSource("bodiesWithClients")
    void shouldSayTheSameOfIpv4ToAnOlderNode(final Body body) {
        final OlderNode older = new OlderNode(encoder.encode(Samples.message(body)));
        if (body instanceof OwnerAnswer answer) {
            assertThat(older.numbersBehind(FieldType.OWNER_CHUNK, 12, 4, 320))
                    .isEqualTo(answer.clients().stream()
                            .filter(client -> !client.isIpv6())
                            .map(IpAddress::ipv4)
                            .toList());
        } else if (body instanceof StickyDelta delta) {
            assertThat(older.numbersBehind(FieldType.STICKY_DELTA, 16, 8, 160)).isEqualTo(ofIpv4(delta.assignments()));
        } else if (body instanceof StickySnapshot snapshot) {
            assertThat(older.numbersBehind(FieldType.STICKY_CHUNK, 24, 8, 160))
                    .isEqualTo(ofIpv4(snapshot.assignments()));
        }
    }

    private static List<Integer> ofIpv4(final List<Assignment> assignments) {
        return assignments.stream()
                .filter(assignment -> !assignment.client().isIpv6())
                .flatMap(assignment -> Stream.of(assignment.client().ipv4(), assignment.nodeId()))
                .toList();
    }

    @Test
    void shouldAskAnOlderNodeForNoFlowItCouldTakeForAnother() {
        final OlderNode older = new OlderNode(encoder.encode(Samples.message(new FlowQuery(Samples.FLOW_IPV6))));
        assertThat(older.fields).doesNotContainKey(FieldType.FLOW);
    }

    /** The same message with a field of tomorrow behind each of its own. */
    @ParameterizedTest
    @MethodSource("io.fairlead.lb.report.Samples#bodies")
    void shouldSkipAnUnknownFieldAmongItsOwn(final Body body) {
        final Message message = Samples.message(body);
        final ByteBuffer today = ByteBuffer.wrap(encoder.encode(message));
        final ByteBuffer tomorrow = ByteBuffer.allocate(HeaderLayout.MAX_PAYLOAD_LENGTH);
        tomorrow.put(today.slice(0, HeaderLayout.HEADER_LENGTH));
        today.position(HeaderLayout.HEADER_LENGTH);
        int unknown = 0x7F00;
        while (today.hasRemaining()) {
            tomorrow.putShort((short) unknown).putShort((short) 3).put(new byte[] {1, 2, 3});
            unknown++;
            final int type = today.getShort();
            final int length = today.getShort();
            tomorrow.putShort((short) type).putShort((short) length).put(today.slice(today.position(), length));
            today.position(today.position() + length);
        }
        tomorrow.putShort((short) unknown).putShort((short) 0);
        tomorrow.putShort(HeaderLayout.LENGTH_OFFSET, (short) tomorrow.position());

        assertThat(decoder.decode(Arrays.copyOf(tomorrow.array(), tomorrow.position())))
                .isEqualTo(new Decoded(Verdict.OK, message));
    }

    @Test
    void shouldIgnoreWhatALaterVersionAddsToAnIpv6Flow() {
        final Message message = Samples.message(new FlowQuery(Samples.FLOW_IPV6));
        final byte[] today = encoder.encode(message);
        final byte[] tomorrow = Arrays.copyOf(today, today.length + 8);
        ByteBuffer.wrap(tomorrow)
                .putShort(HeaderLayout.LENGTH_OFFSET, (short) tomorrow.length)
                .putShort(HeaderLayout.HEADER_LENGTH + 2, (short) (FieldType.FLOW_IPV6_LENGTH + 8));

        assertThat(decoder.decode(tomorrow)).isEqualTo(new Decoded(Verdict.OK, message));
    }
}
