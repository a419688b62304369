package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterState;

/** The watch over one virtual router. */
final class RouterWatch {

    private final RouterScope scope;
    private final SpeakerDetector speakers;
    private final DirectorDetector directors;
    private final ClaimDetector claims;
    private final ReachDetector reach;

    RouterWatch(final RouterScope scope) {
        this.scope = scope;
        speakers = new SpeakerDetector(scope);
        directors = new DirectorDetector(scope);
        claims = new ClaimDetector(scope, directors);
        reach = new ReachDetector(scope);
    }

    boolean isOf(final int vrid, final boolean isIpv6) {
        return scope.config().vrid() == vrid && scope.isIpv6() == isIpv6;
    }

    void onState(final VirtualRouterState state, final long nowNs) {
        scope.state(state, nowNs);
    }

    void onAdvertisement(
            final Advertisement advertisement,
            final AdvertisementVerdict verdict,
            final long nowNs,
            final WatchOutput out) {
        // a switch in a loop, or a port that mirrors, brings our own frames back
        if (scope.isOwnMac(advertisement.sourceMac())) {
            return;
        }
        speakers.onAdvertisement(advertisement, verdict, nowNs, out);
        final ClusterNode sender = scope.sender(advertisement.source(), advertisement.sourceMac());
        if (sender != null) {
            reach.onAdvertisement(sender, nowNs);
        }
        if (sender != null || verdict.isAccepted()) {
            directors.onAdvertisement(advertisement, nowNs, out);
        }
    }

    void onClaim(final IpAddress address, final long mac, final long nowNs) {
        claims.onClaim(address, mac, nowNs);
    }

    void poll(final long nowNs, final WatchOutput out) {
        claims.poll(nowNs, out);
        reach.poll(nowNs, out);
    }
}
