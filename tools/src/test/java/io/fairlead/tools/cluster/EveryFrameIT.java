package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No frame goes past the stack, and none is lost between the kernel and it. */
@ExtendWith(ClusterExtension.class)
final class EveryFrameIT {
    private static final List<String> TAPS = List.of("flu-eth0", "eth0");
    private static final LongDownload DOWNLOAD = new LongDownload(10, 30_000_000, 2);

    private final Cluster cluster;

    EveryFrameIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldCarryEveryFrameOverTheTapsWhenPagesAndDownloadsAreFetched() {
        final Map<String, Long> droppedBefore = dropped();
        final Map<String, Long> dropsBefore = daemonDrops();
        final LabNode director = cluster.director();
        final long unreadBefore = tapFrames(director) - cluster.counter(director, "uplink-received");

        final List<CurlRun> downloads = cluster.lab().nodes().stream()
                .map(node -> cluster.clientServedBy(node).start(LabPlan.PROXY_PORT, DOWNLOAD))
                .toList();
        assertThat(Stream.generate(cluster::freshClient).limit(6).map(FreshClient::fetch))
                .allMatch(Fetch::ok);
        assertThat(downloads.stream().map(run -> run.await(Duration.ofSeconds(25))))
                .allMatch(Fetch::ok)
                .allMatch(fetch -> fetch.sha256().equals(DOWNLOAD.sha256()));

        assertThat(dropped()).isEqualTo(droppedBefore);
        assertThat(daemonDrops()).isEqualTo(dropsBefore);
        // What the kernel put into the TAP is what the daemon read; between reading two counters a report may arrive.
        assertThat(tapFrames(director) - cluster.counter(director, "uplink-received") - unreadBefore)
                .isBetween(-50L, 50L);
    }

    /** What the kernel dropped because a TAP's queue was full, by node and TAP. */
    private Map<String, Long> dropped() {
        final Map<String, Long> dropped = new LinkedHashMap<>();
        for (final LabNode node : cluster.lab().nodes()) {
            for (final String tap : TAPS) {
                dropped.put(
                        node.name() + " " + tap,
                        statistics(node, tap).path("tx").path("dropped").asLong());
            }
        }
        return dropped;
    }

    /** What the daemons dropped for lack of room; foreign unicast, which a bridge floods now and then, is no loss. */
    private Map<String, Long> daemonDrops() {
        final Map<String, Long> drops = new LinkedHashMap<>();
        for (final LabNode node : cluster.lab().nodes()) {
            cluster.counters(node).forEach((label, value) -> {
                if (label.startsWith("drop-") && !label.equals("drop-foreign-unicast")) {
                    drops.put(node.name() + " " + label, value);
                }
            });
        }
        return drops;
    }

    private static long tapFrames(final LabNode node) {
        return statistics(node, "flu-eth0").path("tx").path("packets").asLong();
    }

    private static JsonNode statistics(final LabNode node, final String link) {
        final String json = node.namespace()
                .ip("-j", "-s", "link", "show", "dev", link)
                .orThrow()
                .output();
        try {
            return new ObjectMapper().readTree(json).path(0).path("stats64");
        } catch (final JsonProcessingException e) {
            throw new LabException("`ip -j -s link` printed something else: " + json, e);
        }
    }
}
