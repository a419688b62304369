package io.fairlead.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualRouterConfigTest {

    @Test
    void shouldHaveTheDefaultsOfTheProtocolWhenNothingElseIsSaid() {
        final VirtualRouterConfig config = VirtualRouterConfig.builder(51, Frames.NODE_1, List.of(Frames.VIP))
                .build();
        assertThat(config.version()).isEqualTo(VrrpVersion.V2);
        assertThat(config.version().number()).isEqualTo(2);
        assertThat(config.priority()).isEqualTo(100);
        assertThat(config.advertisementIntervalNs()).isEqualTo(1_000_000_000L);
        assertThat(config.preempt()).isTrue();
        assertThat(config.startupDelayNs()).isZero();
        assertThat(config.announcements()).isEqualTo(AnnouncementConfig.DEFAULT);
    }

    @Test
    void shouldComputeTheTimersOfTheRfcWhenAsked() {
        final VirtualRouterConfig config = Frames.config()
                .priority(254)
                .advertisementIntervalNs(2_000_000_000L)
                .build();
        assertThat(config.skewTimeNs()).isEqualTo(7_812_500L);
        assertThat(config.masterDownIntervalNs()).isEqualTo(6_007_812_500L);
    }

    @Test
    void shouldNameTheValueWhenItCannotBe() {
        assertRefused("VRID 0", VirtualRouterConfig.builder(0, Frames.NODE_1, List.of(Frames.VIP)));
        assertRefused("VRID 256", VirtualRouterConfig.builder(256, Frames.NODE_1, List.of(Frames.VIP)));
        assertRefused("priority -1", Frames.config().priority(-1));
        assertRefused("priority 256", Frames.config().priority(256));
        assertRefused("interval of 1500000000 ns", Frames.config().advertisementIntervalNs(1_500_000_000L));
        assertRefused("interval of 256000000000 ns", Frames.config().advertisementIntervalNs(256_000_000_000L));
        assertRefused("interval of 0 ns", Frames.config().advertisementIntervalNs(0));
        assertRefused("startup delay", Frames.config().startupDelayNs(-1));
        assertRefused("0 virtual IPs", VirtualRouterConfig.builder(51, Frames.NODE_1, List.of()));
        assertRefused("twice", VirtualRouterConfig.builder(51, Frames.NODE_1, List.of(Frames.VIP, Frames.VIP)));
        assertRefused("own address", VirtualRouterConfig.builder(51, Frames.VIP, List.of(Frames.VIP)));
    }

    @Test
    void shouldLimitTheAddressesWhenIpv6() {
        final List<IpAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 76; i++) {
            addresses.add(IpAddress.ofIpv6(0xFD51L << 48, i));
        }
        final IpAddress local = IpAddress.parse("fe80::1");
        assertRefused("76 virtual IPs, expected 1 to 75", VirtualRouterConfig.builder(51, local, addresses));
        assertThat(VirtualRouterConfig.builder(51, local, addresses.subList(1, 76))
                        .build()
                        .isIpv6())
                .isTrue();
    }

    private static void assertRefused(final String reason, final VirtualRouterConfig.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldWriteWhatKeepalivedWritesWhenTheOwnerLogs() {
        final VrrpLogLines lines = new VrrpLogLines(51);
        assertThat(lines.settingVips()).isEqualTo("(VI_51) setting VIPs. (setting protocol VIPs.)");
        assertThat(lines.removingVips()).isEqualTo("(VI_51) removing VIPs. (removing protocol VIPs.)");
        assertThat(lines.sendingGratuitousArps("eth0", Frames.VIP))
                .isEqualTo(
                        "(VI_51) Sending gratuitous ARPs on eth0 for 10.51.0.100 (Sending/queueing gratuitous ARPs)");
        assertThat(lines.sendingNeighbourAdverts("eth0", IpAddress.parse("2001:db8::1")))
                .isEqualTo("(VI_51) Sending/queueing Unsolicited Neighbour Adverts on eth0 for 2001:db8::1");
    }
}
