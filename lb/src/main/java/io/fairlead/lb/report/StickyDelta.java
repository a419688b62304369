package io.fairlead.lb.report;

import java.util.List;

/**
 * New sticky assignments.
 *
 * @param epoch one term of one director
 * @param index counts the deltas of an epoch from 1
 * @param assignments that changed, no more than {@link ClientRoom} has room for; a reader gets those of IPv4 clients first
 */
public record StickyDelta(long epoch, long index, List<Assignment> assignments) implements Body {

    /** Copies the list and checks its size. */
    public StickyDelta {
        assignments = List.copyOf(assignments);
        if (!Assignment.fit(assignments)) {
            throw new IllegalArgumentException(assignments.size() + " assignments are too many for one message");
        }
    }

    @Override
    public MessageType type() {
        return MessageType.STICKY_DELTA;
    }
}
