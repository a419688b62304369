package io.fairlead.lb.membership;

import io.fairlead.lb.report.Connection;

/** Where a backup keeps the connections that it hears of. */
public interface ConnectionReplica {

    /** This one is open, or has ended. */
    void put(Connection connection);

    /** From here on, the director tells of all that are open. */
    void begin();

    /** The director has told of all, and nothing was missed: what it has not told of since {@link #begin} is over. */
    void complete();
}
