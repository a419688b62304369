package io.fairlead.bench;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.status.NodeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A client, a director and a node on one bridge, in network namespaces, whose interfaces hand on super-frames unless told otherwise. */
public final class DirectorLab implements AutoCloseable {

    /** The director's own address. */
    public static final String DIRECTOR_IP = "10.51.0.1";

    /** The node's own address. */
    public static final String NODE_IP = "10.51.0.2";

    private static final String CLIENT = "client";
    private static final String DIRECTOR = "n1";
    private static final String NODE = "n2";
    private static final int CLIENT_HOST = 11;
    private static final int NO_CONNECTIONS = 0;
    private static final int FULL_WEIGHT = 100;
    private static final int HIGHER = 99;
    private static final int LOWER = 89;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BenchSegment segment;
    private final String redirects;
    private final FairleadPeer director;
    private final FairleadPeer node;

    /**
     * Lays it out; no daemon is started.
     *
     * @param name that its namespaces begin with; what an earlier run of that name left is removed
     * @param ports where servers listen on both machines, by the port that clients use at the virtual IP
     */
    public DirectorLab(final String name, final Map<Integer, Integer> ports) {
        redirects = redirects(ports);
        segment = new BenchSegment(name);
        segment.addStation(DIRECTOR, 1);
        segment.addStation(NODE, 2);
        segment.addStation(CLIENT, CLIENT_HOST);
        offloads(true);
        director = segment.fairlead(DIRECTOR, yaml(NO_CONNECTIONS, HIGHER, ""));
        node = segment.fairlead(NODE, yaml(FULL_WEIGHT, LOWER, ""));
    }

    private static String redirects(final Map<Integer, Integer> ports) {
        final StringBuilder out = new StringBuilder("redirects:\n");
        ports.forEach((original, proxy) -> out.append("  - protocol: port-")
                .append(original)
                .append("\n    originalPorts: [")
                .append(original)
                .append("]\n    proxyPort: ")
                .append(proxy)
                .append('\n'));
        return out.toString();
    }

    private String yaml(final int weight, final int priority, final String engine) {
        return """
                  weight: %d
                virtualRouters:
                  - version: 3
                    priority: %d
                    advertisementInterval: 100ms
                    virtualIps: [%s/%d]
                cluster:
                  nodes: [%s, %s]
                engine: {%s}
                """.formatted(weight, priority, LabPlan.VIRTUAL_IP, LabPlan.PREFIX_LENGTH, DIRECTOR_IP, NODE_IP, engine)
                + redirects;
    }

    /**
     * Lets super-frames and partial checksums cross the machines' interfaces, or withholds them. While no daemon runs.
     *
     * @param areOn as with the fastest network cards; else every frame is complete and no longer than the MTU
     */
    public void offloads(final boolean areOn) {
        List.of(DIRECTOR, NODE, CLIENT).forEach(station -> segment.offloads(station, areOn));
    }

    /**
     * Where the files of the benchmark go.
     *
     * @return removed when this is closed
     */
    public Path directory() {
        return segment.directory();
    }

    /**
     * The machine that asks.
     *
     * @return on the bridge
     */
    public Client client() {
        return segment.machine(CLIENT);
    }

    /**
     * The director's machine.
     *
     * @return for programs beside the daemon, or in its place
     */
    public Client directorMachine() {
        return segment.machine(DIRECTOR);
    }

    /**
     * The node's machine.
     *
     * @return for programs beside the daemon, or in its place
     */
    public Client nodeMachine() {
        return segment.machine(NODE);
    }

    /**
     * Starts a server on both machines that runs until the end.
     *
     * @param label name of its log
     * @param command with its arguments
     */
    public void serve(final String label, final String... command) {
        segment.serve(DIRECTOR, label, command);
        segment.serve(NODE, label, command);
    }

    /**
     * The director's daemon.
     *
     * @return also for benchmarks that need no other
     */
    public FairleadPeer director() {
        return director;
    }

    /** Starts the director's daemon alone, which serves the client itself. */
    public void startInline() {
        director.configure(yaml(FULL_WEIGHT, HIGHER, ""));
        director.start();
        await(director::isMaster);
    }

    /**
     * Starts both, such that the node serves the client.
     *
     * @param engine what their configuration says of it, in one line, such as {@code offload: false}
     */
    public void startDirectorAndNode(final String engine) {
        director.configure(yaml(NO_CONNECTIONS, HIGHER, engine));
        node.configure(yaml(FULL_WEIGHT, LOWER, engine));
        director.start();
        node.start();
        await(() -> director.isMaster() && node.isBackup());
        await(() -> director.report()
                .filter(report ->
                        report.nodes().size() == 2 && report.nodes().stream().allMatch(NodeStatus::healthy))
                .isPresent());
    }

    /** Stops both, which gives the interfaces back. */
    public void stopDirectorAndNode() {
        director.stop();
        node.stop();
    }

    private static void await(final BooleanSupplier condition) {
        Await.until("the nodes to be ready", LIMIT, condition);
    }

    @Override
    public void close() {
        segment.close();
    }
}
