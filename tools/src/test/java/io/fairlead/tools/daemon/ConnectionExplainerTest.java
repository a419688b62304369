package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.TRANSLATED_PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.status.Explanation;
import io.fairlead.tools.status.Explanation.Candidate;
import io.fairlead.tools.status.Explanation.Connection;
import io.fairlead.tools.status.Explanation.NewConnection;
import io.fairlead.tools.status.Explanation.Reason;
import io.fairlead.tools.status.Explanation.Sticky;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of a simulated cluster are asked about its clients; n1 is director, and each node serves one client; another one has not come yet. */
final class ConnectionExplainerTest {

    private static final IpAddress NEW_CLIENT = IpAddress.parse("10.51.0.201");
    private static final Duration ANSWER_LIMIT = Duration.ofMillis(100);

    private final SimulatedCluster cluster;

    ConnectionExplainerTest(@TempDir final Path folder) {
        cluster = new SimulatedCluster(1, 4, folder).settled();
        cluster.clients().stream().limit(3).forEach(client -> client.open(VIP, PORT));
        cluster.runWithTraffic(Duration.ofSeconds(3));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private Explanation explain(final int number, final IpAddress client, final int port) {
        final CompletableFuture<Explanation> answer = cluster.node(number).explain(client, port);
        cluster.run(ANSWER_LIMIT);
        assertThat(answer).isCompleted();
        return answer.join();
    }

    private SimulatedClient clientOf(final int number) {
        return cluster.clients().stream()
                .limit(3)
                .filter(client -> client.connections().get(0).servedBy()
                        == cluster.node(number).mac())
                .findFirst()
                .orElseThrow();
    }

    private static IpAddress address(final SimulatedClient client) {
        return IpAddress.ofIpv4(client.ip());
    }

    @Test
    void shouldTellWhereAClientStaysAndItsConnectionsWhenTheDirectorIsAsked() {
        final SimulatedClient client = clientOf(3);

        final Explanation told = explain(1, address(client), PORT);

        assertThat(told.node()).isEqualTo("n1");
        assertThat(told.steering()).isTrue();
        assertThat(told.director()).isEqualTo("n1");
        assertThat(told.client()).isEqualTo(Ipv4Address.format(client.ip()));
        assertThat(told.newConnection()).isEqualTo(new NewConnection("tcp", PORT, "http", 9090, "n3", Reason.STICKY));
        assertThat(told.sticky()).isEqualTo(new Sticky("n3", 3, 1800));
        assertThat(told.connections())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("idleSeconds")
                .containsExactly(
                        new Connection("tcp", 20_000, "10.51.0.100", PORT, "n3", "established", 0, false, 0, 0));
        assertThat(told.furtherConnections()).isZero();
        assertThat(told.policy()).isEqualTo("weightedLeastConnections");
        assertThat(told.nodes()).extracting(Candidate::name).containsExactly("n1", "n2", "n3");
        assertThat(told.nodes()).allSatisfy(node -> {
            assertThat(node.eligible()).isTrue();
            assertThat(node.leftOutBecause()).isEmpty();
            assertThat(node.score()).isPositive();
            assertThat(node.weight()).isEqualTo(100);
            assertThat(node.activeConnections()).isEqualTo(1);
            assertThat(node.stickyClients()).isEqualTo(1);
        });
        assertThat(told.notes()).isEmpty();
    }

    @Test
    void shouldTellOnABackupWhoDecidesAndWhatItKnows() {
        final SimulatedClient client = clientOf(2);
        client.open(VIP, TRANSLATED_PORT);
        cluster.run(Duration.ofSeconds(1));

        final Explanation owner = explain(2, address(client), TRANSLATED_PORT);
        final Explanation other = explain(3, address(client), TRANSLATED_PORT);

        assertThat(List.of(owner, other)).allSatisfy(told -> {
            assertThat(told.steering()).isFalse();
            assertThat(told.director()).isEqualTo("n1");
            assertThat(told.newConnection().node()).isEqualTo("n2");
            assertThat(told.newConnection().reason()).isEqualTo(Reason.STICKY);
        });
        assertThat(owner.connections())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("idleSeconds")
                .contains(new Connection(
                        "tcp", 20_001, "10.51.0.100", TRANSLATED_PORT, "n2", "established", 0, true, 9090, 20_001))
                .hasSize(2);
        assertThat(other.connections())
                .as("the director has told it")
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("idleSeconds")
                .contains(new Connection(
                        "tcp", 20_001, "10.51.0.100", TRANSLATED_PORT, "n2", "established", 0, false, 0, 0))
                .hasSize(2);
    }

    @Test
    void shouldNameTheNodeThatANewClientGetsThen() {
        final SimulatedClient client = cluster.client(3);

        final Explanation told = explain(1, address(client), PORT);
        final TcpConnection connection = client.open(VIP, PORT);
        cluster.run(Duration.ofSeconds(1));

        assertThat(told.newConnection().reason()).isEqualTo(Reason.POLICY);
        assertThat(told.sticky()).isNull();
        assertThat(told.newConnection().node())
                .isEqualTo(cluster.nodes().stream()
                        .filter(node -> node.mac() == connection.servedBy())
                        .findFirst()
                        .orElseThrow()
                        .toString());
    }

    @Test
    void shouldSayWhyNodesAreLeftOut() {
        final SimulatedClient client = clientOf(3);
        cluster.node(2).healthy(false);
        cluster.node(3).crash();
        cluster.run(Duration.ofSeconds(4));

        final Explanation silent = explain(1, address(client), PORT);
        assertThat(silent.newConnection().node()).isEqualTo("n1");
        assertThat(silent.newConnection().reason()).isEqualTo(Reason.POLICY);
        assertThat(Objects.requireNonNull(silent.sticky()).node()).isEqualTo("n3");
        assertThat(reasons(silent, 2)).contains("http:9090 connection refused");
        assertThat(reasons(silent, 3)).singleElement().asString().matches("not answering ARP, last report [345] s ago");

        cluster.run(Duration.ofSeconds(10));

        assertThat(reasons(explain(1, NEW_CLIENT, PORT), 3))
                .singleElement()
                .asString()
                .contains("taken for dead");
    }

    @Test
    void shouldSayThatNobodyIsLeftWhenEveryNodeWantsNoNewClients() {
        cluster.nodes().forEach(node -> node.conductor().maintenance(true));
        cluster.run(Duration.ofSeconds(1));
        final int director = cluster.directors().get(0) == cluster.node(1) ? 1 : 2;

        final Explanation told = explain(director, NEW_CLIENT, PORT);

        assertThat(told.newConnection().node()).isEmpty();
        assertThat(told.newConnection().reason()).isEqualTo(Reason.NOBODY);
        assertThat(reasons(told, 3)).containsExactly("drained, or in maintenance");
    }

    private static List<String> reasons(final Explanation told, final int number) {
        return told.nodes().stream()
                .filter(node -> node.name().equals("n" + number))
                .peek(node -> assertThat(node.eligible()).isFalse())
                .findFirst()
                .orElseThrow()
                .leftOutBecause();
    }

    @Test
    void shouldSaySoWhenThePortIsNotRedirected() {
        final Explanation told = explain(1, address(clientOf(3)), 22);

        assertThat(told.newConnection()).isEqualTo(new NewConnection("tcp", 22, "", 0, "", Reason.NOT_REDIRECTED));
        assertThat(told.connections()).hasSize(1);
    }

    @Test
    void shouldNoteWhatElseDecidesAboutAClient() {
        assertThat(explain(1, IpAddress.parse("10.51.0.2"), PORT).notes())
                .containsExactly("10.51.0.2 is node n2: connections that a node opens itself are not balanced");
        assertThat(explain(1, IpAddress.parse("2001:db8::50"), PORT).notes())
                .singleElement()
                .asString()
                .startsWith("neither is a virtual IP an IPv6 address, nor has this node one");
    }

    @Test
    void shouldTakeAnIpv4AddressInIpv6FormForTheSameClient() {
        final IpAddress mapped = IpAddress.parse("::ffff:" + address(clientOf(3)));

        final Explanation told = explain(1, mapped, PORT);

        assertThat(told.client()).isEqualTo(address(clientOf(3)).toString());
        assertThat(told.newConnection().reason()).isEqualTo(Reason.STICKY);
        assertThat(told.connections()).hasSize(1);
    }

    @Test
    void shouldMeanTheFirstRedirectedPortWhenNoneIsNamed() {
        assertThat(cluster.node(1).explainer().defaultPort()).hasValue(PORT);
    }

    @Test
    void shouldAnswerTheLaterQuestionWhenTwoAreAskedAtOnce() {
        final CompletableFuture<Explanation> first = cluster.node(1).explain(NEW_CLIENT, PORT);
        final CompletableFuture<Explanation> second = cluster.node(1).explain(address(clientOf(3)), PORT);
        cluster.run(ANSWER_LIMIT);

        assertThat(first).isNotCompleted();
        assertThat(second.join().sticky()).isNotNull();
        assertThat(second.join().nodes()).hasSize(3);
    }
}
