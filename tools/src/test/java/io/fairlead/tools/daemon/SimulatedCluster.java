package io.fairlead.tools.daemon;

import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.agrona.collections.MutableLong;

/** Nodes n1 to n3 with priorities 99, 89 and 79, and clients, on one virtual segment in one thread. */
final class SimulatedCluster implements AutoCloseable {

    static final int VIP = ip(100);
    static final int PORT = 9090;
    static final int TRANSLATED_PORT = 80;

    private static final int NODES = 3;

    private final Timeline timeline = new Timeline();
    private final String routerKeys;
    private final BiFunction<Integer, String, String> edit;
    private final VirtualSwitch wire;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients = new ArrayList<>();

    /** With version 2 at 1 s. */
    SimulatedCluster(final long seed, final int clientCount, final Path folder) {
        this(seed, clientCount, folder, "version: 2");
    }

    /** With further keys of the virtual router. */
    SimulatedCluster(final long seed, final int clientCount, final Path folder, final String routerKeys) {
        this(seed, clientCount, folder, routerKeys, (number, yaml) -> yaml);
    }

    /** With nodes that differ in more than address and priority: {@code edit} gets the number and the configuration of each. */
    SimulatedCluster(
            final long seed,
            final int clientCount,
            final Path folder,
            final String routerKeys,
            final BiFunction<Integer, String, String> edit) {
        this.routerKeys = routerKeys;
        this.edit = edit;
        final SplittableRandom random = new SplittableRandom(seed);
        wire = new VirtualSwitch(timeline, random.split());
        for (int i = 1; i <= NODES; i++) {
            final SimulatedNode node = node(i, random.split(), folder);
            nodes.add(node);
            wire.plug(node);
        }
        for (int i = 0; i < clientCount; i++) {
            final SimulatedClient client = new SimulatedClient(timeline, wire, ip(150 + i), 0x02_00_00_00_CC_00L + i);
            clients.add(client);
            wire.plug(client);
        }
    }

    private SimulatedNode node(final int number, final SplittableRandom random, final Path folder) {
        try {
            final Path file = folder.resolve("n" + number + ".yaml");
            Files.writeString(file, edit.apply(number, config(number, 109 - 10 * number)));
            return new SimulatedNode(
                    timeline,
                    wire,
                    ConfigLoader.load(file),
                    0x02_00_00_00_AA_00L + number,
                    VIP,
                    random,
                    folder.resolve("n" + number + ".counters"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private String config(final int number, final int priority) {
        return String.format("""
            node:
              name: n%1$d
              interface: eth0
              managementIp: 10.51.0.%1$d
            virtualRouters:
              - id: 51
                priority: %2$d
                virtualIps: [10.51.0.100/24]
                %3$s
            redirects:
              - protocol: http
                originalPorts: [9090, 80]
                proxyPort: 9090
            cluster:
              discovery: open
            """, number, priority, routerKeys);
    }

    static int ip(final int last) {
        return 0x0A330000 | last;
    }

    /** All nodes started and settled: n1 is director, all know each other. */
    SimulatedCluster settled() {
        nodes.forEach(SimulatedNode::start);
        run(Duration.ofSeconds(8));
        return this;
    }

    SimulatedNode node(final int number) {
        return nodes.get(number - 1);
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    SimulatedClient client(final int index) {
        return clients.get(index);
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<TcpConnection> connections() {
        return clients.stream().flatMap(client -> client.connections().stream()).toList();
    }

    List<SimulatedNode> directors() {
        return nodes.stream().filter(SimulatedNode::isDirector).toList();
    }

    VirtualSwitch wire() {
        return wire;
    }

    Timeline timeline() {
        return timeline;
    }

    Set<Long> servers() {
        final Set<Long> servers = new HashSet<>();
        connections().forEach(connection -> servers.add(connection.servedBy()));
        return servers;
    }

    void openFromAll(final int port) {
        clients.forEach(client -> client.open(VIP, port));
    }

    void run(final Duration duration) {
        timeline.runFor(duration.toNanos());
    }

    /** Lets time pass in which every connection sends data four times a second. */
    void runWithTraffic(final Duration duration) {
        final MutableLong left = new MutableLong(duration.toMillis() / 250);
        while (left.getAndDecrement() > 0) {
            connections().forEach(TcpConnection::sendData);
            timeline.runFor(Duration.ofMillis(250).toNanos());
        }
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedNode::close);
    }
}
