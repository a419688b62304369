package io.fairlead.lb.report;

/**
 * What a node says about the choice of nodes, so that every director decides alike.
 *
 * @param weight the node's share of the clients beside others, 0-255, {@link #NORMAL_WEIGHT} being what most have; 0 for none
 * @param policyDigest see {@link ConfigurationDigest#ofPolicy}; {@link #UNKNOWN_POLICY} of a node of an older version
 */
public record Balancing(int weight, int policyDigest) {

    /** The weight of a node that was told none. */
    public static final int NORMAL_WEIGHT = 100;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 255;

    /** No policy has this digest. */
    public static final int UNKNOWN_POLICY = 0;

    /** Of a node of an older version, which has no word for it. */
    public static final Balancing UNSAID = new Balancing(NORMAL_WEIGHT, UNKNOWN_POLICY);

    /** Checks the range. */
    public Balancing {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is outside 0-" + MAX_WEIGHT);
        }
    }
}
