package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator finds after a trouble: in the journal of events, in the system log, and in the metrics. */
@Tag("long")
final class EventsIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String METRICS = "127.0.0.1:9745";

    /** RFC 5424 section 6, as far as this host fills it. */
    private static final String SYSLOG_LINE =
            "<(27|28|30|31)>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z \\S+ fairlead \\d+ [!-~]{1,32}"
                    + " (-|\\[fairlead@32473( [a-zA-Z]+=\"([^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")+\\]) \\uFEFF?[^\\p{Cntrl}]+";

    private final Path directory;

    EventsIT(@TempDir final Path directory) {
        this.directory = directory;
    }

    /** The log daemon of all nodes. */
    private static final class SystemLog implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final UnixDatagramChannel channel;

        SystemLog(final Path socket) throws IOException {
            channel = UnixDatagramChannel.open();
            channel.bind(new UnixSocketAddress(socket.toFile()));
            final Thread reader = new Thread(this::read, "system-log");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            final ByteBuffer datagram = ByteBuffer.allocate(1 << 14);
            try {
                while (channel.isOpen()) {
                    channel.receive(datagram.clear());
                    lines.add(StandardCharsets.UTF_8.decode(datagram.flip()).toString());
                }
            } catch (final ClosedChannelException e) {
                // the test is over
            } catch (final IOException e) {
                lines.add("cannot read: " + e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void shouldTellAfterwardsWhatHasHappenedAndWhy() throws IOException {
        final Path socket = directory.resolve("log");
        try (SystemLog log = new SystemLog(socket);
                Cluster cluster = Cluster.start("events", made -> made.lab()
                        .nodes()
                        .forEach(node -> Cluster.edit(
                                node,
                                "(?m)^cluster:",
                                "log: {syslog: " + socket + "}\nmetrics: {listen: '" + METRICS + "'}\ncluster:")))) {
            cluster.settle();
            assertMetricsTellOfRoleDropsAndConnections(cluster);
            assertProxyFailureIsAnEvent(cluster.node("n2"));
            assertDeathOfTheDirectorIsAnEvent(cluster);
            assertThat(log.lines).allMatch(line -> line.matches(SYSLOG_LINE));
            assertThat(log.lines)
                    .anyMatch(line -> line.matches(".* vrrp\\.state \\[fairlead@32473 router=\"51\" interface=\"eth0\""
                            + " from=\"backup\" to=\"master\" cause=\"no advertisement for .*"))
                    .anyMatch(line -> line.contains(" health.failed "));
        }
    }

    private static void assertMetricsTellOfRoleDropsAndConnections(final Cluster cluster) {
        assertThat(cluster.freshClient().fetch().ok()).isTrue();

        final String text = scrape(cluster.director());
        assertThat(text)
                .contains(
                        "fairlead_node_role{node=\"n1\",fairlead_node_role=\"director\"} 1",
                        "fairlead_virtual_router_state{family=\"ipv4\",interface=\"eth0\",router=\"51\","
                                + "fairlead_virtual_router_state=\"master\"} 1",
                        "fairlead_node_healthy{node=\"n3\"} 1.0",
                        "fairlead_up 1.0",
                        "fairlead_dropped_frames_total{interface=\"eth0\",reason=\"foreign_unicast\"}")
                .containsPattern("fairlead_new_flows_total [1-9]")
                .containsPattern("fairlead_port_received_frames_total\\{interface=\"eth0\",port=\"uplink\"\\} [1-9]");
    }

    private static String scrape(final LabNode node) {
        return node.namespace()
                .run(LIMIT, "curl", "--silent", "--show-error", "--fail", "http://" + METRICS + "/metrics")
                .orThrow()
                .output();
    }

    private static void assertProxyFailureIsAnEvent(final LabNode node) {
        node.proxy().stop();
        Await.until("the failure of the proxy in the journal", LIMIT, () -> events(node, "--type", "health.failed")
                .matches("(?s).* WARN +health\\.failed +current state: failure: .*9090 connection refused.*"));
        node.proxy().restart();
        Await.until("its return", LIMIT, () -> events(node, "--type", "health", "-n", "1")
                .contains("current state: ok"));
    }

    private static void assertDeathOfTheDirectorIsAnEvent(final Cluster cluster) throws IOException {
        final LabNode killed = cluster.director();
        killed.daemon().kill9();

        Await.until("the takeover in a survivor's journal", LIMIT, () -> cluster.others(killed).stream()
                .anyMatch(node -> events(node, "--type", "vrrp.state", "--since", "1m")
                        .matches("(?s).*backup → master: no advertisement for [0-9.]+ s from " + killed.address()
                                + ".*")));
        final List<Long> before = sequences(killed);
        assertThat(events(killed, "--type", "vrrp.state")).contains("→ master: ");

        killed.daemon().restart();
        Await.until(
                "the journal going on", LIMIT, () -> events(killed, "-n", "50").contains("daemon.started"));
        Await.until("word of the death", LIMIT, () -> events(killed, "--type", "daemon.died")
                .contains("it was killed, or crashed, after "));
        final List<Long> after = sequences(killed);
        assertThat(after).startsWith(before.toArray(Long[]::new)).hasSizeGreaterThan(before.size());
        for (int i = 1; i < after.size(); i++) {
            assertThat(after.get(i)).isEqualTo(after.get(i - 1) + 1);
        }
    }

    private static List<Long> sequences(final LabNode node) throws IOException {
        final List<Long> sequences = new ArrayList<>();
        for (final String line : events(node, "--json", "-n", "1000").lines().toList()) {
            sequences.add(new ObjectMapper().readTree(line).path("sequence").asLong());
        }
        return sequences;
    }

    private static String events(final LabNode node, final String... options) {
        final Outcome outcome = node.command("events", options);
        return outcome.orThrow().output();
    }
}
