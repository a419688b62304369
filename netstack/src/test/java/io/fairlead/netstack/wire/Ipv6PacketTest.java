package io.fairlead.netstack.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6PacketTest {

    private static final IpAddress SOURCE = IpAddress.parse("fd51::100");
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");

    private final Ipv6Packet packet = new Ipv6Packet();

    @Test
    void shouldReadAdvertisementOfKeepalived() {
        packet.wrap(Bytes.atEnd(Golden.NEIGHBOR_ADVERTISEMENT, 72, 14), 14, 72);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.trafficClass()).isZero();
        assertThat(packet.totalLength()).isEqualTo(72);
        assertThat(packet.nextHeader()).isEqualTo(IpProtocol.ICMPV6);
        assertThat(packet.hopLimit()).isEqualTo(255);
        assertThat(IpAddress.ofIpv6(packet.sourceHigh(), packet.sourceLow())).isEqualTo(SOURCE);
        assertThat(IpAddress.ofIpv6(packet.destinationHigh(), packet.destinationLow()))
                .isEqualTo(ALL_NODES);
        assertThat(packet.isFragment()).isFalse();
        assertThat(packet.upperLayerProtocol()).isEqualTo(IpProtocol.ICMPV6);
        assertThat(packet.upperLayerIndex()).isEqualTo(54);
        assertThat(packet.upperLayerLength()).isEqualTo(32);
        assertThat(packet).hasToString("Ipv6Packet[fd51::100 > ff02::1 protocol=58 hopLimit=255 length=72]");
    }

    @Test
    void shouldWriteHeaderOfKeepalived() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[72]);
        // what stood in the buffer before must not shine through
        buffer.setMemory(0, 72, (byte) 0xA5);

        packet.wrap(buffer, 0, 72).header(0, 255, IpProtocol.ICMPV6, SOURCE, ALL_NODES, 32);

        assertThat(Arrays.copyOf(buffer.byteArray(), 40)).isEqualTo(Arrays.copyOf(Golden.NEIGHBOR_ADVERTISEMENT, 40));
        assertThat(packet.isValid()).isTrue();
        assertThat(packet.header(0xC0, 255, IpProtocol.VRRP, SOURCE, ALL_NODES, 32)
                        .trafficClass())
                .isEqualTo(0xC0);
        assertThat(buffer.getInt(0, BIG_ENDIAN)).isEqualTo(0x6C00_0000);
    }

    @Test
    void shouldWalkOverHopByHopOptionsOfMulticastListenerReport() {
        packet.wrap(Bytes.copy(Golden.IPV6_WITH_HOP_BY_HOP), 0, 76);

        assertThat(packet.isValid()).isTrue();
        assertThat(packet.nextHeader()).isEqualTo(IpProtocol.HOP_BY_HOP_OPTIONS);
        assertThat(packet.upperLayerProtocol()).isEqualTo(IpProtocol.ICMPV6);
        assertThat(packet.upperLayerIndex()).isEqualTo(48);
        assertThat(packet.upperLayerLength()).isEqualTo(28);
        assertThat(InternetChecksum.fold(
                        InternetChecksum.add(packet.pseudoHeader(), Bytes.copy(Golden.IPV6_WITH_HOP_BY_HOP), 48, 28)))
                .isZero();
    }

    @Test
    void shouldBeValidOnlyWhenPayloadIsThere() {
        final byte[] padded = Arrays.copyOf(Golden.NEIGHBOR_ADVERTISEMENT, 80);
        for (int length = 0; length <= padded.length; length++) {
            packet.wrap(Bytes.atEnd(padded, length, 0), 0, length);
            assertThat(packet.isValid()).as("%d bytes", length).isEqualTo(length >= 72);
        }
        assertThat(packet.upperLayerLength()).as("padding is no payload").isEqualTo(32);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name, next header, payload, valid, protocol, index, fragment, offset
        "no extension,              70, 0000000000000000,                                 true,  112, 40, false, 0",
        "nothing at all,            3b, '',                                               true,  59,  40, false, 0",
        "routing,                   2b, 7000000000000000,                                 true,  112, 48, false, 0",
        "destination options of 16, 3c, 70010000000000000000000000000000,                 true,  112, 56, false, 0",
        "all four,                  00, 2b000000000000002c000000000000003c000000000000007000000000000000, true, 112, 72, false, 0",
        "first fragment,            2c, 7000000100000001,                                 true,  112, 48, true,  0",
        "later fragment,            2c, 70000009000000011122334455667788,                 true,  112, 48, true,  8",
        "last fragment,             2c, 7000fff800000001,                                 true,  112, 48, true,  65528",
        "whole in a fragment,       2c, 7000000600000001,                                 true,  112, 48, false, 0",
        "options behind fragment 0, 2c, 3c000001000000017000000000000000,                 true,  112, 56, true,  0",
        "data behind fragment 1,    2c, 3c000008000000017000000000000000,                 true,  60,  48, true,  8",
        "security payload,          32, 7000000000000000,                                 true,  50,  40, false, 0",
        "header cut,                3c, 70000000,                                         false, 0,   40, false, 0",
        "header missing,            3c, '',                                               false, 0,   40, false, 0",
        "length beyond payload,     3c, 7001000000000000,                                 false, 0,   40, false, 0",
        "second one cut,            3c, 3c000000000000007001000000000000,                 false, 0,   40, false, 0"
    })
    void shouldFindUpperLayer(
            final String name,
            final String nextHeader,
            final String payload,
            final boolean valid,
            final int protocol,
            final int index,
            final boolean fragment,
            final int fragmentOffset) {
        final byte[] bytes = Bytes.hex(
                "60000000" + "%04x".formatted(payload.length() / 2) + nextHeader + "ff" + "00".repeat(32) + payload);

        packet.wrap(Bytes.copy(bytes), 0, bytes.length);

        assertThat(packet.isValid()).isEqualTo(valid);
        assertThat(packet.upperLayerProtocol()).isEqualTo(protocol);
        assertThat(packet.upperLayerIndex()).isEqualTo(index);
        assertThat(packet.isFragment()).isEqualTo(fragment);
        assertThat(packet.fragmentOffset()).isEqualTo(fragmentOffset);
        assertThat(packet.toString().startsWith("Ipv6Packet[not valid, ")).isNotEqualTo(valid);
    }

    @ParameterizedTest(name = "offset and flag {0}")
    @CsvSource({"0000, false", "0001, true", "0008, false", "0009, true", "fff8, false", "0006, false"})
    void shouldTellWhetherFragmentsFollow(final String field, final boolean more) {
        final byte[] bytes =
                Bytes.hex("60000000 0010 2cff" + "00".repeat(32) + "1100" + field + "00000001" + "00".repeat(8));

        packet.wrap(Bytes.copy(bytes), 0, bytes.length);

        assertThat(packet.hasMoreFragments()).isEqualTo(more);
    }

    @Test
    void shouldGiveUpWhenHeadersAreMany() {
        assertThat(isValidWithExtensions(8)).isTrue();
        assertThat(isValidWithExtensions(9)).isFalse();
    }

    private boolean isValidWithExtensions(final int count) {
        final byte[] bytes = Bytes.hex("60000000" + "%04x".formatted(count * 8) + "3cff" + "00".repeat(32)
                + "3c00000000000000".repeat(count - 1) + "7000000000000000");
        return packet.wrap(Bytes.copy(bytes), 0, bytes.length).isValid();
    }

    @Test
    void shouldForgetFormerPacketWhenWrappedAgain() {
        final byte[] fragment = Bytes.hex("60000000000870ff" + "00".repeat(32) + "7000000100000001");
        fragment[6] = IpProtocol.FRAGMENT;
        assertThat(packet.wrap(Bytes.copy(fragment), 0, 48).isFragment()).isTrue();

        packet.wrap(Bytes.copy(Golden.NEIGHBOR_ADVERTISEMENT), 0, 72);

        assertThat(packet.isFragment()).isFalse();
        assertThat(packet.upperLayerIndex()).isEqualTo(40);
    }

    @ParameterizedTest(name = "first byte {0}")
    @CsvSource({"60, true", "6f, true", "45, false", "70, false", "e0, false"})
    void shouldJudgeVersion(final String first, final boolean valid) {
        final byte[] bytes = Golden.NEIGHBOR_ADVERTISEMENT.clone();
        bytes[0] = (byte) Integer.parseInt(first, 16);

        assertThat(packet.wrap(Bytes.copy(bytes), 0, 72).isValid()).isEqualTo(valid);
    }
}
