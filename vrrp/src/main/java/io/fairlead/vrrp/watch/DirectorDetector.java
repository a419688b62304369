package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.watch.TroubleBook.Finding;

/** Who advertises as master, and whether two do so for longer than it takes them to hear each other. */
final class DirectorDetector {

    /** The worse one gives up at the first advertisement that reaches it; one may be lost. */
    private static final int INTERVALS_TOGETHER = 2;

    private final RouterScope scope;
    private final Sightings<Master> masters;
    private final Sightings<Long> macs;

    private record Master(IpAddress address, long mac) {}

    DirectorDetector(final RouterScope scope) {
        this.scope = scope;
        masters = new Sightings<>(scope.config().masterDownIntervalNs());
        macs = new Sightings<>(scope.config().masterDownIntervalNs());
    }

    /** One that was accepted, or that a node sent. */
    void onAdvertisement(final Advertisement advertisement, final long nowNs, final WatchOutput out) {
        final Master master = new Master(advertisement.source(), advertisement.sourceMac());
        if (advertisement.isResignation()) {
            masters.forget(master);
            return;
        }
        if (!masters.note(master, nowNs) || !macs.note(advertisement.sourceMac(), nowNs)) {
            scope.countOverflow();
            return;
        }
        final long longestNs = INTERVALS_TOGETHER
                * Math.max(scope.config().advertisementIntervalNs(), advertisement.advertisementIntervalNs());
        if (scope.state() == VirtualRouterState.MASTER) {
            if (masters.lastedSinceNs(master, scope.stateSinceNs()) >= longestNs) {
                final String subject = scope.speaker(master.address(), master.mac());
                scope.seen(found(subject, "this node and " + subject), nowNs, out);
            }
            return;
        }
        for (final Master other : masters.current(nowNs)) {
            if (!other.equals(master) && masters.togetherNs(master, other) >= longestNs) {
                scope.seen(foundPair(master, other), nowNs, out);
            }
        }
    }

    private Finding foundPair(final Master one, final Master other) {
        final boolean isFirst = one.address().compareTo(other.address()) < 0;
        final Master first = isFirst ? one : other;
        final Master second = isFirst ? other : one;
        final String both =
                scope.speaker(first.address(), first.mac()) + " and " + scope.speaker(second.address(), second.mac());
        return found(both, both);
    }

    private Finding found(final String subject, final String both) {
        return new Finding(
                TroubleKind.TWO_DIRECTORS,
                subject,
                both + " advertise " + scope.vrid()
                        + " at the same time: at least one of them does not hear the other, or refuses"
                        + " what it hears",
                "look for what is filtered between the two (IGMP or MLD snooping without a querier, an ACL, a firewall), and compare"
                        + " their versions and authentication");
    }

    /** Has this MAC address advertised as master within the master-down interval? */
    boolean isSpeaking(final long mac, final long nowNs) {
        return macs.isCurrent(mac, nowNs);
    }
}
