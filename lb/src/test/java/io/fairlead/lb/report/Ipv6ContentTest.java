package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of the fields for IPv6: a whole message at a time, as {@link Verdict#BAD_CONTENT}. */
final class Ipv6ContentTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final String CLIENT = "20010db80051000000000000000000c9";

    private static final String OWNER_CHUNK = "0021 000c 00000007 00000002 01000000";
    private static final String STICKY_DELTA = "0023 0010 0000000000000005 0000000000000006";
    private static final String STICKY_CHUNK = "0024 0018 0000000000000005 0000000000000006 00000001 00000000";
    private static final String FLOW = "0022 0010 0a3300c9 0a330064 c822 2382 06000000";

    private final MessageEncoder encoder = new MessageEncoder(Authenticator.open());
    private final MessageDecoder decoder = new MessageDecoder(Samples.CLUSTER, Authenticator.open());

    private Verdict verdict(final MessageType type, final String... fields) {
        final byte[] values = HEX.parseHex(String.join("", fields).replace(" ", ""));
        final byte[] header = encoder.encode(Samples.message(new OwnerQuery(1)));
        final byte[] payload = Arrays.copyOf(header, HeaderLayout.HEADER_LENGTH + values.length);
        System.arraycopy(values, 0, payload, HeaderLayout.HEADER_LENGTH, values.length);
        ByteBuffer.wrap(payload)
                .put(HeaderLayout.TYPE_OFFSET, (byte) type.code())
                .putShort(HeaderLayout.LENGTH_OFFSET, (short) payload.length);
        return decoder.decode(payload).verdict();
    }

    /** A field of the length that it has. */
    private static String field(final int type, final String value) {
        return HEX.toHexDigits((short) type) + HEX.toHexDigits((short) (value.length() / 2)) + value;
    }

    private static String flow(final String client, final String destination) {
        return client + destination + "c822238206000000";
    }

    private Stream<Verdict> verdictsOn(final String client) {
        return Stream.of(
                verdict(MessageType.OWNER_ANSWER, OWNER_CHUNK, field(FieldType.OWNER_IPV6, CLIENT + client)),
                verdict(MessageType.STICKY_DELTA, STICKY_DELTA, field(FieldType.STICKY_IPV6, client + "0a330001")),
                verdict(MessageType.STICKY_SNAPSHOT, STICKY_CHUNK, field(FieldType.STICKY_IPV6, client + "0a330001")),
                verdict(MessageType.FLOW_QUERY, field(FieldType.FLOW_IPV6, flow(client, CLIENT))),
                verdict(MessageType.FLOW_CLAIM, field(FieldType.FLOW_IPV6, flow(CLIENT, client))));
    }

    @ParameterizedTest
    @ValueSource(strings = {CLIENT, "fe800000000000000000000000000001", "00000000000000010000ffff0a3300c9"})
    void shouldAcceptAddressesOfHosts(final String client) {
        assertThat(verdictsOn(client)).containsOnly(Verdict.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000ffff0a3300c9, IPv4-mapped",
        "00000000000000000000000000000000, unspecified",
        "ff020000000000000000000000000012, a group"
    })
    void shouldRefuseAddressesThatNoClientHas(final String client, final String reason) {
        assertThat(verdictsOn(client)).as(reason).containsOnly(Verdict.BAD_CONTENT);
    }

    static Stream<String> cutEntries() {
        return Stream.of(CLIENT.substring(2), CLIENT + CLIENT.substring(2), "00");
    }

    @ParameterizedTest
    @MethodSource("cutEntries")
    void shouldRefuseListsWithPartOfAnEntry(final String list) {
        assertThat(verdict(MessageType.OWNER_ANSWER, OWNER_CHUNK, field(FieldType.OWNER_IPV6, list)))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(MessageType.STICKY_DELTA, STICKY_DELTA, field(FieldType.STICKY_IPV6, list)))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(MessageType.STICKY_SNAPSHOT, STICKY_CHUNK, field(FieldType.STICKY_IPV6, list)))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(MessageType.FLOW_QUERY, field(FieldType.FLOW_IPV6, list)))
                .isEqualTo(Verdict.BAD_CONTENT);
    }

    @Test
    void shouldRefuseAListThatRunsOverTheEndOfItsMessage() {
        final String list = field(FieldType.OWNER_IPV6, CLIENT);
        assertThat(verdict(MessageType.OWNER_ANSWER, OWNER_CHUNK, list.substring(0, list.length() - 2)))
                .isEqualTo(Verdict.BAD_LENGTH);
    }

    @Test
    void shouldRefuseMoreThanAMessageHasRoomFor() {
        assertThat(verdict(MessageType.OWNER_ANSWER, OWNER_CHUNK, field(FieldType.OWNER_IPV6, CLIENT.repeat(79))))
                .isEqualTo(Verdict.OK);
        assertThat(verdict(MessageType.OWNER_ANSWER, OWNER_CHUNK, field(FieldType.OWNER_IPV6, CLIENT.repeat(80))))
                .isEqualTo(Verdict.BAD_CONTENT);
        final String assignment = CLIENT + "0a330001";
        assertThat(verdict(MessageType.STICKY_DELTA, STICKY_DELTA, field(FieldType.STICKY_IPV6, assignment.repeat(64))))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(
                        MessageType.STICKY_SNAPSHOT, STICKY_CHUNK, field(FieldType.STICKY_IPV6, assignment.repeat(64))))
                .isEqualTo(Verdict.BAD_CONTENT);
    }

    @Test
    void shouldRefuseIpv6ClientsAlone() {
        assertThat(verdict(MessageType.OWNER_ANSWER, field(FieldType.OWNER_IPV6, CLIENT)))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(MessageType.STICKY_DELTA, field(FieldType.STICKY_IPV6, CLIENT + "0a330001")))
                .isEqualTo(Verdict.BAD_CONTENT);
        assertThat(verdict(MessageType.STICKY_SNAPSHOT, field(FieldType.STICKY_IPV6, CLIENT + "0a330001")))
                .isEqualTo(Verdict.BAD_CONTENT);
    }

    @Test
    void shouldRefuseTwoFlowsInOneMessage() {
        assertThat(verdict(MessageType.FLOW_QUERY, FLOW)).isEqualTo(Verdict.OK);
        assertThat(verdict(MessageType.FLOW_QUERY, FLOW, field(FieldType.FLOW_IPV6, flow(CLIENT, CLIENT))))
                .isEqualTo(Verdict.BAD_CONTENT);
    }

    /** Such a flow is a forged packet's: asking for it does no harm. */
    @Test
    void shouldRefuseAFlowOfTwoFamilies() {
        for (final FlowTuple flow : List.of(
                new FlowTuple(6, Samples.CLIENT, 1, Samples.CLIENT_IPV6, 2),
                new FlowTuple(6, Samples.CLIENT_IPV6, 1, Samples.CLIENT, 2))) {
            assertThat(decoder.decode(encoder.encode(Samples.message(new FlowQuery(flow))))
                            .verdict())
                    .isEqualTo(Verdict.BAD_CONTENT);
        }
    }

    @Test
    void shouldNotHoldMoreThanAMessageHasRoomFor() {
        final List<Assignment> assignments = Samples.assignments(Collections.nCopies(64, Samples.CLIENT_IPV6));
        assertThatThrownBy(() -> new StickyDelta(1, 1, assignments)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StickySnapshot(1, 1, 0, true, assignments))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OwnerAnswer(1, 0, true, Collections.nCopies(80, Samples.CLIENT_IPV6)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
