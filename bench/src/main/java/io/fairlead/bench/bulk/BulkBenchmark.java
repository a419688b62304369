package io.fairlead.bench.bulk;

import io.fairlead.bench.BenchCommand;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.status.NodeStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Lays out the machines and lets the contestants take turns. */
final class BulkBenchmark {
    private static final String NAME = "fairlead-bulk";
    private static final String CLIENT = "client";
    private static final String DIRECTOR = "n1";
    private static final String NODE = "n2";
    private static final String DIRECTOR_IP = "10.51.0.1";
    private static final String NODE_IP = "10.51.0.2";
    private static final int CLIENT_HOST = 11;
    private static final int SERVER_PORT = 5201;
    private static final int TRANSLATED_PORT = 5200;
    private static final int HAPROXY_PORT = 5300;
    private static final List<Integer> STREAMS = List.of(1, 4);
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String YAML = """
              weight: %%d
            virtualRouters:
              - version: 3
                priority: %%d
                advertisementInterval: 100ms
                virtualIps: [%s/%d]
            redirects:
              - protocol: bulk
                originalPorts: [%d]
                proxyPort: %d
            cluster:
              nodes: [%s, %s]
            """.formatted(
                    LabPlan.VIRTUAL_IP, LabPlan.PREFIX_LENGTH, TRANSLATED_PORT, SERVER_PORT, DIRECTOR_IP, NODE_IP);
    private static final String HAPROXY = """
            defaults
                mode tcp
                timeout connect 5s
                timeout client 60s
                timeout server 60s
            listen bulk
                bind :%d
                server node %s:%d
            """.formatted(HAPROXY_PORT, NODE_IP, SERVER_PORT);

    private final int rounds;
    private final int seconds;
    private final PrintWriter progress;
    private final Results results = new Results();
    private final LabPlan plan = new LabPlan(NAME, Path.of("/run", NAME), Launcher.find());
    private final Segment segment = new Segment(plan);

    BulkBenchmark(final int rounds, final int seconds, final PrintWriter progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.progress = progress;
    }

    Results run() {
        // Ctrl-C, and any other end of this process short of kill -9, takes everything with it.
        final Thread cleaner = new Thread(segment::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        try (segment) {
            segment.build();
            addStation(DIRECTOR, 1);
            addStation(NODE, 2);
            addStation(CLIENT, CLIENT_HOST);
            for (final String server : List.of(DIRECTOR, NODE)) {
                segment.start(server, "iperf3", "iperf3", "--server", "--port", Integer.toString(SERVER_PORT));
            }
            final FairleadPeer director = segment.fairlead(DIRECTOR, yaml(0, 99));
            final FairleadPeer node = segment.fairlead(NODE, yaml(100, 89));
            for (int i = 1; i <= rounds; i++) {
                progress.println("round " + i + " of " + rounds);
                inline(director);
                director(director, node);
                haproxy();
                measure(Contestant.DIRECT, NODE_IP, SERVER_PORT);
            }
        }
        Runtime.getRuntime().removeShutdownHook(cleaner);
        return results;
    }

    /** With an interface that leaves to the others what it can, as a fast one does. */
    private void addStation(final String name, final int host) {
        segment.addStation(name, host);
        segment.handOnOffloads(name);
    }

    /** The forwarder takes the TAPs that a killed daemon has left, with all that is wired to them. */
    private void inline(final FairleadPeer node) {
        node.configure(yaml(100, 99));
        node.start();
        await(node::isMaster);
        measure(Contestant.FAIRLEAD_INLINE, LabPlan.VIRTUAL_IP, TRANSLATED_PORT);
        node.kill9();
        final LabProcess forwarder =
                segment.client(DIRECTOR).start("forwarder", BenchCommand.program("forwarder"), "flu-eth0", "eth0");
        measure(Contestant.C_FORWARDER, DIRECTOR_IP, SERVER_PORT);
        forwarder.close();
        // a start adopts them, and a stop gives the interface back
        node.start();
        await(node::isMaster);
        node.stop();
    }

    private void director(final FairleadPeer director, final FairleadPeer node) {
        director.configure(yaml(0, 99));
        director.start();
        node.start();
        await(() -> director.isMaster() && node.isBackup());
        await(() -> director.report()
                .filter(report ->
                        report.nodes().size() == 2 && report.nodes().stream().allMatch(NodeStatus::healthy))
                .isPresent());
        measure(Contestant.FAIRLEAD_DIRECTOR, LabPlan.VIRTUAL_IP, TRANSLATED_PORT);
        director.stop();
        node.stop();
    }

    private void haproxy() {
        final Path file = plan.directory().resolve("haproxy.cfg");
        try {
            Files.writeString(file, HAPROXY);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final LabProcess haproxy = segment.client(DIRECTOR).start("haproxy", "haproxy", "-db", "-f", file.toString());
        measure(Contestant.HAPROXY, DIRECTOR_IP, HAPROXY_PORT);
        haproxy.close();
    }

    private static String yaml(final int weight, final int priority) {
        return YAML.formatted(weight, priority);
    }

    private static void await(final BooleanSupplier condition) {
        Await.until("the nodes to be ready", LIMIT, condition);
    }

    private void measure(final Contestant contestant, final String address, final int port) {
        final Client client = segment.client(CLIENT);
        // for compilers and caches
        new Iperf(client.namespace(), address, port, 1, WARM_UP_SECONDS).run();
        for (final int streams : STREAMS) {
            final double bitsPerSecond = new Iperf(client.namespace(), address, port, streams, seconds).run();
            progress.printf("  %-30s %d streams %.2f Gbit/s%n", contestant, streams, bitsPerSecond / 1e9);
            progress.flush();
            results.add(streams, contestant, bitsPerSecond);
        }
    }
}
