package io.fairlead.vrrp.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when something has been seen without a gap. Bounded, for what is seen may be forged: when it is full, nothing new is noted until
 * something old is forgotten.
 */
final class Sightings<K> {

    private static final int CAPACITY = 64;

    private final long longestGapNs;
    private final Map<K, Sighting> sightings = new LinkedHashMap<>();

    private static final class Sighting {
        private final long firstNs;
        private long lastNs;

        Sighting(final long nowNs) {
            firstNs = nowNs;
            lastNs = nowNs;
        }
    }

    /** What was not seen for longer than this begins anew. */
    Sightings(final long longestGapNs) {
        this.longestGapNs = longestGapNs;
    }

    /** Notes it; false if there was no room for it. */
    boolean note(final K key, final long nowNs) {
        final Sighting known = sightings.get(key);
        if (known != null && nowNs - known.lastNs <= longestGapNs) {
            known.lastNs = nowNs;
            return true;
        }
        if (known == null && sightings.size() >= CAPACITY) {
            forgetOld(nowNs);
            if (sightings.size() >= CAPACITY) {
                return false;
            }
        }
        sightings.put(key, new Sighting(nowNs));
        return true;
    }

    /** It has ended. */
    void forget(final K key) {
        sightings.remove(key);
    }

    private void forgetOld(final long nowNs) {
        sightings.values().removeIf(sighting -> nowNs - sighting.lastNs > longestGapNs);
    }

    /** What was seen within the longest gap. */
    List<K> current(final long nowNs) {
        forgetOld(nowNs);
        return List.copyOf(sightings.keySet());
    }

    boolean isCurrent(final K key, final long nowNs) {
        final Sighting known = sightings.get(key);
        return known != null && nowNs - known.lastNs <= longestGapNs;
    }

    /** For how long both have been seen, each without a gap; 0 or less if not at once. */
    long togetherNs(final K one, final K other) {
        final Sighting first = sightings.get(one);
        final Sighting second = sightings.get(other);
        return first == null || second == null
                ? 0
                : Math.min(lastedSinceNs(one, second.firstNs), lastedSinceNs(other, first.firstNs));
    }

    /** For how long it has been seen since then without a gap, up to the last time; 0 or less if it was not. */
    long lastedSinceNs(final K key, final long sinceNs) {
        final Sighting known = sightings.get(key);
        return known == null ? 0 : Math.min(known.lastNs - known.firstNs, known.lastNs - sinceNs);
    }

    /** For how long it has been seen without a gap, up to the last time; 0 if it was not. */
    long lastedNs(final K key) {
        final Sighting known = sightings.get(key);
        return known == null ? 0 : known.lastNs - known.firstNs;
    }
}
