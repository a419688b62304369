package io.fairlead.health;

/** What a probe showed: that the proxy works, or why it does not. */
public enum Reason {
    /** The proxy answered as one that works. */
    WORKS("answers", ""),
    /** The connection was refused, although something listens at the address. */
    REFUSED("connection refused", ""),
    /** Nothing listens on the port at any address. */
    NOT_LISTENING("connection refused", "nothing listens on this port"),
    /** What listens on the port does so at other addresses alone. */
    LISTENS_ELSEWHERE("connection refused", "the proxy listens at other addresses only"),
    /** There was no connection in time. */
    TIMED_OUT("connection timed out", ""),
    /** Connections wait at the port, and its program does not take them. */
    NOT_ACCEPTING("no answer", "the proxy does not accept the connections that wait for it"),
    /** The connection is there, and no answer, or only the beginning of one. */
    NO_ANSWER("no answer", "the proxy accepts connections and says nothing"),
    /** The connection was closed before there was an answer. */
    CLOSED("no answer", "the proxy closes the connection"),
    /** The answer is of another protocol. */
    WRONG_ANSWER("wrong answer", ""),
    /** The answer is of the right protocol, and says that something is wrong. */
    ERROR_ANSWER("error as answer", ""),
    /** There is no way to the address. */
    UNREACHABLE("unreachable", ""),
    /** The attempt could not be made, for want of file descriptors perhaps. */
    FAILED("probe failed", "");

    private final String headline;
    private final String cause;

    Reason(String headline, String cause) {
        this.headline = headline;
        this.cause = cause;
    }

    /** In a word or two. */
    String headline() {
        return headline;
    }

    /** What is behind it, as far as it is always the same; may be empty. */
    String cause() {
        return cause;
    }
}
