package io.fairlead.tools.track;

import io.fairlead.tools.config.TrackTarget;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a look tells at once, each second and soon after the kernel told of a change. */
final class LookProbe implements TrackProbe {

    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Changes come in swarms, when a routing daemon starts for instance, and each look may read a whole table. */
    static final long LEAST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final TrackTarget target;
    private final boolean isOfNetwork;
    private final Supplier<Optional<String>> look;
    private final TrackListener listener;
    private long lastNs;
    private long nextNs;

    /**
     * Looks for the first time at once.
     *
     * @param isOfNetwork whether changes of the network concern it
     * @param look says why the target is down, or nothing if it is up
     */
    LookProbe(
            final TrackTarget target,
            final boolean isOfNetwork,
            final Supplier<Optional<String>> look,
            final TrackListener listener,
            final long nowNs) {
        this.target = target;
        this.isOfNetwork = isOfNetwork;
        this.look = look;
        this.listener = listener;
        this.lastNs = nowNs - LEAST_INTERVAL_NS;
        this.nextNs = nowNs;
    }

    @Override
    public void poll(final long nowNs, final boolean isNetworkChanged) {
        if (isNetworkChanged && isOfNetwork && lastNs + LEAST_INTERVAL_NS - nextNs < 0) {
            nextNs = lastNs + LEAST_INTERVAL_NS;
        }
        if (nextNs - nowNs <= 0) {
            lastNs = nowNs;
            nextNs = nowNs + INTERVAL_NS;
            report();
        }
    }

    private void report() {
        Optional<String> down;
        try {
            down = look.get();
        } catch (final RuntimeException e) {
            down = Optional.of("cannot be looked at: " + e.getMessage());
        }
        listener.onResult(target, down.isEmpty(), down.orElse("ok"));
    }

    @Override
    public long remainingNs(final long nowNs) {
        return Math.max(0, nextNs - nowNs);
    }

    @Override
    public void close() {}
}
