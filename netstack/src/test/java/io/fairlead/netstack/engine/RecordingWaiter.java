package io.fairlead.netstack.engine;

import java.util.ArrayList;
import java.util.List;

/** Never waits; remembers what it was asked. */
final class RecordingWaiter implements Waiter {

    private final List<Long> timeoutsNs = new ArrayList<>();
    private int wakes;

    List<Long> timeoutsNs() {
        return timeoutsNs;
    }

    int wakes() {
        return wakes;
    }

    @Override
    public void await(final long timeoutNs) {
        timeoutsNs.add(timeoutNs);
    }

    @Override
    public void wake() {
        wakes++;
    }

    @Override
    public void close() {}
}
