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
        return switch (verdict) {
            case AUTHENTICATION_MISMATCH,
                    PASSWORD_WRONG,
                    AUTHENTICATION_MISSING,
                    AUTHENTICATION_MALFORMED,
                    AUTHENTICATION_WRONG -> refused(verdict, "configure the same authentication" + everywhere);
            case AUTHENTICATION_UNKNOWN_KEY ->
                refused(verdict, "add the key that it signs with to this node, or remove it there");
            case AUTHENTICATION_STALE ->
                refused(verdict, "set the clocks by NTP, or configure antiReplay: monotonic" + everywhere);
            case AUTHENTICATION_REPLAYED ->
                refused(
                        verdict,
                        "somebody repeats recorded advertisements, or two machines have one address: find the sender"
                                + " by its MAC address in the switch");
            case SOURCE_NOT_PEER ->
                new Mismatch(
                        TroubleKind.TRANSPORT_DIFFERS,
                        "is none of this node's unicastPeers, so its advertisements are refused",
                        "name it among them");
            case DESTINATION_NOT_MULTICAST ->
                new Mismatch(
                        TroubleKind.TRANSPORT_DIFFERS,
                        "sends its advertisements to unicast peers, this node to the group",
                        "configure unicastPeers" + everywhere + ", or on none");
            case DESTINATION_NOT_OURS ->
                new Mismatch(
                        TroubleKind.TRANSPORT_DIFFERS,
                        "sends its advertisements to " + advertisement.destination() + ", this node to unicast peers",
                        "configure unicastPeers" + everywhere + ", or on none");
            default -> ofSettings(config, advertisement, everywhere);
        };
    }

    private static Mismatch refused(final AdvertisementVerdict verdict, final String remedy) {
        return new Mismatch(
                TroubleKind.AUTHENTICATION_FAILS,
                "sends advertisements that are refused here: " + verdict.text(),
                remedy);
    }

    private static @Nullable Mismatch ofSettings(
            final VirtualRouterConfig config, final Advertisement advertisement, final String everywhere) {
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
        // nobody promises an order of the addresses
        return new HashSet<>(advertisement.addresses()).equals(new HashSet<>(config.addresses()))
                ? null
                : new Mismatch(
                        TroubleKind.VIRTUAL_IPS_DIFFER,
                        "advertises the virtual IPs " + text(advertisement.addresses()) + ", this node has "
                                + text(config.addresses()),
                        "configure the same virtualIps" + everywhere);
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
