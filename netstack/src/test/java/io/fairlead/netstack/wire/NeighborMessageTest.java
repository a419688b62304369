package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighborMessageTest {

    private static final byte[] ADVERTISEMENT = Arrays.copyOfRange(Golden.NEIGHBOR_ADVERTISEMENT, 40, 72);
    private static final IpAddress TARGET = IpAddress.parse("fd51::100");
    private static final long MAC = MacAddress.parse("02:51:00:00:00:01");
    private static final String HEAD = "8700 0000 0000 0000" + "00".repeat(16);

    private final NeighborMessage message = new NeighborMessage();

    @Test
    void shouldReadAdvertisementOfKeepalived() {
        message.wrap(Bytes.atEnd(ADVERTISEMENT, 32, 0), 0, 32);

        assertThat(message.isValid()).isTrue();
        assertThat(message.type()).isEqualTo(NeighborMessage.ADVERTISEMENT);
        assertThat(message.flags()).isEqualTo(NeighborMessage.OVERRIDE);
        assertThat(IpAddress.ofIpv6(message.targetHigh(), message.targetLow())).isEqualTo(TARGET);
        assertThat(message.linkLayerAddress()).isEqualTo(MAC);
        assertThat(message.isChecksumValid(pseudoHeader())).isTrue();
        assertThat(message.isChecksumValid(pseudoHeader() + 1)).isFalse();
        assertThat(message).hasToString("NeighborMessage[type=136 target=fd51::100 mac=02:51:00:00:00:01]");
    }

    @Test
    void shouldWriteAdvertisementOfKeepalived() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);
        buffer.setMemory(0, 32, (byte) 0xA5);

        message.wrap(buffer, 0, 32)
                .message(NeighborMessage.ADVERTISEMENT, NeighborMessage.OVERRIDE, TARGET, MAC)
                .updateChecksum(pseudoHeader());

        assertThat(buffer.byteArray()).isEqualTo(ADVERTISEMENT);
    }

    @Test
    void shouldReadItsOwnSolicitation() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[32]);

        message.wrap(buffer, 0, 32).message(NeighborMessage.SOLICITATION, 0, TARGET, MAC);

        assertThat(message.isValid()).isTrue();
        assertThat(buffer.getByte(24)).as("source link-layer address").isEqualTo((byte) 1);
        assertThat(message.linkLayerAddress()).isEqualTo(MAC);
    }

    @ParameterizedTest(name = "options {0}")
    @CsvSource({
        "'', true, false",
        "0101 0251 0000 0001, true, true",
        "0201 0251 0000 0001, true, false",
        "0e01 1122 3344 5566 0101 0251 0000 0001, true, true",
        "0e02 1122 3344 5566 0000 0000 0000 0000 0101 0251 0000 0001, true, true",
        "0100 0251 0000 0001, false, false",
        "0102 0251 0000 0001, false, false",
        "0101 0251 0000 00, false, false",
        "0101 0251 0000 0001 01, false, false"
    })
    void shouldJudgeOptionsOfSolicitation(final String options, final boolean valid, final boolean hasAddress) {
        final byte[] bytes = Bytes.hex(HEAD + options);

        message.wrap(Bytes.copy(bytes), 0, bytes.length);

        assertThat(message.isValid()).isEqualTo(valid);
        if (valid) {
            assertThat(message.linkLayerAddress()).isEqualTo(hasAddress ? MAC : NeighborMessage.NO_LINK_LAYER_ADDRESS);
            assertThat(message.toString()).endsWith(hasAddress ? "mac=02:51:00:00:00:01]" : "mac=none]");
        } else {
            assertThat(message.toString()).startsWith("NeighborMessage[not valid, ");
        }
    }

    @ParameterizedTest(name = "type and code {0}")
    @CsvSource({"8700, true", "8800, true", "8701, false", "8600, false", "8900, false", "8000, false"})
    void shouldJudgeTypeAndCode(final String typeAndCode, final boolean valid) {
        final byte[] bytes = Bytes.hex(typeAndCode + HEAD.substring(4));

        assertThat(message.wrap(Bytes.copy(bytes), 0, 24).isValid()).isEqualTo(valid);
        assertThat(message.wrap(Bytes.copy(bytes), 0, 23).isValid()).isFalse();
    }

    private static long pseudoHeader() {
        return new Ipv6Packet()
                .wrap(Bytes.copy(Golden.NEIGHBOR_ADVERTISEMENT), 0, 72)
                .pseudoHeader();
    }
}
