package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Address;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node's state and load.
 *
 * @param name of the node, {@code [A-Za-z0-9_-]{1,32}}
 * @param role in the cluster
 * @param priority VRRP priority 0-255, 0 for a node that never becomes director
 * @param virtualRouterIds VRIDs, 1-255 each
 * @param load what it carries
 * @param healthy the verdict over all redirects
 * @param redirects the health of each; of more than {@link #MAX_REDIRECTS}, failing ones are sent first
 * @param scanning does it accept clients?
 * @param draining does it keep the clients it has but wants no new ones?
 * @param configurationDigest see {@link ConfigurationDigest}
 * @param uptimeMs since the daemon started
 * @param virtualRouters what it sees of them; of more than {@link VirtualRouterView#MAX_IN_REPORT} the first are sent, and a node of an
 *     older version says nothing
 * @param balancing what it says about the choice of nodes
 * @param pace how often it reports
 * @param managementIp6 its own IPv6 address, at which connections to redirected ports are balanced; null if it has none, or is of an older version
 * @param mtu of the interface that it reports from, in bytes without the Ethernet header; {@link #UNKNOWN_MTU} of a node of an older version
 */
public record Report(
        String name,
        Role role,
        int priority,
        List<Integer> virtualRouterIds,
        Load load,
        boolean healthy,
        List<RedirectHealth> redirects,
        boolean scanning,
        boolean draining,
        long configurationDigest,
        long uptimeMs,
        List<VirtualRouterView> virtualRouters,
        Balancing balancing,
        ReportPace pace,
        @Nullable IpAddress managementIp6,
        int mtu)
        implements Body {

    /** How many redirects fit a report beside everything else. */
    public static final int MAX_REDIRECTS = 178;

    /** No interface has this MTU. */
    public static final int UNKNOWN_MTU = 0;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    /** Copies the lists and checks the ranges. */
    public Report {
        virtualRouterIds = List.copyOf(virtualRouterIds);
        redirects = List.copyOf(redirects);
        virtualRouters = List.copyOf(virtualRouters);
        if (!isName(name)) {
            throw new IllegalArgumentException("node name '" + name + "' is outside [A-Za-z0-9_-]{1,32}");
        }
        if (priority < 0 || priority > 255) {
            throw new IllegalArgumentException("priority " + priority + " is outside 0-255");
        }
        if (virtualRouterIds.size() > 255) {
            throw new IllegalArgumentException(virtualRouterIds.size() + " virtual routers, at most 255");
        }
        if (managementIp6 != null && !isManagementIp6(managementIp6)) {
            throw new IllegalArgumentException(managementIp6 + " cannot be the IPv6 address that clients use");
        }
        if (mtu < 0) {
            throw new IllegalArgumentException("MTU " + mtu + " is negative");
        }
    }

    /**
     * Of a node without an IPv6 address that does not say its MTU.
     *
     * @param name see above
     * @param role see above
     * @param priority see above
     * @param virtualRouterIds see above
     * @param load see above
     * @param healthy see above
     * @param redirects see above
     * @param scanning see above
     * @param draining see above
     * @param configurationDigest see above
     * @param uptimeMs see above
     * @param virtualRouters see above
     * @param balancing see above
     * @param pace see above
     */
    public Report(
            final String name,
            final Role role,
            final int priority,
            final List<Integer> virtualRouterIds,
            final Load load,
            final boolean healthy,
            final List<RedirectHealth> redirects,
            final boolean scanning,
            final boolean draining,
            final long configurationDigest,
            final long uptimeMs,
            final List<VirtualRouterView> virtualRouters,
            final Balancing balancing,
            final ReportPace pace) {
        this(
                name,
                role,
                priority,
                virtualRouterIds,
                load,
                healthy,
                redirects,
                scanning,
                draining,
                configurationDigest,
                uptimeMs,
                virtualRouters,
                balancing,
                pace,
                null,
                UNKNOWN_MTU);
    }

    /**
     * May it be given new clients for the redirects whose proxies are well?
     *
     * @return false if it must not or does not want to
     */
    public boolean isInService() {
        return scanning && !draining && balancing.weight() > 0;
    }

    /** An address of one host that is not confined to its link. */
    static boolean isManagementIp6(final IpAddress address) {
        return address.isIpv6()
                && IpAddress.isUnicast(address.high(), address.low())
                && !Ipv6Address.isIpv4Mapped(address.high(), address.low())
                && !address.isLinkLocalIpv6();
    }

    static boolean isName(final String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public MessageType type() {
        return MessageType.REPORT;
    }
}
