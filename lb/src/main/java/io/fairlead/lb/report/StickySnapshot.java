package io.fairlead.lb.report;

import java.util.List;

/**
 * One chunk of all sticky assignments.
 *
 * @param epoch one term of one director
 * @param index of the last delta that was sent before this chunk
 * @param chunk counts from 0
 * @param last is this the last chunk?
 * @param assignments as they are when the chunk is sent; for their number and order see {@link StickyDelta}
 */
public record StickySnapshot(long epoch, long index, int chunk, boolean last, List<Assignment> assignments)
        implements Body {

    /** Copies the list and checks its size. */
    public StickySnapshot {
        assignments = List.copyOf(assignments);
        if (!Assignment.fit(assignments)) {
            throw new IllegalArgumentException(assignments.size() + " assignments are too many for one message");
        }
    }

    @Override
    public MessageType type() {
        return MessageType.STICKY_SNAPSHOT;
    }
}
