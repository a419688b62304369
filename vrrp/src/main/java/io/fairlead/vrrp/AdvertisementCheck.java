package io.fairlead.vrrp;

import java.util.HashSet;

/**
 * The checks of RFC 3768 and RFC 9568 section 7.1 that depend on the virtual router's configuration. Which virtual router it is for (VRID and
 * family) was found out before; what a password or trailer proves is the business of {@link io.fairlead.vrrp.auth}.
 */
final class AdvertisementCheck {

    private AdvertisementCheck() {}

    static AdvertisementVerdict verdict(final VirtualRouterConfig config, final Advertisement advertisement) {
        if (advertisement.vrid() != config.vrid()) {
            return AdvertisementVerdict.UNKNOWN_VRID;
        }
        if (advertisement.version() != config.version()) {
            return AdvertisementVerdict.VERSION_MISMATCH;
        }
        if (advertisement.source().equals(config.localAddress())) {
            return AdvertisementVerdict.OWN_ADVERTISEMENT;
        }
        final AdvertisementVerdict path = config.unicastPeers().isEmpty()
                ? multicastVerdict(advertisement)
                : unicastVerdict(config, advertisement);
        if (path != AdvertisementVerdict.OK) {
            return path;
        }
        if (advertisement.authenticationType() != config.authentication().type()) {
            return AdvertisementVerdict.AUTHENTICATION_MISMATCH;
        }
        // erratum 8301 of RFC 9568; in version 2 it is a mismatch like any other
        if (config.version() == VrrpVersion.V3 && advertisement.advertisementIntervalNs() == 0) {
            return AdvertisementVerdict.INTERVAL_ZERO;
        }
        final boolean hasOurInterval = advertisement.advertisementIntervalNs() == config.advertisementIntervalNs();
        if (!hasOurInterval && config.version() == VrrpVersion.V2) {
            return AdvertisementVerdict.INTERVAL_MISMATCH;
        }
        // nobody promises an order of the addresses
        if (!new HashSet<>(advertisement.addresses()).equals(new HashSet<>(config.addresses()))) {
            return AdvertisementVerdict.ADDRESS_LIST_MISMATCH;
        }
        return hasOurInterval ? AdvertisementVerdict.OK : AdvertisementVerdict.INTERVAL_DIFFERS;
    }

    /** The decoder knows but one group. */
    private static AdvertisementVerdict multicastVerdict(final Advertisement advertisement) {
        return advertisement.destination().isMulticast()
                ? AdvertisementVerdict.OK
                : AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
    }

    private static AdvertisementVerdict unicastVerdict(
            final VirtualRouterConfig config, final Advertisement advertisement) {
        if (!advertisement.destination().equals(config.localAddress())) {
            return AdvertisementVerdict.DESTINATION_NOT_OURS;
        }
        return config.unicastPeers().contains(advertisement.source())
                ? AdvertisementVerdict.OK
                : AdvertisementVerdict.SOURCE_NOT_PEER;
    }
}
