package io.fairlead.vrrp.wire;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_BEYOND_PACKET;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_IP_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
import static io.fairlead.vrrp.AdvertisementVerdict.FRAGMENTED;
import static io.fairlead.vrrp.AdvertisementVerdict.NOT_VRRP;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.TRUNCATED;
import static io.fairlead.vrrp.AdvertisementVerdict.TTL_NOT_255;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_TYPE;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

final class AdvertisementDecoderTest {

    private static final int IP = 14;
    private static final int VRRP = IP + 20;
    private static final int VRRP_LENGTH = 20;

    private final AdvertisementDecoder decoder = new AdvertisementDecoder();

    @Test
    void shouldReadEveryFieldWhenKeepalivedSentIt() {
        assertThat(decode(Frames.ADVERTISEMENT)).isEqualTo(OK);
        assertThat(decoder.advertisement()).isEqualTo(Frames.advertisement(Frames.NODE_1, 99));
    }

    @Test
    void shouldAcceptAllAdvertisementsWhenCapturedFromKeepalived() throws IOException {
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
    void shouldReadTheAdvertisementWhenItCarriesASimplePassword() throws IOException {
        assertThat(captured("ka-v2-auth-pass.hex")).hasSize(27).allSatisfy(advertisement -> {
            assertThat(advertisement.authenticationType()).isEqualTo(1);
            assertThat(advertisement.vrid()).isEqualTo(51);
        });
    }

    private List<Advertisement> captured(final String resource) throws IOException {
        final List<Advertisement> advertisements = new ArrayList<>();
        try (InputStream in = AdvertisementDecoderTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            for (final String hex : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                assertThat(decode(hex)).as(hex).isEqualTo(OK);
                advertisements.add(decoder.advertisement());
            }
        }
        return advertisements;
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
                        new Hostile("IP version 6", TRUNCATED, b -> b.putByte(IP, (byte) 0x65)),
                        new Hostile("IP total length beyond the frame", TRUNCATED, b -> b.putByte(IP + 3, (byte) 41)),
                        new Hostile("IP header length beyond total", TRUNCATED, b -> b.putByte(IP, (byte) 0x4F)),
                        new Hostile("UDP", NOT_VRRP, b -> ip(b, 9, 17)),
                        new Hostile("IP checksum", BAD_IP_CHECKSUM, b -> b.putByte(IP + 10, (byte) 0)),
                        new Hostile("first fragment", FRAGMENTED, b -> ip(b, 6, 0x20)),
                        new Hostile("later fragment", FRAGMENTED, b -> ip(b, 7, 1)),
                        new Hostile("unicast", DESTINATION_NOT_MULTICAST, b -> ip(b, 16, 10)),
                        new Hostile("other group", DESTINATION_NOT_MULTICAST, b -> ip(b, 19, 0x13)),
                        new Hostile("TTL 254", TTL_NOT_255, b -> ip(b, 8, 254)),
                        new Hostile("TTL 0", TTL_NOT_255, b -> ip(b, 8, 0)),
                        new Hostile("no payload", TRUNCATED, b -> ip(b, 3, 20)),
                        new Hostile("one byte short of a header", TRUNCATED, b -> ip(b, 3, 35)),
                        new Hostile("last address cut", ADDRESS_COUNT_BEYOND_PACKET, b -> ip(b, 3, 39)),
                        new Hostile("version 3", UNKNOWN_VERSION, b -> vrrp(b, 0, 0x31)),
                        new Hostile("type 2", UNKNOWN_TYPE, b -> vrrp(b, 0, 0x22)),
                        new Hostile("two addresses counted", ADDRESS_COUNT_BEYOND_PACKET, b -> vrrp(b, 3, 2)),
                        new Hostile("255 addresses counted", ADDRESS_COUNT_BEYOND_PACKET, b -> vrrp(b, 3, 255)),
                        new Hostile("checksum", BAD_CHECKSUM, b -> b.putByte(VRRP + 2, (byte) 255)),
                        new Hostile("checksum of the password", BAD_CHECKSUM, b -> b.putByte(VRRP + 19, (byte) 1)))
                .map(row -> Arguments.of(row.name, row.verdict, row.harm));
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

    @Test
    void shouldNeverThrowWhenBytesAreRandom() {
        final long seed = 20261122;
        final Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            final UnsafeBuffer frame = Frames.buffer(Frames.ADVERTISEMENT);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                frame.putByte(12 + random.nextInt(42), (byte) random.nextInt());
            }
            if (random.nextBoolean()) {
                fixIpChecksum(frame);
                fixVrrpChecksum(frame);
            }
            final int length = random.nextInt(frame.capacity() + 1);
            assertThat(decoder.decode(frame, 0, length))
                    .as("seed %d round %d", seed, round)
                    .isNotNull();
        }
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
        fix(frame, VRRP, VRRP_LENGTH, VRRP + 6);
    }

    private static void fix(final UnsafeBuffer frame, final int offset, final int length, final int field) {
        frame.putShort(field, (short) 0);
        frame.putShort(field, (short) InternetChecksum.of(frame, offset, length), ByteOrder.BIG_ENDIAN);
    }
}
