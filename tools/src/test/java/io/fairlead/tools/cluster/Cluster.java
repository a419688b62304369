package io.fairlead.tools.cluster;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.VrrpSettings;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A running cluster of three nodes, n1 being the one that becomes director, and what the tests ask of it. */
final class Cluster implements AutoCloseable {
    static final Duration SETTLE_LIMIT = Duration.ofSeconds(25);

    /** Ports beside the proxies' own that are redirected to them, so that there is something to translate. */
    static final List<Integer> TRANSLATED_PORTS = List.of(80, 8080);

    private static final int ENOUGH_CLIENTS = 30;
    private static final String SECOND_REDIRECT = """
              - protocol: web
                originalPorts: %s
                proxyPort: %d
            """.formatted(TRANSLATED_PORTS, LabPlan.PROXY_PORT);

    private final Lab lab;
    // The hosts of the subnet that neither the lab's layout nor the virtual router uses.
    private final Iterator<Integer> freshHosts = IntStream.rangeClosed(20, 254)
            .filter(host -> host != 100 && host != 200)
            .iterator();
    private int freshClients;

    private Cluster(final Lab lab) {
        this.lab = lab;
    }

    /** No prefix of a lab may be the beginning of another's with a hyphen: whoever opens a lab removes what an earlier one of that prefix has left. */
    static LabPlan plan(final String name) {
        final String prefix = "fairlead-" + name.replace('-', '_');
        return new LabPlan(prefix, Path.of("/run", prefix), Launcher.find());
    }

    /** The virtual router of the lab with three advertisements in 300 ms, for nodes without the lab's own configuration; number 0 has the highest priority. */
    static VrrpSettings quickRouter(final int number, final boolean preempt) {
        return new VrrpSettings(
                3,
                LabPlan.VIRTUAL_ROUTER_ID,
                99 - 10 * number,
                Duration.ofMillis(100),
                List.of(LabPlan.VIRTUAL_IP + "/" + LabPlan.PREFIX_LENGTH),
                preempt,
                List.of(),
                "");
    }

    static Cluster start() {
        return start("it", cluster -> {});
    }

    /** Starts one of its own, after a change. */
    static Cluster start(final String name, final Consumer<Cluster> change) {
        final Lab lab = Lab.open(plan(name));
        try {
            for (final LabNode node : lab.nodes()) {
                edit(node, "(?m)^cluster:", SECOND_REDIRECT + "cluster:");
            }
            final Cluster cluster = new Cluster(lab);
            change.accept(cluster);
            lab.startDaemons();
            return cluster;
        } catch (final RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /** Replaces what makes a node trust the others; it takes effect at the next start. */
    static void editKey(final LabNode node, final String trust) {
        edit(node, "keyFile: .*", trust);
    }

    /** Replaces a part of a node's configuration, as {@link String#replaceAll} does; it takes effect at the next start. */
    static void edit(final LabNode node, final String pattern, final String after) {
        try {
            final String text = Files.readString(node.configuration());
            Files.writeString(node.configuration(), text.replaceAll(pattern, after));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Lab lab() {
        return lab;
    }

    LabNode node(final String name) {
        return lab.node(name);
    }

    /** The node that is director when all is well. */
    LabNode director() {
        return lab.nodes().get(0);
    }

    List<LabNode> others(final LabNode node) {
        return lab.nodes().stream().filter(other -> !other.equals(node)).toList();
    }

    /** Starts what a test before left stopped, and waits until n1 is director of three healthy nodes. */
    void settle() {
        for (final LabNode node : lab.nodes()) {
            if (!node.proxy().isListening()) {
                node.proxy().restart();
            }
            if (!node.daemon().isRunning()) {
                node.daemon().restart();
            }
        }
        Await.until("n1 director of three healthy nodes", SETTLE_LIMIT, this::isSettled);
    }

    private boolean isSettled() {
        final boolean everybodySeesTheDirector = lab.nodes().stream().allMatch(node -> status(node)
                .map(report -> report.nodes().stream()
                        .anyMatch(entry -> entry.name().equals(director().name())
                                && entry.role() == NodeRole.DIRECTOR
                                && entry.healthy()))
                .orElse(false));
        return everybodySeesTheDirector
                && lab.directors().equals(List.of(director()))
                && status(director())
                        .map(report -> report.nodes().stream()
                                        .filter(NodeStatus::healthy)
                                        .count()
                                == lab.nodes().size())
                        .orElse(false);
    }

    /** What the daemon of a node tells; empty while it does not run. */
    Optional<StatusReport> status(final LabNode node) {
        try {
            final RunDirectory directory = new RunDirectory(lab.plan().runDirectory());
            return Optional.of(new StatusJson()
                    .fromJson(new ControlClient(directory.controlSocket(node.name())).request("status")));
        } catch (final ControlException e) {
            return Optional.empty();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the daemon of one node tells about another; empty while it does not know it. */
    Optional<NodeStatus> status(final LabNode of, final LabNode about) {
        return status(of).flatMap(report -> report.nodes().stream()
                .filter(entry -> entry.name().equals(about.name()))
                .findFirst());
    }

    /** The counters file, which is readable whether the daemon lives or not. */
    Map<String, Long> counters(final LabNode node) {
        return CountersFile.read(lab.plan().runDirectory().resolve(node.name()).resolve("counters"));
    }

    long counter(final LabNode node, final String label) {
        final Long value = counters(node).get(label);
        if (value == null) {
            throw new LabException("no counter " + label + " of " + node.name());
        }
        return value;
    }

    /** A client that nobody has seen, so that no stickiness decides for it. */
    FreshClient freshClient() {
        if (!freshHosts.hasNext()) {
            throw new LabException("all addresses of the subnet have been clients already");
        }
        final FreshClient client = new FreshClient(
                lab.clients().get(freshClients++ % lab.clients().size()), "10.51.0." + freshHosts.next(), lab.origin());
        client.client().addAddress(client.address());
        return client;
    }

    /** A fresh client whom this node serves when it comes through the virtual IP. */
    FreshClient clientServedBy(final LabNode node) {
        for (int i = 0; i < ENOUGH_CLIENTS; i++) {
            final FreshClient client = freshClient();
            if (client.fetch().servedBy().equals(node.name())) {
                return client;
            }
        }
        throw new LabException("none of " + ENOUGH_CLIENTS + " new clients was served by " + node.name());
    }

    @Override
    public void close() {
        lab.close();
    }
}
