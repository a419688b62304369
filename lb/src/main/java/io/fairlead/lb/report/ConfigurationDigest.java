package io.fairlead.lb.report;

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
        /** Nothing. */
        NONE,
        /** VRIDs or virtual IPs. */
        VIRTUAL_ROUTERS,
        /** Redirects. */
        REDIRECTS,
        /** Both. */
        VIRTUAL_ROUTERS_AND_REDIRECTS
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
     * Names the difference.
     *
     * @param ours digest
     * @param theirs digest
     * @return what differs
     */
    public static Mismatch compare(final long ours, final long theirs) {
        final boolean routersDiffer = ours >>> 32 != theirs >>> 32;
        final boolean redirectsDiffer = (int) ours != (int) theirs;
        if (routersDiffer) {
            return redirectsDiffer ? Mismatch.VIRTUAL_ROUTERS_AND_REDIRECTS : Mismatch.VIRTUAL_ROUTERS;
        }
        return redirectsDiffer ? Mismatch.REDIRECTS : Mismatch.NONE;
    }
}
