package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims of addresses that are judged a while after they were heard: what makes one rightful may become known only then. Bounded. */
final class DoubtedClaims {

    private static final int CAPACITY = 64;

    /** Judged later than this, a claim is from before a sleep, and what made it rightful may have been missed. */
    private static final long LATEST_NS = 2 * SpeakerDetector.ACQUAINTANCE_NS;

    private final Map<Claim, Long> doubted = new LinkedHashMap<>();

    record Claim(IpAddress address, long mac) {}

    /** Notes it, if it is not noted yet; false if there was no room for it. */
    boolean note(final IpAddress address, final long mac, final long nowNs) {
        final Claim claim = new Claim(address, mac);
        if (!doubted.containsKey(claim) && doubted.size() >= CAPACITY) {
            return false;
        }
        doubted.putIfAbsent(claim, nowNs);
        return true;
    }

    /** Takes out what is to be judged now. */
    List<Claim> due(final long nowNs) {
        final List<Claim> due = new ArrayList<>();
        for (final Iterator<Map.Entry<Claim, Long>> all = doubted.entrySet().iterator(); all.hasNext(); ) {
            final Map.Entry<Claim, Long> entry = all.next();
            final long ageNs = nowNs - entry.getValue();
            if (ageNs >= SpeakerDetector.ACQUAINTANCE_NS) {
                all.remove();
                if (ageNs <= LATEST_NS) {
                    due.add(entry.getKey());
                }
            }
        }
        return due;
    }
}
