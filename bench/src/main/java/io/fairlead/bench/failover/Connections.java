package io.fairlead.bench.failover;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Segment;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Long connections through the virtual IP, each from a source address of its own, so that every node serves some. */
final class Connections implements AutoCloseable {
    static final int PORT = 9090;

    private static final int COUNT = 6;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<LabProcess> processes;

    private Connections(final List<LabProcess> processes) {
        this.processes = processes;
    }

    /** What the connections lead to: a word every half second, without an end. */
    static void serve(final Segment segment) {
        Group.NODES.forEach(node -> segment.start(
                node,
                "ticks",
                "socat",
                "TCP4-LISTEN:" + PORT + ",reuseaddr,fork",
                // Ends with its connection, when nobody reads any more.
                "SYSTEM:while sleep 0.5 && echo tick; do true; done"));
    }

    static void addAddresses(final Client client) {
        IntStream.range(0, COUNT).mapToObj(LabPlan::spareAddress).forEach(client::addAddress);
    }

    static Connections open(final Client client) {
        final Connections connections = new Connections(IntStream.range(0, COUNT)
                .mapToObj(i -> client.start(
                        "connection" + i,
                        "socat",
                        "-u",
                        "TCP4:" + LabPlan.VIRTUAL_IP + ":" + PORT + ",bind=" + LabPlan.spareAddress(i),
                        "-"))
                .toList());
        try {
            Await.until("all connections open", LIMIT, () -> connections.processes.stream()
                    .noneMatch(process -> process.ownLogText().isEmpty()));
            return connections;
        } catch (final RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** No connections at all. */
    static Connections none() {
        return new Connections(List.of());
    }

    int broken() {
        return (int) processes.stream().filter(process -> !process.isRunning()).count();
    }

    @Override
    public void close() {
        processes.forEach(LabProcess::kill9);
    }
}
