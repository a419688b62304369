package io.fairlead.vrrp.auth;

import io.fairlead.netstack.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last sequence of each sender, and a bound on how many: the one that was silent longest is forgotten first. Only what was proven to come
 * from a holder of the key may be entered, so that nobody else can push a mark out.
 */
final class ReplayMarks {

    /** A virtual router has one master at a time, and a few more speakers in trouble; a cluster is small. */
    static final int CAPACITY = 64;

    private static final float LOAD_FACTOR = 0.75f;

    private final Map<IpAddress, Long> lastSequences = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<IpAddress, Long> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Enters a sequence; false if it is not after the sender's last one, which then stays. */
    boolean advance(final IpAddress source, final long sequence) {
        final Long last = lastSequences.get(source);
        if (last != null && !TrailerSequence.isAfter(sequence, last)) {
            return false;
        }
        lastSequences.put(source, sequence);
        return true;
    }

    /** A sender's mark that is further than this from now only orders what is refused as stale anyway; a clock was set back. */
    void forgetIfOutside(final IpAddress source, final long nowSequence, final long windowSeconds) {
        final Long last = lastSequences.get(source);
        if (last != null && Math.abs(TrailerSequence.secondsAfter(last, nowSequence)) > windowSeconds) {
            lastSequences.remove(source);
        }
    }
}
