package io.fairlead.lb.report;

/**
 * An administrator wants another director: the target takes over at once, without waiting for a timer. Everybody else gives up what an earlier
 * one of these raised its priority to, so that the last word counts.
 *
 * @param target management address of the node that is to be director; {@link #NOBODY} to go back to the configured priorities
 * @param outrank whether the target is to raise its priority above everybody else's; false if the director has just lowered its own
 */
public record Handover(int target, boolean outrank) implements Body {

    /** Stands for no node in {@link #target}. */
    public static final int NOBODY = 0;

    @Override
    public MessageType type() {
        return MessageType.HANDOVER;
    }
}
