package io.fairlead.lb.policy;

import org.agrona.collections.Int2ObjectHashMap;

/**
 * Lets the share of a node that returns grow from a tenth to the whole: with hardly a connection of its own it would be given every new client at
 * once, with its proxy's caches cold. Pure.
 *
 * <p>A node returns when it is eligible after it was not, or when it is seen for the first time soon after its start. A director that has just been
 * started itself goes by the others' uptime, so it does not take those that it meets for newcomers.
 */
public final class SlowStart {

    private static final int FULL_PERMILLE = 1000;
    private static final int LEAST_PERMILLE = 100;

    private long durationNs;
    private final Int2ObjectHashMap<Service> services = new Int2ObjectHashMap<>();

    /** Whether a node takes clients, and since when. */
    private record Service(boolean isEligible, long sinceNs) {}

    /**
     * A slow start of a certain length.
     *
     * @param durationNs from a node's return to its full share; 0 for full shares at once
     */
    public SlowStart(final long durationNs) {
        this.durationNs = durationNs;
    }

    /**
     * Takes another length, also for those that have begun.
     *
     * @param durationNs from a node's return to its full share; 0 for full shares at once
     */
    public void lasts(final long durationNs) {
        this.durationNs = durationNs;
    }

    /**
     * The share of a node now. To be asked whenever it may have changed whether the node takes clients.
     *
     * @param nodeId of the node
     * @param isEligible whether it may be given new clients
     * @param uptimeNs since its daemon was started
     * @param nowNs the time
     * @return 100 to 1000
     */
    public int sharePermille(final int nodeId, final boolean isEligible, final long uptimeNs, final long nowNs) {
        final Service before = services.get(nodeId);
        final Service now;
        if (before == null) {
            now = new Service(isEligible, nowNs - uptimeNs);
        } else if (before.isEligible() == isEligible) {
            now = before;
        } else {
            now = new Service(isEligible, nowNs);
        }
        services.put(nodeId, now);
        final long ageNs = nowNs - now.sinceNs();
        return ageNs >= durationNs
                ? FULL_PERMILLE
                : Math.max(LEAST_PERMILLE, (int) ((double) ageNs / durationNs * FULL_PERMILLE));
    }
}
