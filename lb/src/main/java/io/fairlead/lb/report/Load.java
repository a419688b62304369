package io.fairlead.lb.report;

/**
 * What a node carries.
 *
 * @param cpuPermille use of all its processors, 0-1000
 * @param memoryPermille use of its memory, 0-1000
 * @param activeConnections steered connections that are open
 * @param newConnectionsPerSecond steered connections that were opened, per second
 */
public record Load(int cpuPermille, int memoryPermille, int activeConnections, int newConnectionsPerSecond) {

    /** Nothing at all. */
    public static final Load NONE = new Load(0, 0, 0, 0);

    /** Brings every value into its range: a measurement slightly off is no reason to fail. */
    public Load {
        cpuPermille = Math.max(0, Math.min(1000, cpuPermille));
        memoryPermille = Math.max(0, Math.min(1000, memoryPermille));
        activeConnections = Math.max(0, activeConnections);
        newConnectionsPerSecond = Math.max(0, newConnectionsPerSecond);
    }
}
