package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the lab: a machine with a proxy and a banner service, and with a daemon once it was started. */
public final class LabNode {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);

    private final Station station;
    private final LabPlan plan;
    private final Path configuration;
    private final Proxy proxy;
    private @Nullable Daemon daemon;

    LabNode(final Station station, final LabPlan plan, final Path configuration, final Proxy proxy) {
        this.station = station;
        this.plan = plan;
        this.configuration = configuration;
        this.proxy = proxy;
    }

    public String name() {
        return station.name();
    }

    /** The management address. */
    public String address() {
        return station.address();
    }

    public Namespace namespace() {
        return station.namespace();
    }

    public Path configuration() {
        return configuration;
    }

    public Proxy proxy() {
        return proxy;
    }

    public boolean hasDaemon() {
        return daemon != null;
    }

    /** The daemon, which must have been started. */
    public Daemon daemon() {
        if (daemon == null) {
            throw new LabException("the daemon of " + name() + " was not started yet");
        }
        return daemon;
    }

    Daemon startDaemon() {
        daemon = Daemon.start(station, plan.launcher(), configuration, plan.environment());
        return daemon;
    }

    /** Starts a download of the node's own, past all proxies. */
    public CurlRun download(final String url, final Duration limit) {
        return CurlRun.start(station, "curl", limit, List.of(url));
    }

    /** Starts a program of the node's own and returns at once; the caller ends it. */
    public LabProcess start(final String label, final String... command) {
        return station.start(label, command);
    }

    /** Whether the node's own kernel shows the virtual address. */
    public boolean holdsVirtualIp() {
        return station.hasAddress(LabPlan.VIRTUAL_IP);
    }

    /** What {@code ip addr} says inside the node. */
    public String addresses() {
        return station.namespace()
                .ip("-4", "-brief", "addr", "show", "dev", Station.INTERFACE)
                .output()
                .strip();
    }

    /** Runs {@code fairlead status} for this node. */
    public Outcome status(final String... options) {
        return command("status", options);
    }

    /** Runs a command of {@code fairlead} that asks this node's daemon. */
    public Outcome command(final String name, final String... rest) {
        final List<String> arguments = new ArrayList<>(List.of(name, "--node", name()));
        arguments.addAll(List.of(rest));
        return plan.launcher().run(COMMAND_LIMIT, plan.environment(), arguments.toArray(String[]::new));
    }

    /**
     * The same as a user without rights that belongs to a group; but it may look into the directories above the control socket, which in a lab are their owner's
     * alone.
     */
    public Outcome commandAs(final int uid, final String group, final String name, final String... rest) {
        final List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + uid,
                "--regid=" + uid,
                "--groups=" + group,
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search"));
        command.addAll(plan.launcher().command(name, "--node", name()));
        command.addAll(List.of(rest));
        return Shell.run(COMMAND_LIMIT, plan.launcher().with(plan.environment()), command);
    }
}
