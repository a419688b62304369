package io.fairlead.tools.daemon;

import io.fairlead.health.HealthVerdict;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.status.CheckReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * The probing of the proxies, which begins anew when it is to be done otherwise. What was found last holds until the new one has looked at every proxy. It is changed by one thread at
 * a time, and asked by any.
 */
final class ProxyWatch implements AutoCloseable {

    private final Maker maker;
    private final HealthWatch.VerdictListener onVerdict;
    private volatile Probing probing;

    /** Makes one that tells what it finds. */
    @FunctionalInterface
    interface Maker {
        HealthWatch make(NodeConfig config, HealthWatch.VerdictListener onVerdict) throws IOException;
    }

    /** What is probed by which configuration. */
    private record Probing(NodeConfig config, HealthWatch watch) {}

    ProxyWatch(final NodeConfig config, final HealthWatch.VerdictListener onVerdict, final Maker maker)
            throws IOException {
        this.maker = maker;
        this.onVerdict = onVerdict;
        this.probing = new Probing(config, maker.make(config, onVerdict));
    }

    void start() {
        probing.watch().start();
    }

    /** What is known of each redirect. */
    CheckReport check(final long nowNs, final Instant now) {
        final Probing current = probing;
        return new CheckAssembler(current.config()).report(current.watch().ports(), nowNs, now);
    }

    /** The node goes by another configuration now. */
    void changed(final NodeConfig before, final NodeConfig now) {
        if (before.health().equals(now.health()) && ConfigMapping.probed(before).equals(ConfigMapping.probed(now))) {
            probing = new Probing(now, probing.watch());
            return;
        }
        try {
            final HealthWatch next = maker.make(now, this::onCompleteVerdict);
            probing.watch().close();
            probing = new Probing(now, next);
            next.start();
        } catch (final IOException e) {
            throw new UncheckedIOException("the proxies are probed as before: " + e.getMessage(), e);
        }
        if (ConfigMapping.probed(now).isEmpty()) {
            // there is nobody who could say so
            onVerdict.onVerdict(new HealthVerdict(List.of()), List.of(), System.nanoTime());
        }
    }

    /** What is not known of a proxy yet is no news of it. */
    private void onCompleteVerdict(
            final HealthVerdict verdict, final List<RedirectHealth> redirects, final long nowNs) {
        if (verdict.failures().stream().allMatch(failure -> failure.result().isPresent())) {
            onVerdict.onVerdict(verdict, redirects, nowNs);
        }
    }

    @Override
    public void close() throws IOException {
        probing.watch().close();
    }
}
