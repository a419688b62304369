package io.fairlead.tools.daemon;

import io.fairlead.health.PortState;
import io.fairlead.health.ProbeResult;
import io.fairlead.tools.config.HealthConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.RedirectCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says in the words of {@code fairlead check} what the probes showed. Any thread. */
final class CheckAssembler {

    /** How late a probe may be before the daemon, not the proxy, is to be blamed. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final NodeConfig config;

    CheckAssembler(final NodeConfig config) {
        this.config = config;
    }

    /** The ports are those of the probed redirects, see {@link HealthWatch#ports}. */
    CheckReport report(final List<PortState> ports, final long nowNs, final Instant now) {
        final HealthConfig health = config.health();
        final Iterator<PortState> probed = ports.iterator();
        final List<RedirectCheck> redirects = new ArrayList<>();
        for (final RedirectConfig redirect : config.redirects()) {
            redirects.add(
                    config.scanning() && redirect.transport() == Transport.TCP
                            ? probed(redirect, probed.next(), nowNs, now)
                            : notProbed(redirect));
        }
        return new CheckReport(
                config.name(),
                now.toString(),
                redirects.stream().allMatch(redirect -> redirect.state().isGood()),
                health.perRedirect(),
                health.interval().toMillis(),
                health.timeout().toMillis(),
                health.rise(),
                health.fall(),
                redirects);
    }

    private RedirectCheck notProbed(final RedirectConfig redirect) {
        return new RedirectCheck(
                redirect.protocol(),
                word(redirect.transport()),
                redirect.originalPorts(),
                null,
                redirect.proxyPort(),
                null,
                CheckState.NOT_PROBED,
                config.scanning() ? "a UDP port answers nobody" : "this node does not scan",
                "",
                null,
                0,
                null,
                null,
                null,
                0,
                0);
    }

    private RedirectCheck probed(
            final RedirectConfig redirect, final PortState port, final long nowNs, final Instant now) {
        final long sinceMs = TimeUnit.NANOSECONDS.toMillis(nowNs - port.sinceNs());
        final boolean isProbed = port.last().isPresent();
        final long quietNs = nowNs - (isProbed ? port.lastEndNs() : port.sinceNs());
        final boolean isStuck = quietNs
                > config.health().interval().toNanos()
                        + config.health().timeout().toNanos()
                        + PATIENCE_NS;
        return new RedirectCheck(
                redirect.protocol(),
                word(redirect.transport()),
                redirect.originalPorts(),
                port.target().host(),
                redirect.proxyPort(),
                redirect.probe().toString(),
                isStuck ? CheckState.FAILED : state(port),
                isStuck
                        ? "no probe has ended for " + TimeUnit.NANOSECONDS.toSeconds(quietNs)
                                + " s: the daemon is stuck"
                        : port.last().map(ProbeResult::describe).orElse("not probed yet"),
                isStuck ? "restart the daemon; its log may say what it does" : port.remedy(),
                now.minusMillis(sinceMs).toString(),
                sinceMs,
                isProbed ? (Long) TimeUnit.NANOSECONDS.toMillis(quietNs) : null,
                lastSuccessMs(port, nowNs),
                isProbed ? (Double) (TimeUnit.NANOSECONDS.toMicros(port.lastDurationNs()) / 1000.0) : null,
                port.contradictions(),
                port.up() ? config.health().fall() : config.health().rise());
    }

    private static @Nullable Long lastSuccessMs(final PortState port, final long nowNs) {
        return port.lastSuccessNs().isPresent()
                ? (Long) TimeUnit.NANOSECONDS.toMillis(
                        nowNs - port.lastSuccessNs().getAsLong())
                : null;
    }

    private static CheckState state(final PortState port) {
        if (port.last().isEmpty()) {
            return CheckState.UNKNOWN;
        }
        return port.up() ? CheckState.OK : CheckState.FAILED;
    }

    private static String word(final Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }
}
