package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A node of ours as one VRRP speaker among others. */
final class FairleadPeer implements VrrpPeer {
    private static final Pattern TRANSITION = Pattern.compile("Entering (\\w+) STATE");

    private final Station station;
    private final LabPlan plan;
    private final Path configuration;
    private final PeerProcess daemon;

    FairleadPeer(final Station station, final LabPlan plan, final VrrpSettings settings, final String yaml) {
        this.station = station;
        this.plan = plan;
        this.daemon = new PeerProcess("the daemon of " + station.name(), TRANSITION);
        try {
            this.configuration =
                    Files.writeString(station.directory().resolve("fairlead.yaml"), text(station, settings) + yaml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(final Station station, final VrrpSettings settings) {
        final StringBuilder text = new StringBuilder("""
                node:
                  name: %s
                  interface: %s
                  managementIp: %s
                virtualRouters:
                  - id: %d
                    version: %d
                    priority: %d
                    advertisementInterval: %s
                    preempt: %s
                    virtualIps: %s
                """.formatted(
                        station.name(),
                        Station.INTERFACE,
                        station.address(),
                        settings.vrid(),
                        settings.version(),
                        settings.priority(),
                        duration(settings.interval()),
                        settings.preempt(),
                        quoted(settings.virtualIps())));
        if (!settings.unicastPeers().isEmpty()) {
            text.append("    unicastPeers: ")
                    .append(quoted(settings.unicastPeers()))
                    .append('\n');
        }
        if (!settings.password().isEmpty()) {
            text.append("    authentication: {type: pass, password: \"")
                    .append(settings.password())
                    .append("\"}\n");
        }
        return text.toString();
    }

    private static String quoted(final List<String> addresses) {
        return addresses.stream().map(address -> '"' + address + '"').collect(Collectors.joining(", ", "[", "]"));
    }

    private static String duration(final Duration interval) {
        return interval.toMillisPart() == 0 ? interval.toSeconds() + "s" : interval.toMillis() + "ms";
    }

    @Override
    public String name() {
        return station.name();
    }

    @Override
    public String address() {
        return station.address();
    }

    /** The node's own: hypervisors drop frames of a MAC address that they do not know. */
    @Override
    public String virtualIpMac() {
        return station.mac();
    }

    @Override
    public void start() {
        daemon.start(() -> Daemon.launch(station, plan.launcher(), configuration, plan.environment()));
    }

    @Override
    public void stop() {
        daemon.stop();
    }

    @Override
    public void kill9() {
        daemon.started().kill9();
    }

    @Override
    public boolean isRunning() {
        return daemon.isRunning();
    }

    @Override
    public boolean isMaster() {
        return daemon.isIn("MASTER");
    }

    @Override
    public boolean isBackup() {
        return daemon.isIn("BACKUP");
    }

    @Override
    public String logText() {
        return daemon.logText();
    }

    @Override
    public void close() {
        stop();
    }
}
