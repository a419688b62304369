package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpPrefix;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Digest of the configuration that has to agree on all nodes. The upper 32 bits are over the virtual routers, the lower 32 over the
 * redirects, so that a mismatch can be named. Each half is the start of the SHA-256 of its lines, sorted, each ended by a line feed:
 * the order in the file does not matter.
 */
public final class ConfigurationDigest {

    /** What differs between two nodes. */
    public enum Mismatch {
        /** VRIDs or virtual IPs. */
        VIRTUAL_ROUTERS,
        /** Redirects. */
        REDIRECTS,
        /** How the node of a new client is chosen. */
        POLICY,
        /** How often reports are sent, and how many may be missed. */
        REPORT_PACE
    }

    private final SortedSet<String> virtualRouters = new TreeSet<>();
    private final SortedSet<String> redirects = new TreeSet<>();

    /**
     * Adds a virtual IP.
     *
     * @param virtualRouterId VRID
     * @param virtualIp in canonical text, like {@code 10.51.0.100/24}
     * @return this
     */
    public ConfigurationDigest virtualIp(final int virtualRouterId, final String virtualIp) {
        virtualRouters.add(virtualRouterId + " " + virtualIp + "\n");
        return this;
    }

    /**
     * Adds one original port of a redirect.
     *
     * @param protocol label of the redirect
     * @param originalPort that clients use
     * @param proxyPort that the proxy listens on
     * @return this
     */
    public ConfigurationDigest redirect(final String protocol, final int originalPort, final int proxyPort) {
        redirects.add(protocol + " " + originalPort + " " + proxyPort + "\n");
        return this;
    }

    /**
     * Adds an exception of a redirect.
     *
     * @param protocol label of the redirect
     * @param side {@code source} or {@code destination}
     * @param prefix that is left alone
     * @return this
     */
    public ConfigurationDigest exception(final String protocol, final String side, final IpPrefix prefix) {
        redirects.add(protocol + " except " + side + " " + prefix + "\n");
        return this;
    }

    /**
     * The digest of what was added.
     *
     * @return 64 bits
     */
    public long value() {
        final long upper = Sha256.first32Bits(String.join("", virtualRouters));
        final long lower = Sha256.first32Bits(String.join("", redirects)) & 0xFFFF_FFFFL;
        return (upper << 32) | lower;
    }

    /**
     * The digest of a load policy, which has to agree on all nodes too. Apart from the others, since nodes of older versions have none.
     *
     * @param policy in canonical text, like {@code weightedLeastConnections 4 1 0 6 0}
     * @return not {@link Balancing#UNKNOWN_POLICY}
     */
    public static int ofPolicy(final String policy) {
        final int digest = Sha256.first32Bits(policy);
        return digest == Balancing.UNKNOWN_POLICY ? 1 : digest;
    }

    /**
     * Names the difference.
     *
     * @param ours our report
     * @param theirs another node's
     * @return what differs, unmodifiable
     */
    public static Set<Mismatch> compare(final Report ours, final Report theirs) {
        final Set<Mismatch> mismatches = EnumSet.noneOf(Mismatch.class);
        final long differing = ours.configurationDigest() ^ theirs.configurationDigest();
        if (differing >>> 32 != 0) {
            mismatches.add(Mismatch.VIRTUAL_ROUTERS);
        }
        if ((int) differing != 0) {
            mismatches.add(Mismatch.REDIRECTS);
        }
        final int ourPolicy = ours.balancing().policyDigest();
        final int theirPolicy = theirs.balancing().policyDigest();
        final boolean bothKnown = ourPolicy != Balancing.UNKNOWN_POLICY && theirPolicy != Balancing.UNKNOWN_POLICY;
        if (bothKnown && ourPolicy != theirPolicy) {
            mismatches.add(Mismatch.POLICY);
        }
        if (ours.pace().isSaid() && theirs.pace().isSaid() && !ours.pace().equals(theirs.pace())) {
            mismatches.add(Mismatch.REPORT_PACE);
        }
        return Collections.unmodifiableSet(mismatches);
    }
}
