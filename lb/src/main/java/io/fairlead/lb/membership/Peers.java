package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Collection;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The bounded table of other nodes, in ascending unsigned order of their ids so that whatever walks it is deterministic. */
final class Peers {

    /** Far above any cluster; bounds what forged senders can make us keep with {@code discovery: open}. */
    static final int MAX_PEERS = 256;

    private static final long YOUTH_NS = SECONDS.toNanos(2);

    private final TreeMap<Integer, Peer> byId = new TreeMap<>(Integer::compareUnsigned);
    private final LongSupplier nonces;

    Peers(final LongSupplier nonces) {
        this.nonces = nonces;
    }

    Collection<Peer> all() {
        return byId.values();
    }

    @Nullable
    Peer find(final int id) {
        return byId.get(id);
    }

    /** Finds or makes a peer; null if the table is full of living ones. */
    @Nullable
    Peer admit(final int id, final long nowNs) {
        final Peer known = byId.get(id);
        if (known != null) {
            return known;
        }
        if (byId.size() >= MAX_PEERS && !evictOne(nowNs)) {
            return null;
        }
        final Peer peer = new Peer(id, nonces, nowNs);
        byId.put(id, peer);
        return peer;
    }

    /** Forgetting is safe: who comes back has to prove itself again. */
    private boolean evictOne(final long nowNs) {
        final Iterator<Peer> peers = byId.values().iterator();
        while (peers.hasNext()) {
            if (!peers.next().isWorthKeeping(nowNs, YOUTH_NS)) {
                peers.remove();
                return true;
            }
        }
        return false;
    }
}
