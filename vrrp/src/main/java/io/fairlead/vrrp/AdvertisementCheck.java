package io.fairlead.vrrp;

import java.util.HashSet;

/** The checks of RFC 3768 section 7.1 that depend on the virtual router's configuration. */
final class AdvertisementCheck {

    private static final int NO_AUTHENTICATION = 0;

    private AdvertisementCheck() {}

    static AdvertisementVerdict verdict(final VirtualRouterConfig config, final Advertisement advertisement) {
        if (advertisement.vrid() != config.vrid()) {
            return AdvertisementVerdict.UNKNOWN_VRID;
        }
        if (advertisement.version() != config.version()) {
            return AdvertisementVerdict.UNKNOWN_VERSION;
        }
        if (advertisement.source().equals(config.localAddress())) {
            return AdvertisementVerdict.OWN_ADVERTISEMENT;
        }
        if (advertisement.authenticationType() != NO_AUTHENTICATION) {
            return AdvertisementVerdict.AUTHENTICATION_MISMATCH;
        }
        // version 3 learns it, if it is one (erratum 8301 of RFC 9568)
        if (advertisement.version() == VrrpVersion.V2
                ? advertisement.advertisementIntervalNs() != config.advertisementIntervalNs()
                : advertisement.advertisementIntervalNs() <= 0) {
            return AdvertisementVerdict.INTERVAL_MISMATCH;
        }
        // nobody promises an order of the addresses
        return new HashSet<>(advertisement.addresses()).equals(new HashSet<>(config.addresses()))
                ? AdvertisementVerdict.OK
                : AdvertisementVerdict.ADDRESS_LIST_MISMATCH;
    }
}
