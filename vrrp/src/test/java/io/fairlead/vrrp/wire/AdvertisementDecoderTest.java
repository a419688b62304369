package io.fairlead.vrrp.wire;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_BEYOND_PACKET;
import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_ZERO;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_IP_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
import static io.fairlead.vrrp.AdvertisementVerdict.FRAGMENTED;
import static io.fairlead.vrrp.AdvertisementVerdict.NOT_VRRP;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.TRAILING_BYTES;
import static io.fairlead.vrrp.AdvertisementVerdict.TRUNCATED;
import static io.fairlead.vrrp.AdvertisementVerdict.TTL_NOT_255;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_TYPE;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdvertisementDecoderTest {

    private static final int IP = 14;
    private static final int VRRP = IP + 20;
    private static final int VRRP_LENGTH = 20;
    private static final int VRRP_IPV6 = IP + 40;

    private final AdvertisementDecoder decoder = new AdvertisementDecoder();

    @Test
    void shouldReadEveryFieldWhenKeepalivedSentIt() {
        assertThat(decode(Frames.ADVERTISEMENT)).isEqualTo(OK);
        assertThat(decoder.advertisement()).isEqualTo(Frames.advertisement(Frames.NODE_1, 99));
    }

    @Test
    void shouldAcceptAllAdvertisementsWhenCapturedFromKeepalived() {
        final List<Advertisement> advertisements = captured("ka-v2-noauth.hex");
        assertThat(advertisements).hasSize(30).allSatisfy(advertisement -> {
            assertThat(advertisement.authenticationType()).isZero();
            assertThat(advertisement.addresses()).containsExactly(Frames.VIP);
        });
        assertThat(advertisements.stream().map(Advertisement::priority).distinct())
                .containsExactly(99, 0, 89);
        assertThat(advertisements.stream()
                        .filter(Advertisement::isResignation)
                        .map(Advertisement::source)
                        .distinct())
                .contains(Frames.NODE_1);
    }

    @Test
    void shouldReadTheAdvertisementWhenItCarriesASimplePassword() {
        assertThat(captured("ka-v2-auth-pass.hex")).hasSize(27).allSatisfy(advertisement -> {
            assertThat(advertisement.authenticationType()).isEqualTo(1);
            assertThat(advertisement.vrid()).isEqualTo(51);
        });
    }

    @Test
    void shouldAcceptAllAdvertisementsWhenCapturedFromKeepalivedInVersion3() {
        assertThat(captured("ka-v3-ipv4.hex")).hasSize(28).allSatisfy(advertisement -> {
            assertThat(advertisement.version()).isEqualTo(VrrpVersion.V3);
            assertThat(advertisement.advertisementIntervalNs()).isEqualTo(1_000_000_000L);
            assertThat(advertisement.destination()).isEqualTo(Frames.GROUP);
            assertThat(advertisement.addresses()).containsExactly(Frames.VIP);
        });
        final List<Advertisement> ipv6 = captured("ka-v3-ipv6.hex");
        assertThat(ipv6).hasSize(27).allSatisfy(advertisement -> {
            assertThat(advertisement.version()).isEqualTo(VrrpVersion.V3);
            assertThat(advertisement.advertisementIntervalNs()).isEqualTo(1_000_000_000L);
            assertThat(advertisement.addresses())
                    .containsExactly(IpAddress.parse("fe80::51"), IpAddress.parse("fd51::100"));
        });
        assertThat(ipv6.get(0))
                .isEqualTo(new Advertisement(
                        VrrpVersion.V3,
                        51,
                        99,
                        1_000_000_000L,
                        0,
                        IpAddress.parse("fe80::51:ff:fe00:1"),
                        IpAddress.parse("ff02::12"),
                        Frames.MAC_1,
                        List.of(IpAddress.parse("fe80::51"), IpAddress.parse("fd51::100"))));
        assertThat(ipv6.stream().map(Advertisement::priority).distinct()).containsExactly(99, 0, 89);
    }

    @Test
    void shouldAcceptAllAdvertisementsWhenCapturedFromFrr() {
        assertThat(captured("frr-v3-ipv4.hex")).hasSize(23).allSatisfy(advertisement -> {
            assertThat(advertisement.addresses()).containsExactly(Frames.VIP);
            assertThat(MacAddress.format(advertisement.sourceMac())).isEqualTo("00:00:5e:00:01:33");
        });
        assertThat(captured("frr-v3-ipv6.hex")).hasSize(21).allSatisfy(advertisement -> {
            assertThat(advertisement.addresses()).containsExactly(IpAddress.parse("fd51::100"));
            assertThat(MacAddress.format(advertisement.sourceMac())).isEqualTo("00:00:5e:00:02:33");
        });
    }

    private List<Advertisement> captured(final String resource) {
        final List<Advertisement> advertisements = new ArrayList<>();
        for (final String hex : Captures.all(resource)) {
            assertThat(decode(hex)).as(hex).isEqualTo(OK);
            advertisements.add(decoder.advertisement());
        }
        return advertisements;
    }

    @Test
    void shouldTellUnicastFromMulticastWhenAskedForTheDestination() {
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT);
        ip(frame, 16, 10);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(OK);
        assertThat(decoder.advertisement().destination()).isEqualTo(IpAddress.parse("10.0.0.18"));
    }

    @Test
    void shouldAcceptBothFormsOfChecksumWhenVersion3OverIpv4() {
        final String withPseudoHeader = Captures.first("ka-v3-ipv4.hex");
        assertThat(decode(withPseudoHeader)).isEqualTo(OK);
        assertThat(decode(withPseudoHeader.replace("0064760d", "006460d0"))).isEqualTo(OK);
        assertThat(decode(withPseudoHeader.replace("0064760d", "006460d1"))).isEqualTo(BAD_CHECKSUM);
    }

    @Test
    void shouldInsistOnThePseudoHeaderWhenOverIpv6() {
        final UnsafeBuffer frame = Frames.buffer(Captures.first("ka-v3-ipv6.hex"));
        fix(frame, VRRP_IPV6, 40, VRRP_IPV6 + 6);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(BAD_CHECKSUM);
    }

    @Test
    void shouldRefuseThePseudoHeaderWhenVersion2() {
        // the checksum of the golden frame less that of its pseudo-header: 0a33 + 0001 + e000 + 0012 + 0070 + 0014
        final String sum =
                "%04x".formatted(0x7133 - (0x0A33 + 0x0001 + 0xE000 + 0x0012 + 0x0070 + 0x0014) - 1 & 0xFFFF);
        assertThat(decode(Frames.ADVERTISEMENT.replace("7133", sum))).isEqualTo(BAD_CHECKSUM);
    }

    @Test
    void shouldIgnoreReservedBitsWhenVersion3() {
        // the reserved bits f, and the checksum less f000
        final String frame = Captures.first("ka-v3-ipv4.hex").replace("0064760d", "f064860c");
        assertThat(decode(frame)).isEqualTo(OK);
        assertThat(decoder.advertisement().advertisementIntervalNs()).isEqualTo(1_000_000_000L);
    }

    @Test
    void shouldFindTheAdvertisementWhenThereAreExtensionHeaders() {
        final String frame = Captures.first("ka-v3-ipv6.hex");
        final String withOptions = frame.substring(0, 36) + "00303cff" + frame.substring(44, 108) + "7000010400000000"
                + frame.substring(108);
        assertThat(decode(withOptions)).isEqualTo(OK);
        assertThat(decoder.advertisement().priority()).isEqualTo(99);
    }

    @Test
    void shouldFindTheAdvertisementWhenVersion3IsTaggedAndPadded() {
        final String frame = Captures.first("ka-v3-ipv4.hex");
        assertThat(decode(frame.substring(0, 24) + "81000064" + frame.substring(24) + "00".repeat(14)))
                .isEqualTo(OK);
        final String ipv6 = Captures.first("ka-v3-ipv6.hex");
        assertThat(decode(ipv6.substring(0, 24) + "81000064" + ipv6.substring(24) + "00".repeat(28)))
                .isEqualTo(OK);
    }

    @Test
    void shouldIgnoreWhatFollowsWhenTheFrameIsPadded() {
        assertThat(decode(Frames.ADVERTISEMENT + "deadbeefdeadbeef")).isEqualTo(OK);
        assertThat(decoder.advertisement().addresses()).containsExactly(Frames.VIP);
    }

    @Test
    void shouldFindTheAdvertisementWhenTheFrameIsTagged() {
        final String tagged = Frames.ADVERTISEMENT.substring(0, 24) + "81000064" + Frames.ADVERTISEMENT.substring(24);
        assertThat(decode(tagged)).isEqualTo(OK);
    }

    @Test
    void shouldFindTheAdvertisementWhenThereAreIpOptions() {
        // IHL 6, total length 44, router alert
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT.substring(0, 28) + "46c0002c00010000ff700000"
                + "0a330001e0000012" + "94040000" + Frames.ADVERTISEMENT.substring(68));
        fixIpChecksum(frame);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(OK);
        assertThat(decoder.advertisement().source()).isEqualTo(Frames.NODE_1);
    }

    @Test
    void shouldReadAtAnOffsetWhenTheFrameLiesInARing() {
        final UnsafeBuffer ring = Frames.buffer("ffffff" + Frames.ADVERTISEMENT + "ffff");
        assertThat(decoder.decode(ring, 3, 54)).isEqualTo(OK);
    }

    private record Hostile(String name, AdvertisementVerdict verdict, Consumer<UnsafeBuffer> harm) {}

    static Stream<Arguments> hostile() {
        return Stream.of(
                        new Hostile("ARP", NOT_VRRP, b -> b.putByte(13, (byte) 6)),
                        new Hostile("IP version 6 in IPv4", TRUNCATED, b -> b.putByte(IP, (byte) 0x65)),
                        new Hostile("IP total length beyond the frame", TRUNCATED, b -> b.putByte(IP + 3, (byte) 41)),
                        new Hostile("IP header length beyond total", TRUNCATED, b -> b.putByte(IP, (byte) 0x4F)),
                        new Hostile("UDP", NOT_VRRP, b -> ip(b, 9, 17)),
                        new Hostile("IP checksum", BAD_IP_CHECKSUM, b -> b.putByte(IP + 10, (byte) 0)),
                        new Hostile("first fragment", FRAGMENTED, b -> ip(b, 6, 0x20)),
                        new Hostile("later fragment", FRAGMENTED, b -> ip(b, 7, 1)),
                        new Hostile("other group", DESTINATION_NOT_MULTICAST, b -> ip(b, 19, 0x13)),
                        new Hostile("TTL 254", TTL_NOT_255, b -> ip(b, 8, 254)),
                        new Hostile("TTL 0", TTL_NOT_255, b -> ip(b, 8, 0)),
                        new Hostile("no payload", TRUNCATED, b -> ip(b, 3, 20)),
                        new Hostile("one byte short of a header", TRUNCATED, b -> ip(b, 3, 35)),
                        new Hostile("last address cut", ADDRESS_COUNT_BEYOND_PACKET, b -> ip(b, 3, 39)),
                        new Hostile("version 1", UNKNOWN_VERSION, b -> vrrp(b, 0, 0x11)),
                        new Hostile("version 4", UNKNOWN_VERSION, b -> vrrp(b, 0, 0x41)),
                        new Hostile("type 2", UNKNOWN_TYPE, b -> vrrp(b, 0, 0x22)),
                        new Hostile("no address counted", ADDRESS_COUNT_ZERO, b -> vrrp(b, 3, 0)),
                        new Hostile("two addresses counted", ADDRESS_COUNT_BEYOND_PACKET, b -> vrrp(b, 3, 2)),
                        new Hostile("255 addresses counted", ADDRESS_COUNT_BEYOND_PACKET, b -> vrrp(b, 3, 255)),
                        new Hostile("checksum", BAD_CHECKSUM, b -> b.putByte(VRRP + 2, (byte) 255)),
                        new Hostile("checksum of the password", BAD_CHECKSUM, b -> b.putByte(VRRP + 19, (byte) 1)))
                .map(row -> Arguments.of(row.name, row.verdict, row.harm));
    }

    static Stream<Arguments> hostileIpv6() {
        return Stream.of(
                        new Hostile("IP version 4 in IPv6", TRUNCATED, b -> b.putByte(IP, (byte) 0x4C)),
                        new Hostile("payload beyond the frame", TRUNCATED, b -> b.putByte(IP + 5, (byte) 41)),
                        new Hostile("ICMPv6", NOT_VRRP, b -> b.putByte(IP + 6, (byte) 58)),
                        new Hostile("hop limit 254", TTL_NOT_255, b -> b.putByte(IP + 7, (byte) 254)),
                        new Hostile("other group", DESTINATION_NOT_MULTICAST, b -> b.putByte(IP + 39, (byte) 1)),
                        new Hostile("other unicast", BAD_CHECKSUM, b -> b.putByte(IP + 24, (byte) 0xFE)),
                        new Hostile("other source", BAD_CHECKSUM, b -> b.putByte(IP + 23, (byte) 9)),
                        new Hostile("no payload", TRUNCATED, b -> b.putByte(IP + 5, (byte) 0)),
                        new Hostile("one byte short of a header", TRUNCATED, b -> b.putByte(IP + 5, (byte) 7)),
                        new Hostile("last address cut", ADDRESS_COUNT_BEYOND_PACKET, b -> b.putByte(IP + 5, (byte) 39)),
                        new Hostile("version 2", UNKNOWN_VERSION, b -> b.putByte(VRRP_IPV6, (byte) 0x21)),
                        new Hostile("type 2", UNKNOWN_TYPE, b -> b.putByte(VRRP_IPV6, (byte) 0x32)),
                        new Hostile("no address counted", ADDRESS_COUNT_ZERO, b -> b.putByte(VRRP_IPV6 + 3, (byte) 0)),
                        new Hostile("one counted, two there", TRAILING_BYTES, b -> b.putByte(VRRP_IPV6 + 3, (byte) 1)),
                        new Hostile(
                                "three counted, two there",
                                ADDRESS_COUNT_BEYOND_PACKET,
                                b -> b.putByte(VRRP_IPV6 + 3, (byte) 3)),
                        new Hostile("checksum", BAD_CHECKSUM, b -> b.putByte(VRRP_IPV6 + 7, (byte) 0)))
                .map(row -> Arguments.of(row.name, row.verdict, row.harm));
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @MethodSource("hostileIpv6")
    void shouldNameTheReasonWhenTheIpv6FrameIsHostile(
            final String name, final AdvertisementVerdict verdict, final Consumer<UnsafeBuffer> harm) {
        final UnsafeBuffer frame = Frames.buffer(Captures.first("ka-v3-ipv6.hex"));
        harm.accept(frame);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(verdict);
        assertThatThrownBy(decoder::advertisement).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayFragmentedWhenAnIpv6FragmentArrives() {
        final String frame = Captures.first("ka-v3-ipv6.hex");
        final String fragment = frame.substring(0, 36) + "00302cff" + frame.substring(44, 108) + "7000000100000001"
                + frame.substring(108);
        assertThat(decode(fragment)).isEqualTo(FRAGMENTED);
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 4, 12, 27, 29, 36, 56})
    void shouldNameBytesBehindTheAdvertisementWhenTheyAreNoTrailer(final int surplus) {
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT + "00".repeat(surplus));
        ip(frame, 3, 40 + surplus);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(TRAILING_BYTES);
    }

    @Test
    void shouldLeaveTheTrailerToTheAuthenticatorWhenThereIsOne() {
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT + "ff".repeat(28));
        ip(frame, 3, 68);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(OK);
        assertThat(decoder.verify(AdvertisementAuthenticator.of(Authentication.NONE), 0))
                .isEqualTo(AdvertisementVerdict.AUTHENTICATION_MISMATCH);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldNameTheReasonWhenTheFrameIsHostile(
            final String name, final AdvertisementVerdict verdict, final Consumer<UnsafeBuffer> harm) {
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT);
        harm.accept(frame);
        assertThat(decoder.decode(frame, 0, frame.capacity())).isEqualTo(verdict);
        assertThatThrownBy(decoder::advertisement).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayTruncatedWhenTheFrameIsCutAnywhere() {
        final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT);
        for (int length = 0; length < frame.capacity(); length++) {
            assertThat(decoder.decode(frame, 0, length)).as("cut at %d", length).isEqualTo(TRUNCATED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ka-v2-noauth.hex", "ka-v3-ipv4.hex", "ka-v3-ipv6.hex"})
    void shouldNeverThrowWhenBytesAreRandom(final String resource) {
        final long seed = 20261122;
        final Random random = new Random(seed);
        final UnsafeBuffer golden = Frames.buffer(Captures.first(resource));
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[golden.capacity()]);
        int accepted = 0;
        for (int round = 0; round < 100_000; round++) {
            frame.putBytes(0, golden, 0, golden.capacity());
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                frame.putByte(12 + random.nextInt(golden.capacity() - 12), (byte) random.nextInt());
            }
            if (random.nextBoolean()) {
                fixIpChecksum(frame);
                fixVrrpChecksum(frame);
            }
            final int length = random.nextBoolean() ? golden.capacity() : random.nextInt(golden.capacity());
            try {
                accepted += decoder.decode(frame, 0, length) == OK ? 1 : 0;
            } catch (final RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ", length " + length, e);
            }
        }
        assertThat(accepted).as("accepted among the rounds").isBetween(5_000, 95_000);
    }

    private AdvertisementVerdict decode(final String hex) {
        final UnsafeBuffer frame = Frames.buffer(hex);
        return decoder.decode(frame, 0, frame.capacity());
    }

    private static void ip(final UnsafeBuffer frame, final int field, final int value) {
        frame.putByte(IP + field, (byte) value);
        fixIpChecksum(frame);
    }

    private static void vrrp(final UnsafeBuffer frame, final int field, final int value) {
        frame.putByte(VRRP + field, (byte) value);
        fixVrrpChecksum(frame);
    }

    private static void fixIpChecksum(final UnsafeBuffer frame) {
        final int headerLength = Math.min((frame.getByte(IP) & 0x0F) << 2, frame.capacity() - IP);
        fix(frame, IP, headerLength, IP + 10);
    }

    private static void fixVrrpChecksum(final UnsafeBuffer frame) {
        fix(frame, VRRP, Math.min(VRRP_LENGTH, frame.capacity() - VRRP), VRRP + 6);
    }

    private static void fix(final UnsafeBuffer frame, final int offset, final int length, final int field) {
        frame.putShort(field, (short) 0);
        frame.putShort(field, (short) InternetChecksum.of(frame, offset, length), ByteOrder.BIG_ENDIAN);
    }
}
