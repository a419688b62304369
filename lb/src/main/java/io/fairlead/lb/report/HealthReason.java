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
    /** An answer of another protocol. */
    WRONG_ANSWER(4),
    /** Refused, since nothing listens on the port. */
    NOT_LISTENING(5),
    /** Refused, since what listens on the port does so at other addresses alone. */
    LISTENS_ELSEWHERE(6),
    /** Connections wait and are not accepted. */
    NOT_ACCEPTING(7),
    /** The connection is there, and no answer. */
    NO_ANSWER(8),
    /** The connection was closed without an answer. */
    CLOSED(9),
    /** An answer of the right protocol, which tells of an error. */
    ERROR_ANSWER(10),
    /** There is no way to the proxy's address. */
    UNREACHABLE(11),
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
