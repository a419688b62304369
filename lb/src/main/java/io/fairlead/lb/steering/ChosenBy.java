package io.fairlead.lb.steering;

/** Why a new connection goes to the node that it goes to. */
public enum ChosenBy {
    /** The client stays with that node. */
    STICKY(1),
    /** The node was chosen a moment ago for another connection of the client, whose handshake is not done yet. */
    RECENT(2),
    /** The policy prefers that node at the moment. */
    POLICY(3),
    /** To no node: none takes new clients. */
    NOBODY(4),
    /** The port is a passive one, which the proxy of the client's node has opened for it. */
    PASSIVE(5),
    /** To no node: the port belongs to no redirect. */
    NOT_REDIRECTED(6),
    /** To no node: the client is excepted from the redirect. */
    EXCEPTED(7),
    /** The client is a heavy source, whose connections are placed one by one. */
    SPREAD(8);

    private final int code;

    ChosenBy(final int code) {
        this.code = code;
    }

    /**
     * In records between the threads of one process.
     *
     * @return greater than 0
     */
    public int code() {
        return code;
    }

    /**
     * The other way round.
     *
     * @param code see {@link #code}
     * @return {@link #NOT_REDIRECTED} for an unknown one
     */
    public static ChosenBy ofCode(final int code) {
        return switch (code) {
            case 1 -> STICKY;
            case 2 -> RECENT;
            case 3 -> POLICY;
            case 4 -> NOBODY;
            case 5 -> PASSIVE;
            case 7 -> EXCEPTED;
            case 8 -> SPREAD;
            default -> NOT_REDIRECTED;
        };
    }
}
