package io.fairlead.bench;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A client and one node on a bridge, in network namespaces: what comes for {@link #REDIRECTED_PORT} of the virtual IP goes to {@link #SERVER_PORT} of the node itself. */
public final class InlineLab implements AutoCloseable {

    /** Where servers listen. */
    public static final int SERVER_PORT = 5201;

    /** What clients connect to, and what bench/src/main/c/generate.c sends to. */
    public static final int REDIRECTED_PORT = 80;

    /** The node's own address. */
    public static final String NODE_IP = "10.51.0.1";

    private static final String CLIENT = "client";
    private static final String NODE = "n1";
    private static final int CLIENT_HOST = 11;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String YAML =
            """
            virtualRouters:
              - priority: 99
                virtualIps: [%s/%d]
            redirects:
              - protocol: bench
                originalPorts: [%d]
                proxyPort: %d
            cluster:
              nodes: [%s]
            """.formatted(LabPlan.VIRTUAL_IP, LabPlan.PREFIX_LENGTH, REDIRECTED_PORT, SERVER_PORT, NODE_IP);

    private final BenchSegment segment;
    private final FairleadPeer node;

    /**
     * Lays it out; the daemon is not started.
     *
     * @param name that its namespaces begin with; what an earlier run of that name left is removed
     */
    public InlineLab(final String name) {
        segment = new BenchSegment(name);
        segment.addStation(NODE, 1);
        segment.addStation(CLIENT, CLIENT_HOST);
        node = segment.fairlead(NODE, YAML);
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
     * The node's machine.
     *
     * @return for programs beside the daemon, or in its place
     */
    public Client machine() {
        return segment.machine(NODE);
    }

    /**
     * Starts a program on the node's machine that runs until the end.
     *
     * @param label name of its log
     * @param command with its arguments
     */
    public void serve(final String label, final String... command) {
        segment.serve(NODE, label, command);
    }

    /**
     * The daemon.
     *
     * @return started by the caller
     */
    public FairleadPeer node() {
        return node;
    }

    /**
     * Gives the configuration an engine section, from the next start on.
     *
     * @param engine in one line, such as {@code idle: spin, cpu: 0}
     */
    public void configureEngine(final String engine) {
        node.configure(YAML + "engine: {" + engine + "}\n");
    }

    /** Waits until the node owns the virtual IP. */
    public void awaitMaster() {
        Await.until("the node to be director", LIMIT, node::isMaster);
    }

    /**
     * A program of {@code bench/src/main/c} on the client, to its end.
     *
     * @param limit when to give up
     * @param command with its arguments
     * @return what it prints
     */
    public String ask(final Duration limit, final String... command) {
        return client().namespace().run(limit, command).orThrow().output();
    }

    /**
     * Ends a process of the lab by SIGINT.
     *
     * @param process one that listens to it
     * @return what it has printed
     */
    public static String interrupt(final LabProcess process) {
        process.interrupt();
        return process.ownLogText();
    }

    @Override
    public void close() {
        segment.close();
    }
}
