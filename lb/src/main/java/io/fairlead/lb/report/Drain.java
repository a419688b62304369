package io.fairlead.lb.report;

/**
 * An administrator wants a node to take no new clients, or to take them again.
 *
 * @param target management address of the node that is meant
 * @param on whether it is to be drained
 */
public record Drain(int target, boolean on) implements Body {

    @Override
    public MessageType type() {
        return MessageType.DRAIN;
    }
}
