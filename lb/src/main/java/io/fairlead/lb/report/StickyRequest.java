package io.fairlead.lb.report;

/**
 * The sender missed something and asks the director for a snapshot.
 *
 * @param epoch that it follows
 * @param index of the last delta that it holds without a gap
 */
public record StickyRequest(long epoch, long index) implements Body {

    @Override
    public MessageType type() {
        return MessageType.STICKY_REQUEST;
    }
}
