package io.fairlead.bench.failover;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.VrrpPeer;
import io.fairlead.tools.lab.VrrpSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Three nodes of one product; the first has the highest priority. */
final class Group {
    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final String CLIENT = "client";

    private static final List<Integer> PRIORITIES = List.of(99, 89, 79);
    private static final Duration PING_INTERVAL = Duration.ofMillis(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final String YAML = """
            redirects:
              - protocol: ticks
                originalPorts: [%d]
            cluster:
              nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
            """.formatted(Connections.PORT);

    private final LabPlan plan;
    private final Segment segment;
    private final Product product;
    private final Client client;
    private final List<VrrpPeer> nodes;

    Group(final LabPlan plan, final Segment segment, final Product product, final Timing timing) {
        this.plan = plan;
        this.segment = segment;
        this.product = product;
        this.client = segment.client(CLIENT);
        this.nodes = NODES.stream()
                .map(name -> node(name, settings(timing, PRIORITIES.get(NODES.indexOf(name)))))
                .toList();
    }

    private static VrrpSettings settings(final Timing timing, final int priority) {
        return new VrrpSettings(
                timing.version(),
                LabPlan.VIRTUAL_ROUTER_ID,
                priority,
                timing.interval(),
                List.of(LabPlan.VIRTUAL_IP + "/" + LabPlan.PREFIX_LENGTH),
                true,
                List.of(),
                "");
    }

    private VrrpPeer node(final String name, final VrrpSettings settings) {
        return product == Product.FAIRLEAD
                ? segment.fairlead(name, settings, YAML)
                : segment.keepalived(name, settings);
    }

    Product product() {
        return product;
    }

    /** From the highest priority to the lowest. */
    List<VrrpPeer> nodes() {
        return nodes;
    }

    VrrpPeer first() {
        return nodes.get(0);
    }

    VrrpPeer second() {
        return nodes.get(1);
    }

    Client client() {
        return client;
    }

    void start() {
        nodes.forEach(VrrpPeer::start);
        awaitFirst();
    }

    void stop() {
        nodes.forEach(VrrpPeer::stop);
    }

    /** Waits until all is as it should be when all nodes run. */
    void awaitFirst() {
        await(
                "the first node director",
                () -> first().isMaster() && nodes.stream().skip(1).allMatch(VrrpPeer::isBackup));
    }

    void awaitSecond() {
        await("the second node director", second()::isMaster);
    }

    private void await(final String what, final BooleanSupplier condition) {
        Await.until(what + " (" + product + ")", LIMIT, condition);
    }

    Pinger ping() {
        return client.ping(LabPlan.VIRTUAL_IP, PING_INTERVAL);
    }

    void awaitAnswer(final Pinger pinger) {
        pinger.awaitAnswer(LIMIT);
    }

    void unplugFirst() {
        segment.network().unplug(first().name());
    }

    void plugInFirst() {
        segment.network().plugIn(first().name());
    }

    /** Runs {@code fairlead failover} on the first node. */
    void failover(final String argument) {
        if (product != Product.FAIRLEAD) {
            throw new LabException(product + " has no planned switchover");
        }
        plan.launcher()
                .run(COMMAND_LIMIT, plan.environment(), "failover", "--node", first().name(), argument)
                .orThrow();
    }
}
