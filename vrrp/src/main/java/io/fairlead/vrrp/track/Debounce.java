package io.fairlead.vrrp.track;

/**
 * When a result is believed: enough of the same in a row, over enough time.
 *
 * @param rise good results in a row until something that was down is up, at least 1
 * @param fall bad results in a row until something that was up is down, at least 1
 * @param riseHoldNs for how long it must have been good by then, for events that come once, like a link that is up again
 * @param fallHoldNs for how long it must have been bad by then
 */
public record Debounce(int rise, int fall, long riseHoldNs, long fallHoldNs) {

    public Debounce {
        if (rise < 1 || fall < 1 || riseHoldNs < 0 || fallHoldNs < 0) {
            throw new IllegalArgumentException("rise " + rise + " or fall " + fall
                    + " below 1, or a negative hold time: " + riseHoldNs + " ns, " + fallHoldNs + " ns");
        }
    }

    /**
     * For what is looked at again and again.
     *
     * @param rise good results in a row
     * @param fall bad results in a row
     * @return without hold time
     */
    public static Debounce ofResults(final int rise, final int fall) {
        return new Debounce(rise, fall, 0, 0);
    }

    /**
     * For what is heard of only when it changes.
     *
     * @param riseHoldNs for how long it must be good
     * @param fallHoldNs for how long it must be bad
     * @return that believes a single result when it has lasted
     */
    public static Debounce ofEvents(final long riseHoldNs, final long fallHoldNs) {
        return new Debounce(1, 1, riseHoldNs, fallHoldNs);
    }
}
