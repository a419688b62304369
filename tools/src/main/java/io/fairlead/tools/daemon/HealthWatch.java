package io.fairlead.tools.daemon;

import io.fairlead.health.Diagnosis;
import io.fairlead.health.HealthJudge;
import io.fairlead.health.HealthVerdict;
import io.fairlead.health.Listener;
import io.fairlead.health.PortState;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Prober;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tapio.TcpListeners;
import io.fairlead.tools.config.HealthConfig;
import io.fairlead.tools.config.RedirectConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes the proxy port of every redirect, looks for the cause when one fails, and hands each new verdict on. */
final class HealthWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("health");

    private final NanoClock clock;
    private final List<RedirectConfig> redirects;
    private final List<ProbeTarget> targets;
    private final HealthJudge judge;
    private final VerdictListener onVerdict;
    private final Prober prober;
    private volatile List<PortState> ports;

    /** Is told of each new verdict on the thread that probes. */
    interface VerdictListener {
        void onVerdict(HealthVerdict verdict, List<RedirectHealth> redirects, long nowNs);
    }

    HealthWatch(
            final NanoClock clock,
            final int managementIp,
            final HealthConfig config,
            final List<RedirectConfig> redirects,
            final VerdictListener onVerdict)
            throws IOException {
        this.clock = clock;
        this.redirects = probed(redirects);
        this.onVerdict = onVerdict;
        this.targets = this.redirects.stream()
                .map(redirect -> new ProbeTarget(
                        redirect.protocol(),
                        new InetSocketAddress(Ipv4Address.format(managementIp), redirect.proxyPort()),
                        redirect.probe()))
                .toList();
        this.judge = new HealthJudge(targets, config.rise(), config.fall(), clock.nanoTime());
        this.ports = judge.ports();
        this.prober = new Prober(
                targets, config.interval().toNanos(), config.timeout().toNanos(), this::onProbe);
    }

    /** The redirects that can be probed: a UDP port answers nobody, so connecting to it tells nothing. */
    static List<RedirectConfig> probed(final List<RedirectConfig> redirects) {
        return redirects.stream()
                .filter(redirect -> redirect.transport() == RedirectConfig.Transport.TCP)
                .toList();
    }

    /** Probes on a thread of its own until closed. */
    void start() {
        prober.start();
    }

    /** Probes each port on this thread, and returns when that is done. */
    void probeOnce() {
        while (ports.stream().anyMatch(port -> port.last().isEmpty())) {
            prober.doWork(clock.nanoTime());
            prober.awaitWork(clock.nanoTime());
        }
    }

    /** What is known of each probed redirect, in their order. Any thread. */
    List<PortState> ports() {
        return ports;
    }

    private void onProbe(final int targetIndex, final ProbeResult seen, final long durationNs) {
        final ProbeResult result = diagnosed(seen, targets.get(targetIndex));
        final long nowNs = clock.nanoTime();
        final boolean isNews = judge.onProbe(targetIndex, result, durationNs, nowNs);
        ports = judge.ports();
        if (isNews) {
            onVerdict.onVerdict(judge.verdict(), perRedirect(judge.verdict()), nowNs);
        }
    }

    private static ProbeResult diagnosed(final ProbeResult result, final ProbeTarget target) {
        if (!Diagnosis.isWanted(result)) {
            return result;
        }
        try {
            return Diagnosis.of(
                    result,
                    target,
                    TcpListeners.on(target.address().getPort()).stream()
                            .map(listener -> new Listener(listener.address(), listener.waiting()))
                            .toList());
        } catch (final IOException | IllegalArgumentException e) {
            LOG.debug("the cause of '{}' at {} is not known", result.headline(), target, e);
            return result;
        }
    }

    private List<RedirectHealth> perRedirect(final HealthVerdict verdict) {
        final List<RedirectHealth> health = new ArrayList<>();
        for (int i = 0; i < redirects.size(); i++) {
            for (final int originalPort : redirects.get(i).originalPorts()) {
                health.add(HealthReasons.of(verdict, targets.get(i), originalPort));
            }
        }
        return health;
    }

    @Override
    public void close() throws IOException {
        prober.close();
    }
}
