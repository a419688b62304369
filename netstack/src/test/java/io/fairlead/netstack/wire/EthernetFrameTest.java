package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EthernetFrameTest {

    private final EthernetFrame frame = new EthernetFrame();

    @Test
    void shouldReadUntaggedFrame() {
        frame.wrap(Bytes.atEnd(Golden.VRRP_FRAME, 54, 3), 3, 54);

        assertThat(frame.isValid()).isTrue();
        assertThat(frame.destination()).isEqualTo(0x0100_5E00_0012L);
        assertThat(frame.source()).isEqualTo(0x0251_0000_0001L);
        assertThat(frame.etherType()).isEqualTo(EtherType.IPV4);
        assertThat(frame.isTagged()).isFalse();
        assertThat(frame.vlanId()).isZero();
        assertThat(frame.payloadIndex()).isEqualTo(17);
        assertThat(frame.payloadLength()).isEqualTo(40);
        assertThat(frame).hasToString("EthernetFrame[02:51:00:00:00:01 > 01:00:5e:00:00:12 type=0x800 length=54]");
    }

    @Test
    void shouldLookBehindTwoTags() {
        frame.wrap(Bytes.copy(Golden.DOUBLE_TAGGED), 0, 24);

        assertThat(frame.isValid()).isTrue();
        assertThat(frame.isTagged()).isTrue();
        assertThat(frame.vlanId()).isEqualTo(100);
        assertThat(frame.etherType()).isEqualTo(EtherType.IPV4);
        assertThat(frame.payloadIndex()).isEqualTo(22);
        assertThat(frame.payloadLength()).isEqualTo(2);
        assertThat(frame).asString().contains("vlan=100");
    }

    @Test
    void shouldMaskPriorityBitsOfVlanWhenTagged() {
        final byte[] tagged = Bytes.hex("0251 0000 0002 0251 0000 0001 8100 efff 0806");

        frame.wrap(Bytes.copy(tagged), 0, tagged.length);

        assertThat(frame.vlanId()).isEqualTo(4095);
        assertThat(frame.etherType()).isEqualTo(EtherType.ARP);
        assertThat(frame.payloadLength()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0251000000020251000000010800, 00000000",
        "02510000000202510000000181000001 0800, 80010000",
        "02510000000202510000000188a80fff 0800, cfff0000",
        "02510000000202510000000188a800c8 81000064 0800, c0c88064",
        "02510000000202510000000181000000 81000000 86dd, 80008000"
    })
    void shouldWriteTheTagsThatItHasRead(final String header, final String tags) {
        final byte[] bytes = Bytes.hex(header);
        frame.wrap(Bytes.copy(bytes), 0, bytes.length);
        final int read = frame.tags();
        final int etherType = frame.etherType();
        assertThat(read).isEqualTo(Integer.parseUnsignedInt(tags, 16));

        final UnsafeBuffer copy = new UnsafeBuffer(new byte[EthernetFrame.MAX_HEADER_LENGTH]);
        final EthernetFrame written = new EthernetFrame()
                .wrap(copy, 0, copy.capacity())
                .destination(frame.destination())
                .source(frame.source())
                .header(read, etherType);

        assertThat(written.payloadIndex()).isEqualTo(bytes.length);
        assertThat(written.isValid()).isTrue();
        assertThat(Arrays.copyOf(copy.byteArray(), bytes.length)).isEqualTo(bytes);
    }

    @Test
    void shouldLeavePriorityOutOfTheTags() {
        final byte[] tagged = Bytes.hex("0251 0000 0002 0251 0000 0001 8100 efff 0806");

        assertThat(frame.wrap(Bytes.copy(tagged), 0, tagged.length).tags()).isEqualTo(0x8FFF_0000);
    }

    @Test
    void shouldStopAtSecondTagWhenThreeAreThere() {
        final byte[] tagged = Bytes.hex("0251 0000 0002 0251 0000 0001 8100 0001 8100 0002 8100 0003 0800");

        frame.wrap(Bytes.copy(tagged), 0, tagged.length);

        assertThat(frame.isValid()).isTrue();
        assertThat(frame.etherType()).isEqualTo(EtherType.VLAN);
        assertThat(frame.payloadLength()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0251000000020251000000010800, 14",
        "02510000000202510000000181000001 0800, 18",
        "02510000000202510000000188a80001 0800, 18",
        "02510000000202510000000188a80001 81000002 0800, 22"
    })
    void shouldBeValidOnlyWhenHeaderAndTagsAreWhole(final String header, final int needed) {
        final byte[] bytes = Bytes.hex(header + "00".repeat(8));
        for (int length = 0; length <= bytes.length; length++) {
            frame.wrap(Bytes.atEnd(bytes, length, 1), 1, length);
            assertThat(frame.isValid()).as("%d bytes", length).isEqualTo(length >= needed);
        }
    }

    @Test
    void shouldSayWhereCutWhenNotValid() {
        assertThat(frame.wrap(Bytes.copy(Golden.VRRP_FRAME), 0, 13)).hasToString("EthernetFrame[cut at 13 bytes]");
    }

    @Test
    void shouldNotBeValidBeforeFirstWrap() {
        assertThat(frame.isValid()).isFalse();
    }

    @Test
    void shouldWriteOnlyAddressesWhenSteered() {
        final UnsafeBuffer buffer = Bytes.copy(Golden.DOUBLE_TAGGED);

        frame.wrap(buffer, 0, 24).destination(0xFFEE_DDCC_BBAAL).source(0x0011_2233_4455L);

        assertThat(frame.destination()).isEqualTo(0xFFEE_DDCC_BBAAL);
        assertThat(frame.source()).isEqualTo(0x0011_2233_4455L);
        assertThat(buffer.byteArray())
                .isEqualTo(Bytes.hex("ffee ddcc bbaa 0011 2233 4455 88a8 0064 8100 efff 0800 4500"));
    }

    @Test
    void shouldForgetOldTagsWhenHeaderIsWrittenOverTaggedFrame() {
        frame.wrap(Bytes.copy(Golden.DOUBLE_TAGGED), 0, 24).etherType(EtherType.ARP);

        assertThat(frame.isValid()).isTrue();
        assertThat(frame.etherType()).isEqualTo(EtherType.ARP);
        assertThat(frame.isTagged()).isFalse();
        assertThat(frame.payloadIndex()).isEqualTo(14);
        assertThat(frame.payloadLength()).isEqualTo(10);
    }
}
