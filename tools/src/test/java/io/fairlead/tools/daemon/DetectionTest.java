package io.fairlead.tools.daemon;

import static io.fairlead.tools.daemon.SimulatedCluster.PORT;
import static io.fairlead.tools.daemon.SimulatedCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the director notices that a node is not there any more, on a simulated segment of whole nodes. It is n3 that fails. */
final class DetectionTest {

    private static final long SEED = 4;
    private static final int CLIENTS = 24;
    private static final long STRANGER = 0x02_00_00_00_00_EEL;
    private static final String DEFAULT = "missedReports: 3";

    private final Path folder;
    private SimulatedCluster cluster;

    DetectionTest(@TempDir final Path folder) {
        this.folder = folder;
        this.cluster = new SimulatedCluster(SEED, CLIENTS, folder);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** With further keys of the cluster, as they are on node n3; the others have them if they have the same. */
    private void start(final String keys, final String keysOfN3) {
        cluster.close();
        cluster = new SimulatedCluster(
                        SEED,
                        CLIENTS,
                        folder,
                        "version: 2",
                        (number, yaml) -> yaml.replace(
                                "discovery: open", "discovery: open\n  " + (number == 3 ? keysOfN3 : keys)))
                .settled();
    }

    private void start(final String keys) {
        start(keys, keys);
    }

    private StatusReport status() {
        return cluster.node(1).status().report(new TreeMap<>());
    }

    private NodeStatus n3() {
        return status().nodes().get(2);
    }

    /** Connections that n3 gets when each client opens one; nobody is sticky yet at the first time. */
    private int newClientsOfN3() {
        final int before = cluster.node(3).kernel().accepted();
        cluster.openFromAll(PORT);
        cluster.run(Duration.ofMillis(50));
        return cluster.node(3).kernel().accepted() - before;
    }

    /** Keys, and the longest time in milliseconds till n3 is out of service. */
    static Stream<Arguments> paces() {
        return Stream.of(
                Arguments.of(DEFAULT, 3_000),
                Arguments.of("reportInterval: 20ms\n  missedReports: 5", 100),
                Arguments.of("reportInterval: 50ms\n  missedReports: 2", 100));
    }

    @ParameterizedTest
    @MethodSource("paces")
    void shouldSendNoNewClientToANodeThatFellSilentForTheTimeOfTheMissedReports(final String keys, final int totalMs) {
        start(keys);
        assertThat(n3().healthy()).isTrue();
        cluster.node(3).crash();

        cluster.run(Duration.ofMillis(totalMs));

        assertThat(n3().healthy()).isFalse();
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofMillis(500));
        assertThat(cluster.connections()).hasSize(CLIENTS).allSatisfy(SimulatedAssertions::isFlowing);
    }

    @Test
    void shouldNotWaitForMissedReportsWhenTheKernelDoesNotAnswerEither() {
        start("missedReports: 10");
        cluster.node(3).crash();

        cluster.run(Duration.ofMillis(2_100));

        assertThat(n3().failures()).containsExactly("not answering ARP, last report 2 s ago");
        cluster.openFromAll(PORT);
        cluster.runWithTraffic(Duration.ofMillis(500));
        assertThat(cluster.connections()).hasSize(CLIENTS).allSatisfy(SimulatedAssertions::isFlowing);
    }

    @ParameterizedTest
    @MethodSource("paces")
    void shouldLoseNobodyForAMinuteWithJitterAndAFewLostFrames(final String keys) {
        start(keys);
        final long reports = cluster.node(1).counter("report-ok");
        cluster.wire().disturb(0.002, Duration.ofMillis(3).toNanos());

        for (int second = 1; second <= 60; second++) {
            final int passed = second;
            cluster.run(Duration.ofSeconds(1));
            assertThat(status().nodes()).allSatisfy(node -> assertThat(node.healthy())
                    .as("%s after %d s: %s", node.name(), passed, node.failures())
                    .isTrue());
        }
        assertThat(cluster.node(1).counter("report-ok")).isGreaterThan(reports + 100);
    }

    @Test
    void shouldAskANodeThatIsWellOnceInFiveSeconds() {
        start(DEFAULT);
        final int before = cluster.node(3).kernel().arpRequests();

        cluster.run(Duration.ofSeconds(60));

        assertThat(cluster.node(3).kernel().arpRequests() - before).isBetween(11, 13);
    }

    @Test
    void shouldSendNoNewClientToANodeThatReportsButStoppedAnsweringUntilItAnswersAgain() {
        start(DEFAULT);
        cluster.node(3).kernel().answersArp(false);

        cluster.run(Duration.ofSeconds(9));

        assertThat(n3().reportAgeMs()).isLessThan(1_100);
        assertThat(n3().failures()).singleElement().asString().startsWith("not answering ARP");
        assertThat(newClientsOfN3()).isZero();

        cluster.node(3).kernel().answersArp(true);
        cluster.run(Duration.ofSeconds(2));

        assertThat(n3().healthy()).isTrue();
    }

    @Test
    void shouldKeepANodeThatReportsWhenArpIsNotLookedAt() {
        start("arpProbeInterval: 0s");
        cluster.node(3).kernel().answersArp(false);

        cluster.run(Duration.ofSeconds(30));

        assertThat(n3().healthy()).isTrue();
        assertThat(newClientsOfN3()).isPositive();
    }

    @Test
    void shouldKeepANodeThatHasNeverAnsweredAndSaySo() {
        cluster.node(3).kernel().answersArp(false);
        cluster.settled().run(Duration.ofSeconds(10));

        assertThat(n3().healthy()).isTrue();
        assertThat(status().warnings())
                .anySatisfy(warning -> assertThat(warning).startsWith("n3 (10.51.0.3) has never answered ARP"));
        assertThat(newClientsOfN3()).isPositive();
    }

    @Test
    void shouldNotBelieveWhoClaimsANodesAddressAndNameBothMacAddresses() {
        start(DEFAULT);

        for (int second = 0; second < 10; second++) {
            cluster.wire()
                    .transmit(
                            cluster.client(0),
                            Frames.arp(ArpPacket.REQUEST, Frames.BROADCAST, STRANGER, ip(3), 0, ip(3)));
            cluster.run(Duration.ofSeconds(1));
        }

        assertThat(cluster.node(1).counter("node-claims-refused")).isEqualTo(10);
        assertThat(status().warnings()).anySatisfy(warning -> assertThat(warning)
                .startsWith("MAC 02:00:00:00:00:ee claims the address of node n3 (10.51.0.3), which reports from"
                        + " MAC 02:00:00:00:aa:03"));
        assertThat(n3().healthy()).isTrue();
        assertThat(n3().mac()).isEqualTo("02:00:00:00:aa:03");
        assertThat(newClientsOfN3()).isPositive();
        assertThat(cluster.connections()).hasSize(CLIENTS).noneMatch(connection -> connection.servedBy() == 0);
    }

    @Test
    void shouldNameAReportPaceThatDiffers() {
        start(DEFAULT, "reportInterval: 2s");

        assertThat(n3().mismatches()).containsExactly("report interval or missed reports differ");
        assertThat(n3().healthy()).isTrue();
    }
}
