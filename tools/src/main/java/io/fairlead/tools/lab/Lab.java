package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole lab: three nodes with proxies, four clients and a web origin on one {@link Segment}. Closing it ends and removes everything
 * in reverse order; {@link #close} may be called from any thread.
 */
public final class Lab implements AutoCloseable {
    private static final Duration KEYGEN_LIMIT = Duration.ofSeconds(20);

    private final LabPlan plan;
    private final Segment segment;
    private final List<LabNode> nodes = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private @Nullable Origin origin;

    /** Prepares a lab without touching the machine; {@link #build} does. */
    public Lab(final LabPlan plan) {
        this.plan = plan;
        this.segment = new Segment(plan);
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
        segment.build();
        origin = segment.own(Origin.start(segment.station(LabPlan.ORIGIN)));
        for (int i = 0; i < LabPlan.NODES.size(); i++) {
            nodes.add(node(LabPlan.NODES.get(i), LabPlan.PRIORITIES.get(i)));
        }
        LabPlan.CLIENTS.forEach(place -> clients.add(new Client(segment.station(place))));
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
        return segment.own(node.startDaemon());
    }

    /**
     * Gives every station an IPv6 address of its own that ends like its IPv4 address, and a client behind two routers, with smaller packets on the way, to whom
     * there is a way in both families. For a lab whose daemons have not been started.
     *
     * @return that client
     */
    public Client extend() {
        nodes.forEach(node -> addIpv6Address(node.namespace(), node.address()));
        clients.forEach(client -> addIpv6Address(client.namespace(), client.address()));
        return FarNetwork.build(plan, segment, nodes);
    }

    private static void addIpv6Address(final Namespace namespace, final String ipv4) {
        namespace
                .ip("addr", "add", Segment.ipv6Address(ipv4) + "/64", "dev", Station.INTERFACE, "nodad")
                .orThrow();
    }

    /** Starts to record what a node sends and receives. */
    public Capture capture(final LabNode node) {
        return segment.capture(node.name());
    }

    /** Starts to record what a client sends and receives. */
    public Capture capture(final Client client) {
        return segment.capture(client.name());
    }

    /** What all stations are plugged into. */
    public Switch network() {
        return segment.network();
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
    public void keep() {
        segment.keep();
    }

    @Override
    public void close() {
        segment.close();
    }

    private LabNode node(final LabPlan.Place place, final int priority) {
        final Station station = segment.station(place);
        // So that a daemon has a route to move, as on a real machine.
        station.namespace()
                .ip("route", "add", "default", "via", LabPlan.ORIGIN.address())
                .orThrow();
        final Proxy proxy = segment.own(Proxy.start(station, LabPlan.PROXY_PORT));
        segment.own(BannerService.start(station));
        return new LabNode(station, plan, NodeConfiguration.write(station, priority, plan.keyFile()), proxy);
    }
}
