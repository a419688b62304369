package io.fairlead.vrrp;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_LIST_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.AUTHENTICATION_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_OURS;
import static io.fairlead.vrrp.AdvertisementVerdict.INTERVAL_DIFFERS;
import static io.fairlead.vrrp.AdvertisementVerdict.INTERVAL_MISMATCH;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.OWN_ADVERTISEMENT;
import static io.fairlead.vrrp.AdvertisementVerdict.SOURCE_NOT_PEER;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_VRID;
import static io.fairlead.vrrp.AdvertisementVerdict.VERSION_MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdvertisementCheckTest {

    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress VIP_2 = IpAddress.parse("10.51.0.101");
    private static final IpAddress STRANGER = IpAddress.parse("10.51.0.66");

    private static final VirtualRouterConfig V2 = Frames.config().build();
    private static final VirtualRouterConfig V3 =
            Frames.config().version(VrrpVersion.V3).build();
    private static final VirtualRouterConfig UNICAST =
            Frames.config().unicastPeers(List.of(Frames.NODE_2)).build();

    @Test
    void shouldAcceptWhenAllIsAsConfigured() {
        assertThat(AdvertisementCheck.verdict(V2, Frames.advertisement(Frames.NODE_2, 255)))
                .isEqualTo(OK);
    }

    @Test
    void shouldRefuseWhenItIsForAnotherRouterOrVersionOrOurOwn() {
        assertThat(AdvertisementCheck.verdict(
                        VirtualRouterConfig.builder(52, Frames.NODE_1, List.of(Frames.VIP))
                                .build(),
                        Frames.advertisement(Frames.NODE_2, 255)))
                .isEqualTo(UNKNOWN_VRID);
        assertThat(AdvertisementCheck.verdict(V3, Frames.advertisement(Frames.NODE_2, 255)))
                .isEqualTo(VERSION_MISMATCH);
        assertThat(AdvertisementCheck.verdict(V2, Frames.advertisement(Frames.NODE_1, 255)))
                .isEqualTo(OWN_ADVERTISEMENT);
    }

    @Test
    void shouldRefuseInVersion2AndNameInVersion3WhenTheIntervalDiffers() {
        assertThat(AdvertisementCheck.verdict(V2, advertisement(VrrpVersion.V2, 2 * SECOND, 0, Frames.VIP)))
                .isEqualTo(INTERVAL_MISMATCH);
        final AdvertisementVerdict inVersion3 =
                AdvertisementCheck.verdict(V3, advertisement(VrrpVersion.V3, SECOND / 10, 0, Frames.VIP));
        assertThat(inVersion3).isEqualTo(INTERVAL_DIFFERS);
        assertThat(inVersion3.isAccepted()).isTrue();
    }

    @Test
    void shouldNameTheAddressesFirstWhenTheIntervalDiffersToo() {
        final AdvertisementVerdict verdict =
                AdvertisementCheck.verdict(V3, advertisement(VrrpVersion.V3, SECOND / 10, 0, VIP_2));
        assertThat(verdict).isEqualTo(ADDRESS_LIST_MISMATCH);
        assertThat(verdict.isAccepted()).isTrue();
    }

    @Test
    void shouldCareForNoOrderWhenAddressesAreCompared() {
        final VirtualRouterConfig config = VirtualRouterConfig.builder(51, Frames.NODE_1, List.of(Frames.VIP, VIP_2))
                .build();
        assertThat(AdvertisementCheck.verdict(config, advertisement(VrrpVersion.V2, SECOND, 0, VIP_2, Frames.VIP)))
                .isEqualTo(OK);
        assertThat(AdvertisementCheck.verdict(config, advertisement(VrrpVersion.V2, SECOND, 0, VIP_2)))
                .isEqualTo(ADDRESS_LIST_MISMATCH);
    }

    @Test
    void shouldExpectTheTypeOfAuthenticationThatIsConfigured() {
        final VirtualRouterConfig password = Frames.config()
                .authentication(new Authentication.SimplePassword("secret42"))
                .build();
        final VirtualRouterConfig hmac = Frames.config()
                .authentication(new Authentication.Hmac(
                        Authentication.Hmac.Mode.PERMISSIVE,
                        Map.of(1, new Authentication.HmacKey(new byte[32])),
                        1,
                        Authentication.Hmac.AntiReplay.TIME,
                        5))
                .build();
        final Advertisement untyped = advertisement(VrrpVersion.V2, SECOND, 0, Frames.VIP);
        final Advertisement typed = advertisement(VrrpVersion.V2, SECOND, 1, Frames.VIP);
        assertThat(AdvertisementCheck.verdict(V2, typed)).isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(AdvertisementCheck.verdict(password, typed)).isEqualTo(OK);
        assertThat(AdvertisementCheck.verdict(password, untyped)).isEqualTo(AUTHENTICATION_MISMATCH);
        assertThat(AdvertisementCheck.verdict(hmac, untyped)).isEqualTo(OK);
        assertThat(AdvertisementCheck.verdict(hmac, typed)).isEqualTo(AUTHENTICATION_MISMATCH);
    }

    @Test
    void shouldRefuseUnicastWhenItHasNoPeers() {
        assertThat(AdvertisementCheck.verdict(V2, on(Frames.NODE_2, Frames.NODE_1)))
                .isEqualTo(DESTINATION_NOT_MULTICAST);
    }

    @Test
    void shouldRefuseAllButItsPeersWhenItHasSome() {
        assertThat(AdvertisementCheck.verdict(UNICAST, on(Frames.NODE_2, Frames.NODE_1)))
                .isEqualTo(OK);
        assertThat(AdvertisementCheck.verdict(UNICAST, on(Frames.NODE_2, Frames.GROUP)))
                .isEqualTo(DESTINATION_NOT_OURS);
        assertThat(AdvertisementCheck.verdict(UNICAST, on(Frames.NODE_2, STRANGER)))
                .isEqualTo(DESTINATION_NOT_OURS);
        assertThat(AdvertisementCheck.verdict(UNICAST, on(STRANGER, Frames.NODE_1)))
                .isEqualTo(SOURCE_NOT_PEER);
    }

    private static Advertisement on(final IpAddress source, final IpAddress destination) {
        return new Advertisement(
                VrrpVersion.V2, 51, 255, SECOND, 0, source, destination, Frames.MAC_1, List.of(Frames.VIP));
    }

    private static Advertisement advertisement(
            final VrrpVersion version, final long intervalNs, final int type, final IpAddress... addresses) {
        return new Advertisement(
                version, 51, 255, intervalNs, type, Frames.NODE_2, Frames.GROUP, Frames.MAC_1, List.of(addresses));
    }
}
