package io.fairlead.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class AdvertisementEncoderTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);

    @Test
    void shouldEqualKeepalivedByteForByteWhenEncoded() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xA5);
        final AdvertisementEncoder encoder =
                new AdvertisementEncoder(Frames.config().build(), Frames.MAC_1);

        final int length = encoder.encode(99, buffer, 7);

        assertThat(Frames.hex(buffer, 7, length)).isEqualTo(Frames.ADVERTISEMENT);
        assertThat(buffer.getByte(6)).isEqualTo((byte) 0xA5);
        assertThat(buffer.getByte(7 + length)).isEqualTo((byte) 0xA5);
    }

    @Test
    void shouldCountTheIpIdentificationWhenSendingOn() {
        final AdvertisementEncoder encoder =
                new AdvertisementEncoder(Frames.config().build(), Frames.MAC_1);
        encoder.encode(99, buffer, 0);
        final int length = encoder.encode(99, buffer, 0);
        assertThat(Frames.hex(buffer, 0, length))
                .isEqualTo(Frames.ADVERTISEMENT.replace("00010000ff70d05e", "00020000ff70d05d"));
    }

    @Test
    void shouldBeDecodedAlikeWhenItHasAsManyAddressesAsFit() {
        final List<IpAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= 255; i++) {
            addresses.add(IpAddress.ofIpv4(0x0A34_0000 + i));
        }
        final VirtualRouterConfig config = VirtualRouterConfig.builder(255, Frames.NODE_2, addresses)
                .advertisementIntervalNs(255_000_000_000L)
                .build();
        final AdvertisementEncoder encoder = new AdvertisementEncoder(config, Frames.MAC_1);
        final AdvertisementDecoder decoder = new AdvertisementDecoder();

        final int length = encoder.encode(0, buffer, 0);

        assertThat(length).isEqualTo(encoder.frameLength()).isEqualTo(14 + 20 + 16 + 4 * 255);
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.advertisement())
                .isEqualTo(new Advertisement(VrrpVersion.V2, 255, 0, 255_000_000_000L, 0, Frames.NODE_2, addresses));
    }
}
