package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.status.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the director notices with real kernels that a scanning node, n3, is not there any more, or is there under another MAC address. */
@Tag("long")
final class NodeDetectionIT {

    /** Three reports of a second each; status is asked in between. */
    private static final Duration MISSED_REPORTS = Duration.ofMillis(3_500);

    /** The probe interval of five seconds, three questions, and time to look. */
    private static final Duration ONE_WAY = Duration.ofSeconds(10);

    private static final Duration BACK = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NEW_CLIENTS = 6;
    private static final String FORGER = "02:51:00:00:00:66";

    private static @Nullable Cluster started;

    private final Cluster cluster = Objects.requireNonNull(started);
    private final LabNode director = cluster.node("n1");
    private final LabNode node = cluster.node("n3");

    /** One of its own, since it takes many clients. */
    @BeforeAll
    static void start() {
        started = Cluster.start("detection", cluster -> {});
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(started).close();
    }

    @BeforeEach
    void settle() {
        cluster.settle();
    }

    @Test
    void shouldSendNoNewClientToANodeWhoseDaemonIsHalted() {
        final String log = director.daemon().logText();
        node.daemon().halt();
        try {
            final Duration noticed =
                    Await.until("n3 out of service", MISSED_REPORTS, () -> !isInService() && nobodyIsServedByN3());
            System.out.println("a halted node was out of service after " + noticed.toMillis() + " ms");
            assertThat(seen().failures()).singleElement().asString().startsWith("not answering ARP");
            awaitLine(log, "node n3 (10.51.0.3) is not answering ARP and takes no new clients");
        } finally {
            node.daemon().goOn();
        }
        Await.until("n3 in service", BACK, this::isInService);
        awaitLine(log, "node n3 (10.51.0.3) is alive and takes new clients");
    }

    @Test
    void shouldSendNoNewClientToANodeWhoseCableIsPulled() {
        final String log = director.daemon().logText();
        node.namespace().ip("link", "set", "fln-eth0", "down").orThrow();
        try {
            Await.until("n3 out of service", MISSED_REPORTS, () -> !isInService() && nobodyIsServedByN3());
            awaitLine(log, "node n3 (10.51.0.3) is not answering ARP and takes no new clients");
        } finally {
            node.namespace().ip("link", "set", "fln-eth0", "up").orThrow();
        }
        Await.until("n3 in service", BACK, this::isInService);
    }

    /** Its daemon goes on, and reports; its kernel hears nothing of what is steered to it. */
    @Test
    void shouldSendNoNewClientToANodeThatReportsWhileItsInterfaceIsDown() {
        final String defaultRoute =
                node.namespace().ip("route", "show", "default").output().strip();
        node.namespace().ip("link", "set", "eth0", "down").orThrow();
        try {
            Await.until("n3 out of service", ONE_WAY, () -> !isInService() && nobodyIsServedByN3());
            assertThat(seen().reportAgeMs()).isLessThan(MISSED_REPORTS.toMillis());
            assertThat(seen().failures())
                    .anySatisfy(failure -> assertThat(failure).startsWith("not answering ARP"));
        } finally {
            node.namespace().ip("link", "set", "eth0", "up").orThrow();
            node.namespace()
                    .ip(("route replace " + defaultRoute).split(" ", -1))
                    .orThrow();
        }
        Await.until("n3 in service", BACK, this::isInService);
    }

    @Test
    void shouldNotBelieveForgedArpOfANodesAddressAndNameItInStatus(@TempDir final Path folder) throws IOException {
        final long refused = cluster.counter(director, "node-claims-refused");
        final FreshClient client = cluster.clientServedBy(node);
        final Path forged = folder.resolve("arp");
        Files.write(forged, forgedArp(MacAddress.parse(seenBy(node, director).mac())));

        Await.until("the forger named", Duration.ofSeconds(15), () -> {
            client.client()
                    .namespace()
                    .run(LIMIT, "socat", "-u", "OPEN:" + forged, "INTERFACE:eth0")
                    .orThrow();
            return director.status().output().contains("MAC " + FORGER + " claims the address of node n3 (10.51.0.3)");
        });

        assertThat(cluster.counter(director, "node-claims-refused")).isGreaterThan(refused);
        assertThat(isInService()).isTrue();
        assertThat(seen().mac()).isNotEqualTo(FORGER);
        assertThat(client.fetch().servedBy()).isEqualTo("n3");
    }

    /** Unicast to the director, for what other kernels would believe is not the question. */
    private static byte[] forgedArp(final long directorMac) {
        final byte[] frame = new byte[EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH];
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int address = Ipv4Address.parse("10.51.0.3");
        new EthernetFrame()
                .wrap(buffer, 0, frame.length)
                .destination(directorMac)
                .source(MacAddress.parse(FORGER))
                .etherType(EtherType.ARP);
        new ArpPacket()
                .wrap(buffer, EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(ArpPacket.REPLY)
                .sender(MacAddress.parse(FORGER), address)
                .target(MacAddress.parse(FORGER), address);
        return frame;
    }

    @Test
    void shouldFollowAnotherMacAddressWhenItWasGivenWhileTheDaemonWasStopped() {
        final String before = seen().mac();
        node.daemon().stop();
        give("eth0", "02:51:00:00:00:73");
        node.daemon().restart();
        awaitFollowed("02:51:00:00:00:73");

        node.daemon().stop();
        give("eth0", before);
        node.daemon().restart();
        awaitFollowed(before);
    }

    @Test
    void shouldFollowAnotherMacAddressOfTheNetworkCardWhenItWasGivenWhileTheDaemonWasDead() {
        final String before = seen().mac();
        for (final String mac : List.of("02:51:00:00:00:74", before)) {
            node.daemon().kill9();
            give("fln-eth0", mac);
            node.daemon().restart();
            awaitFollowed(mac);
            assertThat(macOf("eth0")).isEqualTo(mac);
        }
    }

    @Test
    void shouldPutItsMacAddressBackAndSayWhatToDoWhenItIsChangedWhileTheDaemonRuns() {
        final String before = seen().mac();
        for (final String changed : List.of("eth0", "fln-eth0")) {
            final String log = node.daemon().logText();
            give(changed, "02:51:00:00:00:75");
            Await.until(changed + " put back", BACK, () -> macOf(changed).equals(before));
            if (changed.equals("eth0")) {
                Await.until("a line", LIMIT, () -> node.daemon()
                        .logText()
                        .substring(log.length())
                        .contains(
                                "the MAC address of eth0 was changed to 02:51:00:00:00:75 while the node runs, and was put"
                                        + " back to " + before));
            }
        }
        assertThat(cluster.clientServedBy(node).fetch().servedBy()).isEqualTo("n3");
    }

    private void give(final String interfaceName, final String mac) {
        node.namespace().ip("link", "set", interfaceName, "address", mac).orThrow();
    }

    private String macOf(final String interfaceName) {
        return node.namespace()
                .ip("-br", "link", "show", "dev", interfaceName)
                .output()
                .split("\\s+", -1)[2];
    }

    private void awaitFollowed(final String mac) {
        Await.until(
                "n3 in service at " + mac,
                Cluster.SETTLE_LIMIT,
                () -> isInService() && seen().mac().equals(mac));
        assertThat(cluster.clientServedBy(node).fetch().servedBy()).isEqualTo("n3");
    }

    private NodeStatus seen() {
        return seenBy(director, node);
    }

    private NodeStatus seenBy(final LabNode of, final LabNode about) {
        return cluster.status(of, about).orElseThrow();
    }

    private boolean isInService() {
        return cluster.status(director, node).map(NodeStatus::healthy).orElse(false);
    }

    private boolean nobodyIsServedByN3() {
        return Stream.generate(cluster::freshClient)
                .limit(NEW_CLIENTS)
                .map(FreshClient::fetch)
                .allMatch(fetch -> fetch.ok() && !fetch.servedBy().equals("n3"));
    }

    private void awaitLine(final String before, final String line) {
        Await.until(
                "log: " + line,
                LIMIT,
                () -> director.daemon().logText().substring(before.length()).contains(line));
    }
}
