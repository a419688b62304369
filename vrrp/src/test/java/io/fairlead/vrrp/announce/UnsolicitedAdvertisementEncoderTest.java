package io.fairlead.vrrp.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Frames;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class UnsolicitedAdvertisementEncoderTest {

    private static final String KEEPALIVED_GLOBAL = "33330000000102510000000186dd" + "6000000000203aff"
            + "fd510000000000000000000000000100" + "ff020000000000000000000000000001"
            + "880057aa20000000" + "fd510000000000000000000000000100" + "0201025100000001";
    private static final String KEEPALIVED_LINK_LOCAL = "33330000000102510000000186dd" + "6000000000203aff"
            + "fe800000000000000000000000000051" + "ff020000000000000000000000000001"
            + "880056aa20000000" + "fe800000000000000000000000000051" + "0201025100000001";

    @Test
    void shouldEqualKeepalivedByteForByteWhenEncoded() {
        assertThat(encoded("fd51::100")).isEqualTo(KEEPALIVED_GLOBAL);
        assertThat(encoded("fe80::51")).isEqualTo(KEEPALIVED_LINK_LOCAL);
    }

    private static String encoded(final String virtualIp) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0xA5);
        final int length =
                new UnsolicitedAdvertisementEncoder(Frames.MAC_1).encode(IpAddress.parse(virtualIp), buffer, 2);
        assertThat(length).isEqualTo(UnsolicitedAdvertisementEncoder.FRAME_LENGTH);
        assertThat(buffer.getByte(2 + length)).isEqualTo((byte) 0xA5);
        return Frames.hex(buffer, 2, length);
    }
}
