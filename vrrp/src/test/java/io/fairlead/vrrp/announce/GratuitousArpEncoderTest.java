package io.fairlead.vrrp.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.vrrp.Frames;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class GratuitousArpEncoderTest {

    @Test
    void shouldEqualKeepalivedByteForByteWhenEncoded() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final int length = new GratuitousArpEncoder(Frames.MAC_1).encode(Frames.VIP, buffer, 2);
        assertThat(length).isEqualTo(GratuitousArpEncoder.FRAME_LENGTH);
        assertThat(Frames.hex(buffer, 2, length)).isEqualTo(Frames.GRATUITOUS_ARP);
    }
}
