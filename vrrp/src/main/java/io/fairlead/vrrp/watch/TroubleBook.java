package io.fairlead.vrrp.watch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is wrong now: each trouble once, told of when it begins, once a minute while it lasts, and when it is over. Bounded by kind and in total. */
final class TroubleBook {

    static final int CAPACITY = 64;

    /** Forged advertisements make foreign speakers without end; they must leave room for all else. */
    static final int CAPACITY_PER_KIND = 16;

    static final long REMINDER_NS = TimeUnit.MINUTES.toNanos(1);

    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private long overflow;

    private record Key(TroubleKind kind, int vrid, boolean isIpv6, String subject) {}

    private static final class Entry {
        private final long quietNs;
        private Trouble trouble;
        private long toldNs;

        Entry(final Trouble trouble, final long quietNs, final long nowNs) {
            this.trouble = trouble;
            this.quietNs = quietNs;
            toldNs = nowNs;
        }
    }

    /** One trouble as a detector describes it. */
    record Finding(TroubleKind kind, String subject, String cause, String remedy) {}

    /** It was seen; without that for {@code quietNs}, at least the time between two reminders, it is over. */
    void seen(
            final int vrid,
            final boolean isIpv6,
            final Finding finding,
            final long quietNs,
            final long nowNs,
            final WatchOutput out) {
        final Key key = new Key(finding.kind(), vrid, isIpv6, finding.subject());
        final Entry known = entries.get(key);
        if (known != null) {
            known.trouble = known.trouble.seenAgain(finding.cause(), finding.remedy(), nowNs);
            if (nowNs - known.toldNs >= REMINDER_NS) {
                known.toldNs = nowNs;
                out.troubleLasts(known.trouble);
            }
        } else if (hasRoomFor(finding.kind())) {
            final Trouble trouble = new Trouble(
                    finding.kind(), vrid, finding.subject(), finding.cause(), finding.remedy(), nowNs, nowNs, 1);
            entries.put(key, new Entry(trouble, Math.max(quietNs, REMINDER_NS), nowNs));
            out.troubleRaised(trouble);
        } else {
            overflow++;
        }
    }

    private boolean hasRoomFor(final TroubleKind kind) {
        return entries.size() < CAPACITY
                && entries.keySet().stream().filter(key -> key.kind() == kind).count() < CAPACITY_PER_KIND;
    }

    /** Something was not even looked at, for want of room. */
    void countOverflow() {
        overflow++;
    }

    void clearQuiet(final long nowNs, final WatchOutput out) {
        for (final Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            final Entry entry = all.next();
            if (nowNs - entry.trouble.lastSeenNs() >= entry.quietNs) {
                all.remove();
                out.troubleCleared(entry.trouble);
            }
        }
    }

    List<Trouble> troubles() {
        final List<Trouble> troubles = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> troubles.add(entry.trouble));
        return troubles;
    }

    long overflow() {
        return overflow;
    }
}
