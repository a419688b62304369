package io.fairlead.tools.daemon;

import io.fairlead.health.HealthJudge;
import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.TcpProber;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.config.HealthConfig;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.events.EventKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.agrona.concurrent.NanoClock;

/** Probes the proxy port of every redirect on a thread of its own and hands each new verdict on. */
final class HealthWatch implements AutoCloseable {

    private final NanoClock clock;
    private final List<RedirectConfig> redirects;
    private final List<ProbeTarget> targets;
    private final HealthJudge judge;
    private final BiConsumer<HealthVerdict, List<RedirectHealth>> onVerdict;
    private final TcpProber prober;

    HealthWatch(
            final NanoClock clock,
            final int managementIp,
            final HealthConfig config,
            final List<RedirectConfig> redirects,
            final BiConsumer<HealthVerdict, List<RedirectHealth>> onVerdict)
            throws IOException {
        this.clock = clock;
        this.redirects = probed(redirects);
        this.onVerdict = onVerdict;
        this.targets = this.redirects.stream()
                .map(redirect -> new ProbeTarget(
                        redirect.protocol(),
                        new InetSocketAddress(Ipv4Address.format(managementIp), redirect.proxyPort())))
                .toList();
        this.judge = new HealthJudge(targets, config.rise(), config.fall(), clock.nanoTime());
        this.prober = new TcpProber(
                targets, config.interval().toNanos(), config.timeout().toNanos(), this::onProbe);
    }

    /** The redirects that can be probed: a UDP port answers nobody, so connecting to it tells nothing. */
    static List<RedirectConfig> probed(final List<RedirectConfig> redirects) {
        return redirects.stream()
                .filter(redirect -> redirect.transport() == RedirectConfig.Transport.TCP)
                .toList();
    }

    void start() {
        prober.start();
    }

    private void onProbe(final int targetIndex, final ProbeResult result) {
        final long nowNs = clock.nanoTime();
        if (!judge.onProbe(targetIndex, result, nowNs)) {
            return;
        }
        final HealthVerdict verdict = judge.verdict();
        if (verdict.healthy()) {
            EventKind.HEALTH_OK.log().log("current state: ok");
        } else {
            EventKind.HEALTH_FAILED.log().log("current state: failure: {}", String.join("; ", verdict.describe(nowNs)));
        }
        onVerdict.accept(verdict, perRedirect(verdict));
    }

    private List<RedirectHealth> perRedirect(final HealthVerdict verdict) {
        final List<RedirectHealth> health = new ArrayList<>();
        for (int i = 0; i < redirects.size(); i++) {
            final HealthReason reason = reason(verdict, targets.get(i));
            for (final int originalPort : redirects.get(i).originalPorts()) {
                health.add(new RedirectHealth(originalPort, reason));
            }
        }
        return health;
    }

    private static HealthReason reason(final HealthVerdict verdict, final ProbeTarget target) {
        for (final HealthVerdict.Failure failure : verdict.failures()) {
            if (failure.target().equals(target)) {
                return failure.result().map(HealthWatch::reason).orElse(HealthReason.UNKNOWN);
            }
        }
        return HealthReason.OK;
    }

    private static HealthReason reason(final ProbeResult result) {
        return switch (result) {
            case CONNECTED -> HealthReason.OK;
            case REFUSED -> HealthReason.REFUSED;
            case TIMED_OUT -> HealthReason.TIMEOUT;
            case UNREACHABLE, FAILED -> HealthReason.OTHER;
        };
    }

    @Override
    public void close() throws IOException {
        prober.close();
    }
}
