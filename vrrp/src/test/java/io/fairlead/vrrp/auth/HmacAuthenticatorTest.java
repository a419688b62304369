package io.fairlead.vrrp.auth;

import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MALFORMED;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MISSING;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_REPLAYED;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_STALE;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_UNKNOWN_KEY;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_WRONG;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.Authentication.Hmac;
import io.fairlead.vrrp.Authentication.Hmac.AntiReplay;
import io.fairlead.vrrp.Authentication.Hmac.Mode;
import io.fairlead.vrrp.Authentication.HmacKey;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.VrrpVersion;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The expected trailers were made with Python's {@code hmac}, apart from this code:
 *
 * <pre>
 *  pdu[6:8] = b'\0\0'
 *  head = struct.pack('>BBHIHH', 1, 7, 0, 1800000000, 0x8000, 0)
 *  pseudo = bytes([family, version, 51, 0]) + source.ljust(16, b'\0')
 *  head + hmac.new(bytes(range(32)), pseudo + pdu + head + b'\0' * 16, hashlib.sha256).digest()[:16]
 * </pre>
 */
final class HmacAuthenticatorTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int WINDOW = 5;

    /** Half a second past 1800000000. */
    private static final long NOW = 1_800_000_000L * SECOND + SECOND / 2;

    private static final String V2_MESSAGE = "2133630100017133" + "0a330064" + "0000000000000000";
    private static final String V2_TRAILER = "010700006b49d20080000000" + "c6509a1f6870bee6e19930e75ea9989b";
    private static final String V3_IPV6_MESSAGE =
            "313363020064" + "70c2" + "fe800000000000000000000000000051" + "fd510000000000000000000000000100";
    private static final String V3_IPV6_TRAILER = "010700006b49d20080000000" + "34abc146045789b2db5105885a7c4fdb";

    private final HmacAuthenticator sender = authenticator(Mode.ENFORCE, AntiReplay.TIME);
    private final HmacAuthenticator receiver = authenticator(Mode.ENFORCE, AntiReplay.TIME);

    @Test
    void shouldEqualTheIndependentVectorWhenVersion2IsSigned() {
        final AuthenticatedMessage message = v2();
        sender.sign(message, NOW);
        assertThat(hex(message)).isEqualTo(V2_MESSAGE + V2_TRAILER);
    }

    @Test
    void shouldEqualTheIndependentVectorWhenVersion3OverIpv6IsSigned() {
        final AuthenticatedMessage message =
                message(VrrpVersion.V3, 51, IpAddress.parse("fe80::51:ff:fe00:1"), V3_IPV6_MESSAGE, HmacTrailer.LENGTH);
        sender.sign(message, NOW);
        assertThat(hex(message)).isEqualTo(V3_IPV6_MESSAGE + V3_IPV6_TRAILER);
        assertThat(receiver.verify(message, NOW)).isEqualTo(OK);
    }

    @Test
    void shouldNeverAcceptWhenAnyBitIsFlipped() {
        final String signed = V2_MESSAGE + V2_TRAILER;
        for (int bit = 0; bit < signed.length() * 4; bit++) {
            final AuthenticatedMessage message = received(signed);
            final int at = bit / 8;
            message.buffer().putByte(at, (byte) (message.buffer().getByte(at) ^ 1 << bit % 8));
            // the checksum is read as zero; a wrong one never comes this far
            final boolean isChecksum = at == 6 || at == 7;
            final AdvertisementVerdict verdict =
                    authenticator(Mode.ENFORCE, AntiReplay.MONOTONIC).verify(message, NOW);
            assertThat(verdict == OK).as("bit %d: %s", bit, verdict).isEqualTo(isChecksum);
        }
    }

    @Test
    void shouldRefuseWhenTheMessageIsPutIntoAnotherContext() {
        final String signed = V2_MESSAGE + V2_TRAILER;
        final UnsafeBuffer buffer = Frames.buffer(signed);
        assertThat(receiver.verify(new AuthenticatedMessage(VrrpVersion.V2, 51, Frames.NODE_2, buffer, 0, 20, 28), NOW))
                .as("another source")
                .isEqualTo(AUTHENTICATION_WRONG);
        assertThat(receiver.verify(new AuthenticatedMessage(VrrpVersion.V2, 52, Frames.NODE_1, buffer, 0, 20, 28), NOW))
                .as("another virtual router")
                .isEqualTo(AUTHENTICATION_WRONG);
        assertThat(receiver.verify(new AuthenticatedMessage(VrrpVersion.V3, 51, Frames.NODE_1, buffer, 0, 20, 28), NOW))
                .as("another version")
                .isEqualTo(AUTHENTICATION_WRONG);
        assertThat(receiver.verify(
                        new AuthenticatedMessage(
                                VrrpVersion.V2, 51, IpAddress.ofIpv6(0x0A33_0001L << 32, 0), buffer, 0, 20, 28),
                        NOW))
                .as("another family with the same bytes as source")
                .isEqualTo(AUTHENTICATION_WRONG);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldRequireATrailerWhenItIsEnforcedOnly(final Mode mode) {
        final AuthenticatedMessage unsigned = message(VrrpVersion.V2, 51, Frames.NODE_1, V2_MESSAGE, 0);
        assertThat(authenticator(mode, AntiReplay.TIME).verify(unsigned, NOW))
                .isEqualTo(mode == Mode.ENFORCE ? AUTHENTICATION_MISSING : OK);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldVerifyATrailerThatIsThereWhateverTheMode(final Mode mode) {
        final HmacAuthenticator authenticator = authenticator(mode, AntiReplay.TIME);
        assertThat(authenticator.verify(received(V2_MESSAGE + V2_TRAILER), NOW)).isEqualTo(OK);
        assertThat(authenticator.verify(received(V2_MESSAGE + V2_TRAILER.replace("989b", "989c")), NOW))
                .isEqualTo(AUTHENTICATION_WRONG);
    }

    @Test
    void shouldSendNoTrailerWhenItOnlyReceives() {
        final HmacAuthenticator authenticator = authenticator(Mode.RECEIVE_ONLY, AntiReplay.TIME);
        final AuthenticatedMessage unsigned = message(VrrpVersion.V2, 51, Frames.NODE_1, V2_MESSAGE, 0);
        authenticator.sign(unsigned, NOW);
        assertThat(hex(unsigned)).isEqualTo(V2_MESSAGE);
        assertThat(authenticator.trailerLength()).isZero();
        assertThat(authenticator(Mode.PERMISSIVE, AntiReplay.TIME).trailerLength())
                .isEqualTo(28);
    }

    @Test
    void shouldNameTheFirstThingThatIsWrongWhenSeveralAre() {
        final long later = NOW + 6 * SECOND;
        final String stale = V2_MESSAGE + "01090000" + "6b49d20080000000" + "00".repeat(16);
        assertThat(receiver.verify(received(stale.replace("01090000", "02090000")), later))
                .isEqualTo(AUTHENTICATION_MALFORMED);
        assertThat(receiver.verify(received(stale.replace("01090000", "01090001")), later))
                .isEqualTo(AUTHENTICATION_MALFORMED);
        assertThat(receiver.verify(received(stale), later)).isEqualTo(AUTHENTICATION_STALE);
        assertThat(receiver.verify(received(stale), NOW)).isEqualTo(AUTHENTICATION_UNKNOWN_KEY);
        assertThat(receiver.verify(received(stale.replace("01090000", "01070000")), NOW))
                .isEqualTo(AUTHENTICATION_WRONG);
    }

    @Test
    void shouldRefuseWhatIsOutsideTheWindowWhenTimed() {
        final String signed = V2_MESSAGE + V2_TRAILER;
        assertThat(authenticator(Mode.ENFORCE, AntiReplay.TIME).verify(received(signed), NOW + 5 * SECOND))
                .isEqualTo(OK);
        assertThat(authenticator(Mode.ENFORCE, AntiReplay.TIME).verify(received(signed), NOW + 6 * SECOND))
                .isEqualTo(AUTHENTICATION_STALE);
        assertThat(authenticator(Mode.ENFORCE, AntiReplay.TIME).verify(received(signed), NOW - 5 * SECOND))
                .isEqualTo(OK);
        assertThat(authenticator(Mode.ENFORCE, AntiReplay.TIME).verify(received(signed), NOW - 6 * SECOND))
                .isEqualTo(AUTHENTICATION_STALE);
        assertThat(authenticator(Mode.ENFORCE, AntiReplay.MONOTONIC).verify(received(signed), NOW + 600 * SECOND))
                .isEqualTo(OK);
    }

    @Test
    void shouldRefuseWhatWasHeardBeforeWhenItIsReplayed() {
        final String first = signed(sender, NOW);
        final String second = signed(sender, NOW + 1);
        final String third = signed(sender, NOW + SECOND);

        assertThat(receiver.verify(received(second), NOW)).isEqualTo(OK);
        assertThat(receiver.verify(received(second), NOW)).isEqualTo(AUTHENTICATION_REPLAYED);
        assertThat(receiver.verify(received(first), NOW)).isEqualTo(AUTHENTICATION_REPLAYED);
        assertThat(receiver.verify(received(third), NOW)).isEqualTo(OK);
    }

    @Test
    void shouldNotMoveTheMarkWhenTheCodeIsForged() {
        final String future = V2_MESSAGE + "010700006b49d20480000000" + "00".repeat(16);
        assertThat(receiver.verify(received(future), NOW)).isEqualTo(AUTHENTICATION_WRONG);
        assertThat(receiver.verify(received(V2_MESSAGE + V2_TRAILER), NOW)).isEqualTo(OK);
    }

    @Test
    void shouldKeepAMarkOfEachSenderWhenThereAreSeveral() {
        final AuthenticatedMessage other = message(VrrpVersion.V2, 51, Frames.NODE_2, V2_MESSAGE, HmacTrailer.LENGTH);
        authenticator(Mode.ENFORCE, AntiReplay.TIME).sign(other, NOW);
        assertThat(receiver.verify(received(signed(sender, NOW + SECOND)), NOW)).isEqualTo(OK);
        assertThat(receiver.verify(other, NOW)).isEqualTo(OK);
        assertThat(receiver.verify(other, NOW)).isEqualTo(AUTHENTICATION_REPLAYED);
    }

    @Test
    void shouldGoOnCountingWhenTheClockDoesNot() {
        assertThat(sequence(signed(sender, NOW))).isEqualTo("6b49d20080000000");
        assertThat(sequence(signed(sender, NOW))).isEqualTo("6b49d20080000001");
        assertThat(sequence(signed(sender, NOW - 5 * SECOND))).isEqualTo("6b49d20080000002");
        assertThat(sequence(signed(sender, NOW + SECOND))).isEqualTo("6b49d20180000000");
    }

    @Test
    void shouldStartFromTheClockAgainWhenItWasSetBackByMoreThanTheWindowAndTimed() {
        final HmacAuthenticator monotonic = authenticator(Mode.ENFORCE, AntiReplay.MONOTONIC);
        signed(sender, NOW);
        signed(monotonic, NOW);
        assertThat(sequence(signed(sender, NOW - 6 * SECOND))).isEqualTo("6b49d1fa80000000");
        assertThat(sequence(signed(monotonic, NOW - 6 * SECOND))).isEqualTo("6b49d20080000001");
    }

    @Test
    void shouldFollowASenderWhoseClockWasSetBackWhenTimed() {
        final long before = NOW + 600 * SECOND;
        assertThat(receiver.verify(received(signed(sender, before)), before)).isEqualTo(OK);
        assertThat(receiver.verify(received(signed(sender, NOW)), NOW)).isEqualTo(OK);
    }

    @Test
    void shouldNotForgetWhenMonotonic() {
        final HmacAuthenticator monotonic = authenticator(Mode.ENFORCE, AntiReplay.MONOTONIC);
        final String old = signed(sender, NOW);
        assertThat(monotonic.verify(received(signed(sender, NOW + 600 * SECOND)), 0))
                .isEqualTo(OK);
        assertThat(monotonic.verify(received(old), 0)).isEqualTo(AUTHENTICATION_REPLAYED);
    }

    @Test
    void shouldGoOnWhenTheSecondsStartFromZero() {
        final long last = (1L << 32) * SECOND - 1;
        final String before = signed(sender, last);
        final String after = signed(sender, last + 1);
        assertThat(sequence(before)).isEqualTo("ffffffffffff0000");
        assertThat(sequence(after)).isEqualTo("0000000000000000");
        assertThat(receiver.verify(received(before), last + 1)).isEqualTo(OK);
        assertThat(receiver.verify(received(after), last)).isEqualTo(OK);
        assertThat(receiver.verify(received(before), last + 1)).isEqualTo(AUTHENTICATION_REPLAYED);
    }

    @Test
    void shouldAcceptBothKeysWhenTheyAreRotated() {
        final Hmac old = new Hmac(Mode.ENFORCE, Map.of(7, key(0), 8, key(1)), 7, AntiReplay.TIME, WINDOW);
        final Hmac rotated = new Hmac(Mode.ENFORCE, Map.of(7, key(0), 8, key(1)), 8, AntiReplay.TIME, WINDOW);
        final HmacAuthenticator both = new HmacAuthenticator(old);
        assertThat(both.verify(received(signed(new HmacAuthenticator(old), NOW)), NOW))
                .isEqualTo(OK);
        final String byNewKey = signed(new HmacAuthenticator(rotated), NOW + 1_000_000);
        assertThat(both.verify(received(byNewKey), NOW)).isEqualTo(OK);
        assertThat(receiver.verify(received(byNewKey), NOW)).isEqualTo(AUTHENTICATION_UNKNOWN_KEY);
    }

    @Test
    void shouldForgetTheSenderThatWasSilentLongestWhenThereAreTooMany() {
        final ReplayMarks marks = new ReplayMarks();
        for (int i = 0; i < ReplayMarks.CAPACITY; i++) {
            assertThat(marks.advance(IpAddress.ofIpv4(i), 1)).isTrue();
        }
        assertThat(marks.advance(IpAddress.ofIpv4(0), 2)).isTrue();
        assertThat(marks.advance(IpAddress.ofIpv4(-1), 1)).isTrue();
        assertThat(marks.advance(IpAddress.ofIpv4(0), 2)).as("heard of lately").isFalse();
        assertThat(marks.advance(IpAddress.ofIpv4(1), 1)).as("forgotten").isTrue();
    }

    private static HmacAuthenticator authenticator(final Mode mode, final AntiReplay antiReplay) {
        return new HmacAuthenticator(new Hmac(mode, Map.of(7, key(0)), 7, antiReplay, WINDOW));
    }

    private static HmacKey key(final int first) {
        final byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return new HmacKey(bytes);
    }

    private static String signed(final HmacAuthenticator authenticator, final long epochNs) {
        final AuthenticatedMessage message = v2();
        authenticator.sign(message, epochNs);
        return hex(message);
    }

    private static String sequence(final String signed) {
        return signed.substring(V2_MESSAGE.length() + 8, V2_MESSAGE.length() + 24);
    }

    private static AuthenticatedMessage v2() {
        return message(VrrpVersion.V2, 51, Frames.NODE_1, V2_MESSAGE, HmacTrailer.LENGTH);
    }

    private static AuthenticatedMessage received(final String hex) {
        return new AuthenticatedMessage(VrrpVersion.V2, 51, Frames.NODE_1, Frames.buffer(hex), 0, 20, 28);
    }

    private static AuthenticatedMessage message(
            final VrrpVersion version,
            final int vrid,
            final IpAddress source,
            final String hex,
            final int trailerLength) {
        final UnsafeBuffer buffer = Frames.buffer(hex + "a5".repeat(trailerLength));
        return new AuthenticatedMessage(version, vrid, source, buffer, 0, hex.length() / 2, trailerLength);
    }

    private static String hex(final AuthenticatedMessage message) {
        return Frames.hex((UnsafeBuffer) message.buffer(), 0, message.length() + message.trailerLength());
    }
}
