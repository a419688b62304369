package io.fairlead.lb.report;

/** Why a redirect is healthy or is not. */
public enum HealthReason {
    /** The proxy port answers. */
    OK(0),
    /** Not probed yet. */
    UNKNOWN(1),
    /** The connection was refused. */
    REFUSED(2),
    /** No answer in time. */
    TIMEOUT(3),
    /** An answer, but not the expected one. */
    WRONG_ANSWER(4),
    /** Anything else, and codes of later versions. */
    OTHER(255);

    private final int code;

    HealthReason(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static HealthReason ofCode(final int code) {
        for (final HealthReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return OTHER;
    }
}
