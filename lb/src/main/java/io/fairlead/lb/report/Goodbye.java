package io.fairlead.lb.report;

/**
 * The sender stops.
 *
 * @param restarting true if it comes back at once: its connections live on, only new clients should stay away
 */
public record Goodbye(boolean restarting) implements Body {

    @Override
    public MessageType type() {
        return MessageType.GOODBYE;
    }
}
