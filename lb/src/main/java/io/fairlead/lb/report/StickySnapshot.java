package io.fairlead.lb.report;

import java.util.List;

/**
 * One chunk of all sticky assignments.
 *
 * @param epoch one term of one director
 * @param index of the last delta that was sent before this chunk
 * @param chunk counts from 0
 * @param last is this the last chunk?
 * @param assignments as they are when the chunk is sent
 */
public record StickySnapshot(long epoch, long index, int chunk, boolean last, List<Assignment> assignments)
        implements Body {

    /** Copies the list and checks its size. */
    public StickySnapshot {
        assignments = List.copyOf(assignments);
        if (assignments.size() > Assignment.MAX_IN_MESSAGE) {
            throw new IllegalArgumentException(
                    assignments.size() + " assignments, at most " + Assignment.MAX_IN_MESSAGE);
        }
    }

    @Override
    public MessageType type() {
        return MessageType.STICKY_SNAPSHOT;
    }
}
