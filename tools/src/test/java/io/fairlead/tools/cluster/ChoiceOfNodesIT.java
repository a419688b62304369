package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Streams;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator can say about who goes where: heavy sources, exceptions, health redirect by redirect, drain, and the proxy's own figure. */
@Tag("long")
@BesideOthers
final class ChoiceOfNodesIT {

    private static final int PORT = 7000;
    private static final int OTHER_PORT = 7001;
    private static final int NAME_PORT = 7002;
    private static final int NAME_ORIGINAL_PORT = 7003;
    private static final int DATAGRAM_PORT = 7004;
    private static final String EXCEPTED_VIRTUAL_IP = "10.51.0.101";
    private static final int BYTES_PER_SECOND = 1000;
    private static final int SECONDS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String HEAVY = LabPlan.spareAddress(0);
    private static final String EXCEPTED = LabPlan.spareAddress(1);
    private static final int MANY = 60;
    private static final int FEW = 10;
    private static final int ENOUGH_CLIENTS = 6;
    private static final int LONG_SECONDS = 9;
    private static final int FIRST_FRESH_HOST = 20;

    private final LabPlan plan = Cluster.plan("choice");
    private final Segment segment = new Segment(plan);
    private final List<FairleadPeer> nodes = new ArrayList<>();
    private int freshHost = FIRST_FRESH_HOST;

    private FairleadPeer node(final String name) {
        final String yaml = """
                  proxyLoadFile: %s
                virtualRouters:
                  - id: 51
                    version: 3
                    priority: %d
                    advertisementInterval: 100ms
                    virtualIps: [%s/24, %s/24]
                redirects:
                  - protocol: streams
                    originalPorts: [%d]
                  - protocol: more
                    originalPorts: [%d]
                    exceptSources: [%s]
                  - protocol: names
                    originalPorts: [%d, %d]
                    proxyPort: %d
                    exceptDestinations: [10.51.0.3, %s]
                  - protocol: datagrams
                    transport: udp
                    originalPorts: [%d]
                cluster:
                  nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
                policy:
                  weights: {cpu: 0, memory: 0, proxy: 9, connections: 1}
                  heavySources: {connections: 50, spread: true}
                health:
                  perRedirect: true
                """;
        return segment.fairlead(
                name,
                yaml.formatted(
                        proxyLoadFile(name),
                        99 - NODES.indexOf(name),
                        LabPlan.VIRTUAL_IP,
                        EXCEPTED_VIRTUAL_IP,
                        PORT,
                        OTHER_PORT,
                        EXCEPTED,
                        NAME_PORT,
                        NAME_ORIGINAL_PORT,
                        NAME_PORT,
                        EXCEPTED_VIRTUAL_IP,
                        DATAGRAM_PORT));
    }

    private Path proxyLoadFile(final String node) {
        return plan.directory().resolve("load-of-" + node);
    }

    /** On n2 nobody serves OTHER_PORT, and n3 serves something else than the proxies at an original port. */
    private Client begin() {
        segment.build();
        for (int i = 0; i < NODES.size(); i++) {
            segment.addStation(NODES.get(i), i + 1);
            segment.serveStreams(NODES.get(i), PORT);
            if (i != 1) {
                segment.serveStreams(NODES.get(i), OTHER_PORT);
            }
            serveName(NODES.get(i), NAME_PORT, NODES.get(i));
        }
        serveName("n3", NAME_ORIGINAL_PORT, "n3 itself");
        segment.addStation("c1", 11);
        final Client client = segment.client("c1");
        List.of(HEAVY, EXCEPTED).forEach(client::addAddress);
        NODES.forEach(name -> nodes.add(node(name)));
        nodes.forEach(FairleadPeer::start);
        Await.until(
                "n1 director of three nodes that take clients",
                LIMIT,
                () -> nodesAsTheDirectorSeesThem().stream()
                                .filter(NodeStatus::takesNewClients)
                                .count()
                        == NODES.size());
        // its answers come from the address that it is bound to, and the daemon has made that one of the kernel's
        NODES.forEach(name -> segment.start(
                name,
                "datagrams",
                "socat",
                "UDP4-RECVFROM:" + DATAGRAM_PORT + ",bind=" + LabPlan.VIRTUAL_IP + ",fork",
                "SYSTEM:read question; echo " + name));
        return client;
    }

    private void serveName(final String node, final int port, final String answer) {
        segment.start(
                node, "names-" + port, "socat", "TCP4-LISTEN:" + port + ",reuseaddr,fork", "SYSTEM:echo " + answer);
    }

    private StatusReport director() {
        return nodes.get(0).report().orElseThrow();
    }

    private List<NodeStatus> nodesAsTheDirectorSeesThem() {
        return nodes.get(0).report().map(StatusReport::nodes).orElse(List.of());
    }

    private static Streams downloads(
            final Client client, final int port, final int count, final int seconds, final String from) {
        return client.downloads(
                LabPlan.VIRTUAL_IP, port, count, seconds * BYTES_PER_SECOND, BYTES_PER_SECOND, List.of(from));
    }

    /** Of a client that nobody has seen. */
    private String freshAddress(final Client client) {
        final String address = "10.51.0." + freshHost++;
        client.addAddress(address);
        return address;
    }

    private Streams fromNewAddresses(final Client client, final int port, final int seconds) {
        final List<String> sources =
                Stream.generate(() -> freshAddress(client)).limit(FEW).toList();
        return client.downloads(LabPlan.VIRTUAL_IP, port, FEW, seconds * BYTES_PER_SECOND, BYTES_PER_SECOND, sources);
    }

    private List<Long> active() {
        return director().nodes().stream().map(NodeStatus::activeConnections).toList();
    }

    private long activeOfAll() {
        return sum(active());
    }

    private List<Long> clients() {
        return director().nodes().stream().map(NodeStatus::stickyClients).toList();
    }

    private static long sum(final List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    private static void assertAllComplete(final Streams streams, final int count) {
        final Streams.Progress end = streams.await(LIMIT);
        assertThat(end.broken()).as(end.trouble()).isZero();
        assertThat(end.complete()).isEqualTo(count);
    }

    @Test
    void shouldSendClientsWhereTheyAreMeantToGo() {
        try (segment) {
            final Client client = begin();

            shouldNameAndSpreadAHeavySource(client);
            shouldLeaveAnExceptedClientToTheNodeItAddresses(client);
            shouldSpareANodeTheRedirectAloneThatFailsThere(client);
            shouldLeaveConnectionsToAnExceptedAddressToTheHostThatHasIt(client);
            shouldSpareANodeWhoseProxySaysThatItIsBusy(client);
            // the last one, because its flows count as open for three minutes
            shouldLeaveAFlowOfDatagramsWithANodeThatDrains(client);
        }
    }

    private void shouldNameAndSpreadAHeavySource(final Client client) {
        try (Streams first = downloads(client, PORT, MANY, LONG_SECONDS, HEAVY)) {
            Await.until("a heavy source", LIMIT, () -> director().heavySources().stream()
                    .map(HeavySourceStatus::client)
                    .toList()
                    .equals(List.of(HEAVY)));
            assertThat(director().heavySources().get(0).spread()).isTrue();
            assertThat(nodes.get(0).logText()).contains("heavy source " + HEAVY);

            try (Streams more = downloads(client, PORT, MANY, SECONDS, HEAVY)) {
                Await.until("all reported", LIMIT, () -> activeOfAll() == 2 * MANY);
                // the first ones are with one node, most of the others with the other two
                assertThat(active()).as("connections of the nodes").allMatch(connections -> connections >= 20);
                assertAllComplete(more, MANY);
            }
            assertAllComplete(first, MANY);
        }
    }

    private void shouldLeaveAnExceptedClientToTheNodeItAddresses(final Client client) {
        Await.until("nothing open", LIMIT, () -> activeOfAll() == 0);
        try (Streams downloads = downloads(client, OTHER_PORT, FEW, SECONDS, EXCEPTED)) {
            Await.until("all open", LIMIT, () -> downloads.progress().open() == FEW);
            assertThat(nodes.get(0)
                            .command("explain", EXCEPTED, String.valueOf(OTHER_PORT))
                            .output())
                    .contains("the redirect excepts this client")
                    .doesNotContain("connections:");
            assertAllComplete(downloads, FEW);
        }
    }

    private void shouldSpareANodeTheRedirectAloneThatFailsThere(final Client client) {
        final NodeStatus partly = director().nodes().stream()
                .filter(node -> node.name().equals("n2"))
                .findFirst()
                .orElseThrow();
        assertThat(partly.healthy()).isFalse();
        assertThat(partly.failures()).singleElement().asString().contains(String.valueOf(OTHER_PORT), "refused");

        try (Streams there = fromNewAddresses(client, OTHER_PORT, SECONDS)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == FEW);
            assertThat(active().get(1)).as("connections of n2").isZero();
            assertAllComplete(there, FEW);
        }
        Await.until("nothing open", LIMIT, () -> activeOfAll() == 0);
        try (Streams here = fromNewAddresses(client, PORT, SECONDS)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == FEW);
            assertThat(active().get(1)).as("connections of n2").isPositive();
            assertAllComplete(here, FEW);
        }
    }

    private void shouldLeaveConnectionsToAnExceptedAddressToTheHostThatHasIt(final Client client) {
        final String source = Stream.generate(() -> freshAddress(client))
                .limit(ENOUGH_CLIENTS)
                .filter(address ->
                        name(client, address, LabPlan.VIRTUAL_IP, NAME_PORT).equals("n2"))
                .findFirst()
                .orElseThrow();

        assertThat(name(client, source, LabPlan.VIRTUAL_IP, NAME_ORIGINAL_PORT)).isEqualTo("n2");
        assertThat(name(client, source, "10.51.0.1", NAME_PORT))
                .as("at an address that is not excepted")
                .isEqualTo("n2");
        assertThat(name(client, source, EXCEPTED_VIRTUAL_IP, NAME_PORT))
                .as("at the excepted virtual IP, which the director has")
                .isEqualTo("n1");
        assertThat(name(client, source, "10.51.0.3", NAME_PORT)).isEqualTo("n3");
        assertThat(name(client, source, "10.51.0.3", NAME_ORIGINAL_PORT))
                .as("what is not redirected is not translated")
                .isEqualTo("n3 itself");
    }

    private static String name(final Client client, final String source, final String address, final int port) {
        return client.namespace()
                .run(LIMIT, "socat", "-u", "TCP4:%s:%d,bind=%s,connect-timeout=2".formatted(address, port, source), "-")
                .output()
                .strip();
    }

    private void shouldLeaveAFlowOfDatagramsWithANodeThatDrains(final Client client) {
        final String source = Stream.generate(() -> freshAddress(client))
                .limit(ENOUGH_CLIENTS)
                .filter(address -> datagram(client, address, 5000).equals("n2"))
                .findFirst()
                .orElseThrow();
        assertThat(datagram(client, source, 5000)).isEqualTo("n2");

        assertThat(nodes.get(0).command("drain", "n2").ok()).isTrue();
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(datagram(client, source, 5000)).as("the flow").isEqualTo("n2");
            }
            assertThat(datagram(client, source, 5001))
                    .as("the client's next flow")
                    .isIn("n1", "n3");
            for (int i = 0; i < 3; i++) {
                assertThat(datagram(client, freshAddress(client), 5000))
                        .as("a new client")
                        .isIn("n1", "n3");
            }
            assertThat(datagram(client, source, 5000)).as("the flow").isEqualTo("n2");
        } finally {
            assertThat(nodes.get(0).command("undrain", "n2").ok()).isTrue();
        }
    }

    /** Which node answers a datagram. */
    private static String datagram(final Client client, final String source, final int port) {
        final String command = "echo which node | socat -t 3 - UDP4:%s:%d,bind=%s:%d,readbytes=3"
                .formatted(LabPlan.VIRTUAL_IP, DATAGRAM_PORT, source, port);
        return client.namespace().run(LIMIT, "sh", "-c", command).output().strip();
    }

    private void shouldSpareANodeWhoseProxySaysThatItIsBusy(final Client client) {
        Await.until("nothing open", LIMIT, () -> activeOfAll() == 0);
        NODES.forEach(name -> sayProxyLoad(name, 0));
        Await.until(
                "all proxies' figures reported", LIMIT, () -> proxyPercents().equals(List.of(0, 0, 0)));
        try (Streams before = fromNewAddresses(client, PORT, LONG_SECONDS)) {
            Await.until("all reported", LIMIT, () -> activeOfAll() == FEW);
            assertThat(active().get(1))
                    .as("connections of n2 while its proxy is idle")
                    .isPositive();
            final List<Long> clients = clients();

            sayProxyLoad("n2", 100);
            Await.until(
                    "the proxy's figure reported", LIMIT, () -> proxyPercents().equals(List.of(0, 100, 0)));
            try (Streams after = fromNewAddresses(client, PORT, SECONDS)) {
                Await.until("all new clients placed", LIMIT, () -> sum(clients()) == sum(clients) + FEW);
                assertThat(clients().get(1)).as("clients of n2").isEqualTo(clients.get(1));
                assertThat(nodes.get(0).command("status").output()).containsPattern("n2 .* \\d+% +\\d+% +100% ");
                assertThat(nodes.get(0)
                                .command("explain", freshAddress(client), String.valueOf(PORT))
                                .output())
                        .containsPattern("goes to n[13], which the policy \\S+ prefers");
                assertAllComplete(after, FEW);
            }
            // had one moved, it would be broken
            assertAllComplete(before, FEW);
        }
        sayProxyLoad("n2", 0);
        Await.until("the proxy's figure reported", LIMIT, () -> proxyPercents().equals(List.of(0, 0, 0)));
    }

    private void sayProxyLoad(final String node, final int percent) {
        try {
            Files.writeString(proxyLoadFile(node), percent + "\n");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Integer> proxyPercents() {
        return director().nodes().stream()
                .map(node -> Objects.requireNonNullElse(node.proxyPercent(), -1))
                .toList();
    }
}
