package io.fairlead.health;

import io.fairlead.netstack.wire.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How one probe ended.
 *
 * @param reason that the proxy works, or why not
 * @param detail what was seen: the line of an answer, its first bytes, a number of connections; may be empty
 * @param listeners with {@link Reason#LISTENS_ELSEWHERE} the addresses at which the port is open
 */
public record ProbeResult(Reason reason, String detail, List<IpAddress> listeners) {

    /** Copies the list. */
    public ProbeResult {
        listeners = List.copyOf(listeners);
    }

    /**
     * Of which there is no more to say.
     *
     * @param reason what it showed
     * @return a result
     */
    public static ProbeResult of(Reason reason) {
        return of(reason, "");
    }

    /**
     * Of which there is more to say.
     *
     * @param reason what it showed
     * @param detail what was seen
     * @return a result
     */
    public static ProbeResult of(Reason reason, String detail) {
        return new ProbeResult(reason, detail, List.of());
    }

    /**
     * Whether the proxy works.
     *
     * @return true if it does
     */
    public boolean isSuccess() {
        return reason == Reason.WORKS;
    }

    /** Whether it tells people the same as another one: what was seen may change with each probe. */
    boolean isLike(ProbeResult other) {
        return reason == other.reason && listeners.equals(other.listeners);
    }

    /**
     * What happened, in a word or two.
     *
     * @return such as {@code connection refused}
     */
    public String headline() {
        return reason.headline();
    }

    /**
     * What is behind it.
     *
     * @return such as {@code the proxy listens on 127.0.0.1 only}; empty if the headline says it all
     */
    public String cause() {
        return switch (reason) {
            case LISTENS_ELSEWHERE ->
                listeners.isEmpty()
                        ? reason.cause()
                        : "the proxy listens on "
                                + listeners.stream().map(ProbeResult::words).collect(Collectors.joining(" and "))
                                + " only";
            case NO_ANSWER ->
                detail.isEmpty() ? reason.cause() : "the proxy begins an answer and does not end it: " + detail;
            case NOT_ACCEPTING ->
                detail.isEmpty()
                        ? reason.cause()
                        : "the proxy does not accept connections, of which " + detail + " wait in its queue";
            case WORKS, WRONG_ANSWER, ERROR_ANSWER, FAILED -> detail;
            default -> reason.cause();
        };
    }

    private static String words(IpAddress listener) {
        return listener.isUnspecified() && listener.isIpv6() ? "IPv6 (::)" : listener.toString();
    }

    /**
     * Headline and cause.
     *
     * @return such as {@code connection refused: the proxy listens on 127.0.0.1 only}
     */
    public String describe() {
        String cause = cause();
        return cause.isEmpty() ? headline() : headline() + ": " + cause;
    }
}
