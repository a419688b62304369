package io.fairlead.lb.report;

/**
 * Tells clusters on one segment apart. It depends on as little as possible, so that nodes whose configurations differ still hear each
 * other and can name the difference.
 */
public final class ClusterId {

    private ClusterId() {}

    /**
     * The id of a cluster.
     *
     * @param lowestVirtualRouterId of the configuration
     * @param clusterName of the configuration, empty if there is none
     * @return the first 32 bits of the SHA-256 of {@code fairlead/VRID/NAME}
     */
    public static int of(final int lowestVirtualRouterId, final String clusterName) {
        return Sha256.first32Bits("fairlead/" + lowestVirtualRouterId + "/" + clusterName);
    }
}
