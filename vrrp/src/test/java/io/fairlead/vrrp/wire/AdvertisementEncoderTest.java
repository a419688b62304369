package io.fairlead.vrrp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.ChecksumForm;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class AdvertisementEncoderTest {

    private static final long EPOCH_NS = 1_800_000_000_000_000_000L;
    private static final IpAddress LINK_LOCAL_1 = IpAddress.parse("fe80::51:ff:fe00:1");
    private static final List<IpAddress> IPV6_VIPS = List.of(IpAddress.parse("fe80::51"), IpAddress.parse("fd51::100"));

    private static final Authentication HMAC = new Authentication.Hmac(
            Authentication.Hmac.Mode.ENFORCE,
            Map.of(1, new Authentication.HmacKey(new byte[32])),
            1,
            Authentication.Hmac.AntiReplay.TIME,
            5);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);

    @Test
    void shouldEqualKeepalivedByteForByteWhenEncoded() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xA5);

        final int length = encoder(Frames.config().build()).encode(99, EPOCH_NS, buffer, 7);

        assertThat(Frames.hex(buffer, 7, length)).isEqualTo(Frames.ADVERTISEMENT);
        assertThat(buffer.getByte(6)).isEqualTo((byte) 0xA5);
        assertThat(buffer.getByte(7 + length)).isEqualTo((byte) 0xA5);
    }

    @Test
    void shouldEqualKeepalivedByteForByteWhenItHasAPassword() {
        final VirtualRouterConfig config = Frames.config()
                .authentication(new Authentication.SimplePassword("secret42"))
                .build();
        assertThat(encoded(config, 99)).isEqualTo(Captures.first("ka-v2-auth-pass.hex"));
    }

    @Test
    void shouldEqualKeepalivedByteForByteWhenVersion3OverIpv4() {
        final VirtualRouterConfig config =
                Frames.config().version(VrrpVersion.V3).build();
        assertThat(encoded(config, 99)).isEqualTo(Captures.first("ka-v3-ipv4.hex"));
    }

    @Test
    void shouldEqualKeepalivedButForTheFlowLabelWhenVersion3OverIpv6() {
        final VirtualRouterConfig config = VirtualRouterConfig.builder(51, LINK_LOCAL_1, IPV6_VIPS)
                .priority(99)
                .build();
        // the kernel below keepalived makes up a flow label
        assertThat(encoded(config, 99))
                .isEqualTo(Captures.first("ka-v3-ipv6.hex").replace("86dd6c09a9d4", "86dd6c000000"));
    }

    @Test
    void shouldLeaveOutThePseudoHeaderWhenConfigured() {
        final VirtualRouterConfig config = Frames.config()
                .version(VrrpVersion.V3)
                .checksum(ChecksumForm.WITHOUT_PSEUDO_HEADER)
                .build();
        // 3133 + 6301 + 0064 + 0a33 + 0064 = 9f2f
        assertThat(encoded(config, 99))
                .isEqualTo(Captures.first("ka-v3-ipv4.hex").replace("0064760d", "006460d0"));
    }

    @Test
    void shouldAddressThePeerWhenItIsUnicast() {
        final IpAddress peer = IpAddress.parse("10.51.0.2");
        final long peerMac = MacAddress.parse("02:51:00:00:00:02");
        final VirtualRouterConfig config = Frames.config()
                .version(VrrpVersion.V3)
                .unicastPeers(List.of(peer))
                .build();

        final int length = encoder(config).encode(99, peer, peerMac, EPOCH_NS, buffer, 0);

        assertThat(MacAddress.get(buffer, 0)).isEqualTo(peerMac);
        assertThat(buffer.getByte(14 + 8)).as("TTL").isEqualTo((byte) 255);
        final AdvertisementDecoder decoder = new AdvertisementDecoder();
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.advertisement().destination()).isEqualTo(peer);
        assertThat(decoder.advertisement().sourceMac()).isEqualTo(Frames.MAC_1);
    }

    @Test
    void shouldCarryTheLongestIntervalWhenVersion3() {
        final VirtualRouterConfig config = Frames.config()
                .version(VrrpVersion.V3)
                .advertisementIntervalNs(40_950_000_000L)
                .build();
        final int length = encoder(config).encode(99, EPOCH_NS, buffer, 0);
        final AdvertisementDecoder decoder = new AdvertisementDecoder();
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.advertisement().advertisementIntervalNs()).isEqualTo(40_950_000_000L);
    }

    @Test
    void shouldCountTheIpIdentificationWhenSendingOn() {
        final AdvertisementEncoder encoder = encoder(Frames.config().build());
        encoder.encode(99, EPOCH_NS, buffer, 0);
        final int length = encoder.encode(99, EPOCH_NS, buffer, 0);
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
        final AdvertisementEncoder encoder = encoder(config);
        final AdvertisementDecoder decoder = new AdvertisementDecoder();

        final int length = encoder.encode(0, EPOCH_NS, buffer, 0);

        assertThat(length).isEqualTo(encoder.frameLength()).isEqualTo(14 + 20 + 16 + 4 * 255);
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.advertisement())
                .isEqualTo(new Advertisement(
                        VrrpVersion.V2,
                        255,
                        0,
                        255_000_000_000L,
                        0,
                        Frames.NODE_2,
                        Frames.GROUP,
                        Frames.MAC_1,
                        addresses));
    }

    @Test
    void shouldFitTheSmallestMtuWhenItHasAsManyIpv6AddressesAsAllowed() {
        final List<IpAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= VirtualRouterConfig.MAX_IPV6_ADDRESSES; i++) {
            addresses.add(IpAddress.ofIpv6(0xFD51_0000_0000_0000L, i));
        }
        final VirtualRouterConfig config =
                VirtualRouterConfig.builder(51, LINK_LOCAL_1, addresses).build();
        final int length = encoder(config).encode(100, EPOCH_NS, buffer, 0);
        final AdvertisementDecoder decoder = new AdvertisementDecoder();

        assertThat(length - 14 + 28).isLessThanOrEqualTo(1280);
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.advertisement().addresses()).isEqualTo(addresses);
    }

    @Test
    void shouldLeaveTheTrailerOutOfTheChecksumWhenOverIpv4() {
        final String unsigned = encoded(Frames.config().build(), 99);
        final VirtualRouterConfig config = Frames.config().authentication(HMAC).build();
        final String signed = encoded(config, 99);
        assertThat(signed).hasSize(unsigned.length() + 2 * 28);
        // what differs in the IP header is total length and checksum
        assertThat(signed.substring(68, 108)).isEqualTo(unsigned.substring(68));
        assertVerified(config);
        assertVerified(
                Frames.config().version(VrrpVersion.V3).authentication(HMAC).build());
    }

    @Test
    void shouldCoverTheTrailerByTheChecksumWhenOverIpv6() {
        final VirtualRouterConfig config = VirtualRouterConfig.builder(51, LINK_LOCAL_1, IPV6_VIPS)
                .priority(99)
                .authentication(HMAC)
                .build();
        assertVerified(config);
        // so that a trailer that is changed fails before its code is looked at
        final int length = encoder(config).encode(99, EPOCH_NS, buffer, 0);
        buffer.putByte(length - 1, (byte) ~buffer.getByte(length - 1));
        assertThat(new AdvertisementDecoder().decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.BAD_CHECKSUM);
    }

    private void assertVerified(final VirtualRouterConfig config) {
        final AdvertisementDecoder decoder = new AdvertisementDecoder();
        final AdvertisementAuthenticator authenticator = AdvertisementAuthenticator.of(config.authentication());
        final int length = encoder(config).encode(99, EPOCH_NS, buffer, 0);
        assertThat(decoder.decode(buffer, 0, length)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.verify(authenticator, EPOCH_NS)).isEqualTo(AdvertisementVerdict.OK);
        assertThat(decoder.verify(authenticator, EPOCH_NS)).isEqualTo(AdvertisementVerdict.AUTHENTICATION_REPLAYED);
    }

    private String encoded(final VirtualRouterConfig config, final int priority) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xA5);
        final AdvertisementEncoder encoder = encoder(config);
        final int length = encoder.encode(priority, EPOCH_NS, buffer, 0);
        assertThat(length).isEqualTo(encoder.frameLength());
        return Frames.hex(buffer, 0, length);
    }

    private static AdvertisementEncoder encoder(final VirtualRouterConfig config) {
        return new AdvertisementEncoder(config, Frames.MAC_1, AdvertisementAuthenticator.of(config.authentication()));
    }
}
