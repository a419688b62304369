package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Streams;
import io.fairlead.tools.lab.VrrpPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A thousand downloads are under way while the daemon of whoever is director is killed, over and over: none breaks, and every byte is right. */
@Tag("long")
@Isolated("it keeps both cores of a small machine busy")
@BesideOthers
final class ManyDownloadsIT {

    private static final int PORT = 7000;
    private static final int CONNECTIONS = 1000;
    private static final int BYTES_PER_SECOND = 1000;
    private static final int SOURCES = 50;
    private static final Duration DURATION = Duration.ofSeconds(60);
    private static final Duration BETWEEN_DEATHS = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String YAML = """
            redirects:
              - protocol: streams
                originalPorts: [%d]
            cluster:
              nodes: [10.51.0.1, 10.51.0.2, 10.51.0.3]
            """.formatted(PORT);

    private final Segment segment = new Segment(Cluster.plan("many"));

    private VrrpPeer node(final String name) {
        return segment.fairlead(
                name,
                // without preemption, so that another one is director after each death
                Cluster.quickRouter(NODES.indexOf(name), false),
                YAML);
    }

    @Test
    void shouldBreakNoDownloadWhenDirectorsAreKilledInTurn() {
        try (segment) {
            segment.build();
            for (int i = 0; i < NODES.size(); i++) {
                segment.addStation(NODES.get(i), i + 1);
                segment.serveStreams(NODES.get(i), PORT);
            }
            segment.addStation("c1", 11);
            final Client client = segment.client("c1");
            final List<String> sources =
                    IntStream.range(0, SOURCES).mapToObj(LabPlan::spareAddress).toList();
            sources.forEach(client::addAddress);
            final List<VrrpPeer> nodes = NODES.stream().map(this::node).toList();
            nodes.forEach(VrrpPeer::start);
            Await.until(
                    "n1 director of two backups",
                    LIMIT,
                    () -> nodes.get(0).isMaster() && nodes.stream().skip(1).allMatch(VrrpPeer::isBackup));

            try (Streams downloads = client.downloads(
                    LabPlan.VIRTUAL_IP,
                    PORT,
                    CONNECTIONS,
                    (int) DURATION.toSeconds() * BYTES_PER_SECOND,
                    BYTES_PER_SECOND,
                    sources)) {
                Await.until(
                        "all downloads begun", LIMIT, () -> downloads.progress().open() == CONNECTIONS);

                final List<String> killed = new ArrayList<>();
                while (downloads.progress().complete() == 0
                        && downloads.progress().broken() == 0) {
                    final VrrpPeer director = directors(nodes).findFirst().orElseThrow();
                    director.kill9();
                    director.start();
                    killed.add(director.name());
                    Await.pause(BETWEEN_DEATHS);
                    Await.until(
                            "a director again", LIMIT, () -> directors(nodes).count() == 1);
                }

                final Streams.Progress end = downloads.await(LIMIT.plus(DURATION));
                System.out.println("killed " + killed + ": " + end);
                assertThat(killed).hasSizeGreaterThan(5);
                assertThat(end.broken()).as(end.trouble()).isZero();
                assertThat(end.complete()).isEqualTo(CONNECTIONS);
            }
        }
    }

    private static Stream<VrrpPeer> directors(final List<VrrpPeer> nodes) {
        return nodes.stream().filter(VrrpPeer::isMaster);
    }
}
