package io.fairlead.netstack.engine;

import org.agrona.concurrent.NanoClock;

/** A clock that the test moves; it counts how often it is read. */
final class ManualClock implements NanoClock {

    private long nowNs = 1_000_000_000L;
    private int reads;

    void advance(final long ns) {
        nowNs += ns;
    }

    long nowNs() {
        return nowNs;
    }

    int reads() {
        return reads;
    }

    @Override
    public long nanoTime() {
        reads++;
        return nowNs;
    }
}
