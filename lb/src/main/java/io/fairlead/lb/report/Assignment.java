package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;

/**
 * A client and the node it stays with.
 *
 * @param client address of either family
 * @param nodeId of the scanning node; {@link #NOBODY} when the client is forgotten
 */
public record Assignment(IpAddress client, int nodeId) {

    /** Stands for no node. */
    public static final int NOBODY = 0;

    /** Do they fit one message? */
    static boolean fit(final List<Assignment> assignments) {
        return ClientRoom.ofAssignments()
                .takeAll(assignments.stream().map(Assignment::client).toList());
    }
}
