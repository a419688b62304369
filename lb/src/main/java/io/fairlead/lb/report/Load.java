package io.fairlead.lb.report;

/**
 * What a node carries.
 *
 * @param cpuPermille use of all its processors, 0-1000
 * @param memoryPermille use of its memory, 0-1000
 * @param activeConnections steered connections that are open
 * @param newConnectionsPerSecond steered connections that were opened, per second
 * @param proxyPermille how busy the proxy says that it is, 0-1000, or {@link #UNSAID}
 */
public record Load(
        int cpuPermille, int memoryPermille, int activeConnections, int newConnectionsPerSecond, int proxyPermille) {

    /** The proxy says nothing. */
    public static final int UNSAID = -1;

    /** Nothing at all. */
    public static final Load NONE = new Load(0, 0, 0, 0);

    /** Brings every value into its range: a measurement slightly off is no reason to fail. */
    public Load {
        cpuPermille = inRange(cpuPermille);
        memoryPermille = inRange(memoryPermille);
        activeConnections = Math.max(0, activeConnections);
        newConnectionsPerSecond = Math.max(0, newConnectionsPerSecond);
        proxyPermille = proxyPermille == UNSAID ? UNSAID : inRange(proxyPermille);
    }

    /**
     * The load of a node whose proxy says nothing.
     *
     * @param cpuPermille use of all its processors, 0-1000
     * @param memoryPermille use of its memory, 0-1000
     * @param activeConnections steered connections that are open
     * @param newConnectionsPerSecond steered connections that were opened, per second
     */
    public Load(
            final int cpuPermille,
            final int memoryPermille,
            final int activeConnections,
            final int newConnectionsPerSecond) {
        this(cpuPermille, memoryPermille, activeConnections, newConnectionsPerSecond, UNSAID);
    }

    private static int inRange(final int permille) {
        return Math.max(0, Math.min(1000, permille));
    }

    /**
     * Does the proxy say how busy it is?
     *
     * @return true if {@link #proxyPermille} is a figure
     */
    public boolean hasProxyFigure() {
        return proxyPermille != UNSAID;
    }
}
