package io.fairlead.tools.lab;

import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A node of ours as one VRRP speaker among others. */
public final class FairleadPeer implements VrrpPeer {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final Pattern TRANSITION = Pattern.compile("Entering (\\w+) STATE");

    private final Station station;
    private final LabPlan plan;
    private final Path configuration;
    private final PeerProcess daemon;
    private String javaOptions = "";

    FairleadPeer(final Station station, final LabPlan plan, final String yaml) {
        this.station = station;
        this.plan = plan;
        this.daemon = new PeerProcess("the daemon of " + station.name(), TRANSITION);
        this.configuration = station.directory().resolve("fairlead.yaml");
        configure(yaml);
    }

    /** Writes what its configuration has beside the node; it takes effect at the next start. */
    public void configure(final String yaml) {
        try {
            Files.writeString(
                    configuration, """
                    node:
                      name: %s
                      interface: %s
                      managementIp: %s
                    """.formatted(station.name(), Station.INTERFACE, station.address()) + yaml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives its JVM further options, from the next start on. */
    public void javaOptions(final String options) {
        javaOptions = options;
    }

    static String virtualRouter(final VrrpSettings settings) {
        final StringBuilder text = new StringBuilder("""
                virtualRouters:
                  - id: %d
                    version: %d
                    priority: %d
                    advertisementInterval: %s
                    preempt: %s
                    virtualIps: %s
                """.formatted(
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
        final Map<String, String> environment = new HashMap<>(plan.environment());
        if (!javaOptions.isEmpty()) {
            environment.put("FAIRLEAD_JAVA_OPTS", javaOptions);
        }
        daemon.start(() -> Daemon.launch(station, plan.launcher(), configuration, environment));
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

    /** The process id of its JVM. */
    public long pid() {
        return daemon.started().pid();
    }

    /** What {@code fairlead status} shows of it; empty while it does not run. */
    public Optional<StatusReport> report() {
        try {
            return Optional.of(new StatusJson()
                    .fromJson(new ControlClient(new RunDirectory(plan.runDirectory()).controlSocket(name()))
                            .request("status")));
        } catch (final ControlException e) {
            return Optional.empty();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of {@code fairlead} that asks its daemon. */
    public Outcome command(final String command, final String... rest) {
        final List<String> arguments = new ArrayList<>(List.of(command, "--node", name()));
        arguments.addAll(List.of(rest));
        return plan.launcher().run(COMMAND_LIMIT, plan.environment(), arguments.toArray(String[]::new));
    }

    @Override
    public void close() {
        stop();
    }
}
