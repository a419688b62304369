package io.fairlead.tools.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.tools.capture.VerdictClass;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameFilterTest {

    private static final String CLIENT = "10.51.0.50";
    private static final String VIP = "10.51.0.100";

    private static FrameFilter client(final String prefix) {
        return new FrameFilter(Optional.of(CaptureOrderJson.prefix(prefix)), OptionalInt.empty(), Set.of());
    }

    private static FrameFilter port(final int port) {
        return new FrameFilter(Optional.empty(), OptionalInt.of(port), Set.of());
    }

    private static boolean passes(final FrameFilter filter, final DirectBuffer frame) {
        return passes(filter, frame, frame, FrameProcessor.TO_UPLINK, 0);
    }

    private static boolean passes(
            final FrameFilter filter,
            final DirectBuffer before,
            final DirectBuffer after,
            final int verdict,
            final long moved) {
        return filter.mayPass(before, 0, before.capacity())
                && filter.passes(verdict, moved, after, 0, after.capacity());
    }

    @ParameterizedTest
    @CsvSource({
        "10.51.0.50,        true",
        "10.51.0.50/32,     true",
        "10.51.0.51,        false",
        "10.51.0.48/28,     true",
        "10.51.0.0/28,      false",
        "0.0.0.0/0,         true",
        "::/0,              false",
        "::ffff:0:0/96,     false"
    })
    void shouldTellAnIpv4ClientInBothDirections(final String prefix, final boolean isClient) {
        final String other = "198.51.100.1";
        final UnsafeBuffer request = TestFrame.tcp(CLIENT, 20_000, other, 9090);

        assertThat(passes(client(prefix), request)).isEqualTo(isClient);
        assertThat(passes(client(prefix), TestFrame.tcp(other, 9090, CLIENT, 20_000)))
                .isEqualTo(isClient);
        assertThat(passes(client(prefix), TestFrame.arp(CLIENT, other))).isEqualTo(isClient);
        assertThat(passes(client(prefix), TestFrame.arp(other, CLIENT))).isEqualTo(isClient);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::50,      true",
        "2001:db8::51,      false",
        "2001:db8::/64,     true",
        "2001:db8:1::/48,   false",
        "::/0,              true",
        "0.0.0.0/0,         false"
    })
    void shouldTellAnIpv6Client(final String prefix, final boolean isClient) {
        assertThat(passes(client(prefix), TestFrame.tcp("2001:db8::50", 20_000, "2001:db9::1", 9090)))
                .isEqualTo(isClient);
        assertThat(passes(client(prefix), TestFrame.tcp("2001:db9::1", 9090, "2001:db8::50", 20_000)))
                .isEqualTo(isClient);
    }

    @Test
    void shouldTellAPortOfEitherSide() {
        final UnsafeBuffer frame = TestFrame.tcp(CLIENT, 20_000, VIP, 9090);

        assertThat(passes(port(9090), frame)).isTrue();
        assertThat(passes(port(20_000), frame)).isTrue();
        assertThat(passes(port(80), frame)).isFalse();
        assertThat(passes(port(9090), TestFrame.tcp("2001:db8::50", 20_000, "2001:db8::64", 9090)))
                .isTrue();
        assertThat(passes(port(9090), TestFrame.arp(CLIENT, VIP))).isFalse();
    }

    @Test
    void shouldTellAPortThatOnlyTheTranslatedFrameHas() {
        final UnsafeBuffer answer = TestFrame.tcp(VIP, 9090, CLIENT, 20_000);
        final UnsafeBuffer translated = TestFrame.tcp(VIP, 80, CLIENT, 20_000);

        assertThat(passes(port(80), answer, translated, FrameProcessor.TO_UPLINK, 0))
                .isTrue();
        assertThat(passes(port(9090), answer, translated, FrameProcessor.TO_UPLINK, 0))
                .isTrue();
    }

    @Test
    void shouldNotTakeDataOfAFragmentForPorts() {
        assertThat(passes(port(9090), TestFrame.laterFragment(TestFrame.tcp(CLIENT, 20_000, VIP, 9090))))
                .isFalse();
    }

    @Test
    void shouldPassNothingShorterThanItsHeadersWhenItHasToBeOfAClient() {
        final UnsafeBuffer frame = TestFrame.tcp(CLIENT, 20_000, VIP, 9090);
        final FrameFilter filter =
                new FrameFilter(Optional.of(CaptureOrderJson.prefix(CLIENT)), OptionalInt.of(9090), Set.of());

        for (int length = 0; length < frame.capacity(); length++) {
            assertThat(filter.mayPass(frame, 0, length) && filter.passes(0, 0, frame, 0, length))
                    .as("a frame cut at %d bytes", length)
                    .isFalse();
        }
        assertThat(passes(filter, frame)).isTrue();
    }

    @Test
    void shouldTellVerdicts() {
        final UnsafeBuffer frame = TestFrame.tcp(CLIENT, 20_000, VIP, 9090);
        final long steered = SteeringWitness.bit(SteeringCounter.STEERED);
        final FrameFilter filter = new FrameFilter(
                Optional.empty(), OptionalInt.empty(), Set.of(VerdictClass.STEERED, VerdictClass.DROPPED));

        assertThat(passes(filter, frame, frame, FrameProcessor.TO_UPLINK, steered))
                .isTrue();
        assertThat(passes(filter, frame, frame, FrameProcessor.DROP, 0)).isTrue();
        assertThat(passes(filter, frame, frame, FrameProcessor.TO_UPLINK, 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.51.0", "10.51.0.50/33", "10.51.0.50/-1", "10.51.0.50/", "proxy.example", "2001:db8::/129", "/8"})
    void shouldRefuseWhatIsNoPrefix(final String text) {
        assertThatThrownBy(() -> CaptureOrderJson.prefix(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is neither an IP address nor a prefix");
    }
}
