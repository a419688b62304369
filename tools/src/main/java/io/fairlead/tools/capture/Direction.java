package io.fairlead.tools.capture;

/** Which way a frame went, as seen by who captured it. */
public enum Direction {
    /** Nobody has noted it. */
    UNKNOWN(0),
    /** It was received. */
    INBOUND(1),
    /** It was sent. */
    OUTBOUND(2);

    /** The lowest bits of {@code epb_flags}. */
    private static final int MASK = 3;

    private final int code;

    Direction(final int code) {
        this.code = code;
    }

    /** In {@code epb_flags}. */
    int code() {
        return code;
    }

    static Direction ofFlags(final int flags) {
        return switch (flags & MASK) {
            case 1 -> INBOUND;
            case 2 -> OUTBOUND;
            default -> UNKNOWN;
        };
    }
}
