package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.watch.TroubleBook.Finding;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether advertisements get through, by what load reports say: they are broadcast or unicast, so they arrive where multicast does not. It
 * takes both sides' word to tell one direction from the other.
 */
final class ReachDetector {

    /** A report may be so much older, or younger, than the advertisements around it. */
    static final long REPORT_LAG_NS = TimeUnit.SECONDS.toNanos(3);

    private final RouterScope scope;
    private final Sightings<IpAddress> heard;
    private final Sightings<IpAddress> unheard;
    private final Sightings<IpAddress> deaf;

    ReachDetector(final RouterScope scope) {
        this.scope = scope;
        heard = new Sightings<>(scope.config().masterDownIntervalNs());
        // what is found out by polling ends with a gap of polling: a process that slept has not listened
        unheard = new Sightings<>(REPORT_LAG_NS);
        deaf = new Sightings<>(REPORT_LAG_NS);
    }

    /** An advertisement of a node has arrived, whatever it is worth. */
    void onAdvertisement(final ClusterNode sender, final long nowNs) {
        heard.note(sender.managementAddress(), nowNs);
    }

    void poll(final long nowNs, final WatchOutput out) {
        for (final ClusterNode node : scope.cluster().nodes()) {
            final RouterView router = node.isAlive() ? scope.viewOf(node) : null;
            if (lasts(unheard, node, isUnheard(node, router, nowNs), nowNs)) {
                scope.seen(notHeard(node), nowNs, out);
            }
            if (lasts(deaf, node, isDeaf(router), nowNs)) {
                scope.seen(ownNotHeard(node), nowNs, out);
            }
        }
    }

    private boolean lasts(
            final Sightings<IpAddress> sightings, final ClusterNode node, final boolean isSo, final long nowNs) {
        final IpAddress key = node.managementAddress();
        if (!isSo) {
            sightings.forget(key);
            return false;
        }
        if (!sightings.note(key, nowNs)) {
            scope.countOverflow();
        }
        return sightings.lastedNs(key) >= scope.config().masterDownIntervalNs() + REPORT_LAG_NS;
    }

    private boolean isUnheard(final ClusterNode node, final @Nullable RouterView router, final long nowNs) {
        return scope.state() != VirtualRouterState.INITIALIZE
                && router != null
                && router.isMaster()
                && !heard.isCurrent(node.managementAddress(), nowNs);
    }

    private boolean isDeaf(final @Nullable RouterView router) {
        return scope.state() == VirtualRouterState.MASTER && router != null && router.hearsNobody();
    }

    private Finding notHeard(final ClusterNode node) {
        return new Finding(
                TroubleKind.ADVERTISEMENTS_NOT_HEARD,
                node.subject(),
                node.subject() + " says that it is director of " + scope.vrid()
                        + ", but its advertisements do not arrive here: " + path() + " is filtered between us",
                remedy());
    }

    private Finding ownNotHeard(final ClusterNode node) {
        return new Finding(
                TroubleKind.OWN_ADVERTISEMENTS_NOT_HEARD,
                node.subject(),
                node.subject() + " says that it hears no director of " + scope.vrid() + ", but this node advertises: "
                        + path() + " is filtered between us, or refused there",
                remedy() + "; if they arrive there, its log says why they are refused");
    }

    private String path() {
        if (!scope.config().unicastPeers().isEmpty()) {
            return "unicast of IP protocol 112";
        }
        return scope.isIpv6() ? "multicast to ff02::12" : "multicast to 224.0.0.18";
    }

    private String remedy() {
        if (!scope.config().unicastPeers().isEmpty()) {
            return "name each node among the unicastPeers of the other, and look for an ACL or a firewall between them";
        }
        final String snooping = scope.isIpv6() ? "MLD" : "IGMP";
        return "give the switches a querier or turn " + snooping
                + " snooping off, look for an ACL or a firewall, or configure unicastPeers";
    }
}
