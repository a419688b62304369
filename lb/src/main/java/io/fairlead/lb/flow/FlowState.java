package io.fairlead.lb.flow;

/**
 * States of a flow, as {@code int} constants because they live in off-heap memory. Only the client's side of a flow is seen by a
 * director (direct server return), so a state follows the client's segments alone.
 */
public final class FlowState {

    /** A SYN was seen, or a first datagram. */
    public static final int NEW = 1;

    /** More than the opening segment was seen. */
    public static final int ESTABLISHED = 2;

    /** The client sent FIN or RST. */
    public static final int CLOSING = 3;

    /** A segment of a flow that this node does not know; its owner is asked for and nothing is let through meanwhile. */
    public static final int ASKING = 4;

    /** Nobody claimed the flow: its segments go to this node's own kernel, which answers with a reset or knows better. */
    public static final int UNCLAIMED = 5;

    private static final int NEW_SECONDS = 30;
    private static final int ESTABLISHED_SECONDS = 7200;
    private static final int DATAGRAM_SECONDS = 180;
    private static final int CLOSING_SECONDS = 120;
    private static final int ASKING_SECONDS = 5;
    private static final int UNCLAIMED_SECONDS = 30;

    private FlowState() {}

    /**
     * How long an entry lives without a frame.
     *
     * @param state one of the constants
     * @param isTcp false for datagrams, which have no handshake
     * @return seconds
     */
    public static int timeoutSeconds(final int state, final boolean isTcp) {
        return switch (state) {
            case NEW -> isTcp ? NEW_SECONDS : DATAGRAM_SECONDS;
            case ESTABLISHED -> isTcp ? ESTABLISHED_SECONDS : DATAGRAM_SECONDS;
            case CLOSING -> CLOSING_SECONDS;
            case ASKING -> ASKING_SECONDS;
            default -> UNCLAIMED_SECONDS;
        };
    }
}
