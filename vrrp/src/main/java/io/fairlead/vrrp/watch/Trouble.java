package io.fairlead.vrrp.watch;

/**
 * Something that is wrong on the wire, for log and status.
 *
 * @param kind what it is
 * @param vrid of the virtual router that suffers; 0 if it concerns all alike
 * @param subject who or what it is about, like {@code n2 (10.51.0.2)}; one trouble per kind, virtual router and subject
 * @param cause what was seen, a sentence without full stop
 * @param remedy what to do about it, the same
 * @param firstSeenNs when it began, in the time that was passed in
 * @param lastSeenNs when it was seen last
 * @param count how often it was seen
 */
public record Trouble(
        TroubleKind kind,
        int vrid,
        String subject,
        String cause,
        String remedy,
        long firstSeenNs,
        long lastSeenNs,
        long count) {

    /**
     * As it should stand in the log.
     *
     * @return one line without time stamp
     */
    public String line() {
        return (vrid == 0 ? "" : "(VI_" + vrid + ") ") + cause + ". Remedy: " + remedy;
    }

    Trouble seenAgain(final String nowCause, final String nowRemedy, final long nowNs) {
        return new Trouble(kind, vrid, subject, nowCause, nowRemedy, firstSeenNs, nowNs, count + 1);
    }
}
