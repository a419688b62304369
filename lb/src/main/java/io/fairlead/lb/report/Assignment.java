package io.fairlead.lb.report;

/**
 * A client and the node it stays with.
 *
 * @param client IPv4 address
 * @param nodeId of the scanning node; {@link #NOBODY} when the client is forgotten
 */
public record Assignment(int client, int nodeId) {

    /** Stands for no node. */
    public static final int NOBODY = 0;

    /** Assignments in one message. */
    public static final int MAX_IN_MESSAGE = 160;
}
