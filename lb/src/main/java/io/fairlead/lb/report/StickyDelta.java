package io.fairlead.lb.report;

import java.util.List;

/**
 * New sticky assignments.
 *
 * @param epoch one term of one director
 * @param index counts the deltas of an epoch from 1
 * @param assignments that changed
 */
public record StickyDelta(long epoch, long index, List<Assignment> assignments) implements Body {

    /** Copies the list and checks its size. */
    public StickyDelta {
        assignments = List.copyOf(assignments);
        if (assignments.size() > Assignment.MAX_IN_MESSAGE) {
            throw new IllegalArgumentException(
                    assignments.size() + " assignments, at most " + Assignment.MAX_IN_MESSAGE);
        }
    }

    @Override
    public MessageType type() {
        return MessageType.STICKY_DELTA;
    }
}
