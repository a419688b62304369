package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an advertisement has different from our configuration.
 *
 * @param kind of trouble if a node sent it
 * @param predicate of a sentence about its sender
 * @param remedy what to do if the sender is meant to take part
 */
record Mismatch(TroubleKind kind, String predicate, String remedy) {

    /** An advertisement counts up to 255 addresses, and may be forged: the log shows the first few. */
    private static final int ADDRESSES_SHOWN = 4;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Null if nothing differs that we know of. */
    static @Nullable Mismatch of(
            final VirtualRouterConfig config, final Advertisement advertisement, final AdvertisementVerdict verdict) {
        final String everywhere = " on all nodes of VRID " + config.vrid();
        if (advertisement.version() != config.version()) {
            return new Mismatch(
                    TroubleKind.VERSION_DIFFERS,
                    "speaks version " + advertisement.version().number() + " of VRRP, this node version "
                            + config.version().number(),
                    "configure the same version" + everywhere);
        }
        if (advertisement.advertisementIntervalNs() != config.advertisementIntervalNs()) {
            return new Mismatch(
                    TroubleKind.INTERVAL_DIFFERS,
                    "advertises every " + seconds(advertisement.advertisementIntervalNs()) + ", this node every "
                            + seconds(config.advertisementIntervalNs()),
                    "configure the same advertisementInterval" + everywhere);
        }
        if (!new HashSet<>(advertisement.addresses()).equals(new HashSet<>(config.addresses()))) {
            return new Mismatch(
                    TroubleKind.VIRTUAL_IPS_DIFFER,
                    "advertises the virtual IPs " + text(advertisement.addresses()) + ", this node has "
                            + text(config.addresses()),
                    "configure the same virtualIps" + everywhere);
        }
        return verdict.isAccepted()
                ? null
                : new Mismatch(
                        TroubleKind.AUTHENTICATION_FAILS,
                        "sends advertisements that are refused here: " + verdict.text(),
                        "configure the same authentication" + everywhere);
    }

    private static String seconds(final long durationNs) {
        return String.format(Locale.ROOT, "%.2f s", durationNs / NANOS_PER_SECOND);
    }

    private static String text(final List<IpAddress> addresses) {
        final String shown = addresses.stream()
                .limit(ADDRESSES_SHOWN)
                .map(IpAddress::toString)
                .collect(Collectors.joining(", "));
        final int hidden = addresses.size() - ADDRESSES_SHOWN;
        return hidden > 0 ? shown + " and " + hidden + " more" : shown;
    }
}
