package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole lab: a bridge, three nodes with proxies, four clients and a web origin, each in a network namespace of its own, so that
 * nothing appears in the machine's. Closing it ends and removes everything in reverse order; {@link #close} may be called from any thread.
 */
public final class Lab implements AutoCloseable {
    private static final String BRIDGE = "br0";
    private static final String NO_BRIDGE_FILTER =
            "for f in /proc/sys/net/bridge/bridge-nf-call-*; do [ ! -e \"$f\" ] || echo 0 > \"$f\"; done";
    private static final Duration SWITCH_LIMIT = Duration.ofSeconds(5);
    private static final Duration KEYGEN_LIMIT = Duration.ofSeconds(20);

    private final LabPlan plan;
    private final ProcessLedger ledger;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final List<LabNode> nodes = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private @Nullable Origin origin;
    private boolean closed;

    /** Prepares a lab without touching the machine; {@link #build} does. */
    public Lab(final LabPlan plan) {
        this.plan = plan;
        this.ledger = new ProcessLedger(plan.processes());
    }

    /** Builds a lab; its daemons are not started yet. */
    public static Lab open(final LabPlan plan) {
        final Lab lab = new Lab(plan);
        try {
            lab.build();
            return lab;
        } catch (final RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** Lays out the namespaces and starts everything but the daemons, after removing what an earlier run left. */
    public Lab build() {
        LabSweep.sweep(plan);
        own(() -> LabSweep.removeFiles(plan));
        LabSweep.claim(plan);
        final Namespace wire = own(Namespace.create(plan.namespaceName(LabPlan.WIRE.name())));
        // A forwarding delay would keep the ports dark for seconds, snooping would withhold multicast.
        wire.ip("link", "add", BRIDGE, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
                .orThrow();
        wire.ip("link", "set", BRIDGE, "up").orThrow();
        // A switch does not look into packets; a Linux bridge may, and drops the malformed ones before any node sees
        // them.
        wire.run(SWITCH_LIMIT, "sh", "-c", NO_BRIDGE_FILTER).orThrow();
        final Station originStation = station(wire, LabPlan.ORIGIN);
        origin = own(Origin.start(originStation));
        for (int i = 0; i < LabPlan.NODES.size(); i++) {
            nodes.add(node(wire, LabPlan.NODES.get(i), LabPlan.PRIORITIES.get(i)));
        }
        LabPlan.CLIENTS.forEach(place -> clients.add(new Client(station(wire, place))));
        origin().awaitListening();
        return this;
    }

    /** Makes the cluster key and starts the daemon of every node; returns at once, while they elect a director. */
    public void startDaemons() {
        generateKey();
        nodes.forEach(this::startDaemon);
    }

    /** Makes the cluster key, for a test that starts the daemons one by one. */
    public void generateKey() {
        plan.launcher()
                .run(KEYGEN_LIMIT, Map.of(), "keygen", plan.keyFile().toString())
                .orThrow();
    }

    /** Starts the daemon of one node. */
    public Daemon startDaemon(final LabNode node) {
        return own(node.startDaemon());
    }

    public LabPlan plan() {
        return plan;
    }

    public List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    public LabNode node(final String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no node " + name));
    }

    public List<Client> clients() {
        return List.copyOf(clients);
    }

    public Client client(final String name) {
        return clients.stream()
                .filter(client -> client.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no client " + name));
    }

    public Origin origin() {
        if (origin == null) {
            throw new LabException("the lab was not built");
        }
        return origin;
    }

    /** The nodes whose kernels show the virtual address: one, when all is well. */
    public List<LabNode> directors() {
        return nodes.stream().filter(LabNode::holdsVirtualIp).toList();
    }

    /** Leaves everything as it is when this process ends; {@link LabSweep#sweep} removes it. */
    public synchronized void keep() {
        LabSweep.release(plan);
        resources.clear();
        closed = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Another thread may be in the middle of a step (Ctrl-C): it must not start what nobody would end.
        ledger.close();
        LabException failure = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (final Exception e) {
                if (failure == null) {
                    failure = new LabException("not everything of the lab could be removed", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private LabNode node(final Namespace wire, final LabPlan.Place place, final int priority) {
        final Station station = station(wire, place);
        // So that a daemon has a route to move, as on a real machine.
        station.namespace()
                .ip("route", "add", "default", "via", LabPlan.ORIGIN.address())
                .orThrow();
        final Proxy proxy = own(Proxy.start(station, LabPlan.PROXY_PORT));
        own(BannerService.start(station));
        return new LabNode(station, plan, NodeConfiguration.write(station, priority, plan.keyFile()), proxy);
    }

    private Station station(final Namespace wire, final LabPlan.Place place) {
        final Namespace namespace = own(Namespace.create(plan.namespaceName(place.name())));
        final String port = "to-" + place.name();
        wire.ip(
                        "link",
                        "add",
                        port,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        Station.INTERFACE,
                        "address",
                        place.mac(),
                        "netns",
                        namespace.name())
                .orThrow();
        wire.ip("link", "set", port, "master", BRIDGE, "up").orThrow();
        namespace
                .ip("addr", "add", place.address() + "/" + LabPlan.PREFIX_LENGTH, "dev", Station.INTERFACE)
                .orThrow();
        namespace.ip("link", "set", Station.INTERFACE, "up").orThrow();
        return new Station(place.name(), place.address(), namespace, directory(place.name()), ledger);
    }

    private Path directory(final String station) {
        try {
            return Files.createDirectories(plan.directory().resolve(station));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized <T extends AutoCloseable> T own(final T resource) {
        resources.push(resource);
        if (closed) {
            // Closed by another thread meanwhile: what was made since then goes too.
            closed = false;
            close();
            throw new LabException("the lab is closed");
        }
        return resource;
    }
}
