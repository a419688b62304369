package io.fairlead.lb.report;

import java.util.List;
import java.util.regex.Pattern;

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
        ReportPace pace)
        implements Body {

    /** How many redirects fit a report beside everything else. */
    public static final int MAX_REDIRECTS = 180;

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
    }

    /**
     * May it be given new clients for the redirects whose proxies are well?
     *
     * @return false if it must not or does not want to
     */
    public boolean isInService() {
        return scanning && !draining && balancing.weight() > 0;
    }

    static boolean isName(final String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public MessageType type() {
        return MessageType.REPORT;
    }
}
