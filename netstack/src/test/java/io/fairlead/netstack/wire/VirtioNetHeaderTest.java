package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class VirtioNetHeaderTest {

    private static final int MARGIN = 3;
    private static final int LENGTH = VirtioNetHeader.LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MARGIN + LENGTH + MARGIN]);
    private final VirtioNetHeader header = new VirtioNetHeader().wrap(buffer, MARGIN);

    /** As a TAP hands out a super-frame of TCP over IPv4 with timestamps: 1448 bytes a segment. */
    private static final byte[] SUPER_FRAME = Bytes.hex("01 01 4200 a805 2200 1000");

    private byte[] written() {
        return Arrays.copyOfRange(buffer.byteArray(), MARGIN, MARGIN + LENGTH);
    }

    @Test
    void shouldReadWhatAKernelWrites() {
        buffer.putBytes(MARGIN, SUPER_FRAME);

        assertThat(header.needsChecksum()).isTrue();
        assertThat(header.checksumStart()).isEqualTo(34);
        assertThat(header.checksumOffset()).isEqualTo(TcpSegment.CHECKSUM_FIELD_OFFSET);
        assertThat(header.gsoType()).isEqualTo(VirtioNetHeader.GSO_TCPV4);
        assertThat(header.gsoSize()).isEqualTo(1448);
    }

    @Test
    void shouldWriteWhatAKernelReads() {
        header.partialChecksum(34, TcpSegment.CHECKSUM_FIELD_OFFSET).segmentation(VirtioNetHeader.GSO_TCPV4, 1448, 66);

        assertThat(written()).isEqualTo(SUPER_FRAME);
        assertThat(buffer.getByte(MARGIN - 1)).isZero();
        assertThat(buffer.getByte(MARGIN + LENGTH)).isZero();
    }

    @Test
    void shouldTellThatNothingIsLeftWhenAllIsZero() {
        assertThat(header.needsChecksum()).isFalse();
        assertThat(header.gsoType()).isEqualTo(VirtioNetHeader.GSO_NONE);
    }

    @Test
    void shouldNotTakeOtherBitsForItsOwn() {
        // VIRTIO_NET_HDR_F_DATA_VALID, VIRTIO_NET_HDR_GSO_ECN
        buffer.putBytes(MARGIN, Bytes.hex("02 84 4200 ffff 3600 1000"));

        assertThat(header.needsChecksum()).isFalse();
        assertThat(header.gsoType()).isEqualTo(VirtioNetHeader.GSO_TCPV6);
        assertThat(header.gsoSize()).isEqualTo(0xFFFF);
        assertThat(header).hasToString("VirtioNetHeader[needsChecksum=false at=54+16 gsoType=4 gsoSize=65535]");
    }
}
