package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Pings;
import io.fairlead.tools.status.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A configuration that is changed under a running download and pings: nobody notices but who is meant to. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class ReloadIT {
    private static final Duration EVERY = Duration.ofMillis(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final LongDownload DOWNLOAD = new LongDownload(43, 4_000_000, 12);
    private static final int NEW_PORT = 8081;
    private static final String NEW_REDIRECT = """
              - protocol: more
                originalPorts: [%d]
                proxyPort: %d
            """.formatted(NEW_PORT, LabPlan.PROXY_PORT);

    private final Cluster cluster;
    private final Map<LabNode, String> before = new HashMap<>();

    ReloadIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void remember() throws IOException {
        for (final LabNode node : cluster.lab().nodes()) {
            before.put(node, Files.readString(node.configuration()));
        }
    }

    @AfterEach
    void putBack() throws IOException {
        for (final LabNode node : cluster.lab().nodes()) {
            Files.writeString(node.configuration(), before.get(node));
            assertThat(node.command("reload").ok()).isTrue();
        }
    }

    @Test
    void shouldApplyWhatCanBeAppliedAndLoseNeitherPingNorDownload() {
        final LabNode n1 = cluster.director();
        final LabNode n2 = cluster.node("n2");
        final FreshClient client = cluster.clientServedBy(n2);
        final CurlRun download = client.start(LabPlan.PROXY_PORT, DOWNLOAD);
        Await.until("a part of the download", LIMIT, () -> download.bytesSoFar() > 0);
        final Pinger pinger = cluster.lab().client("c1").ping(LabPlan.VIRTUAL_IP, EVERY);

        takeOverANewRedirect(n1);
        nameWhatNeedsARestart(n1);
        keepTheOldOneWhenTheFileIsBroken(n1);
        followThePriority(n1, n2);

        final Pings pings = pinger.stop();
        final Fetch finished = download.await(LIMIT.multipliedBy(2));
        System.out.println("reloads: " + pings);
        assertThat(pings.lost()).isZero();
        assertThat(finished.servedBy()).isEqualTo("n2");
        assertThat(finished.sha256()).isEqualTo(DOWNLOAD.sha256());
    }

    private void takeOverANewRedirect(final LabNode n1) {
        Cluster.edit(n1, "(?m)^node:\n", "node:\n  weight: 50\n");
        Cluster.edit(n1, "(?m)^cluster:", NEW_REDIRECT + "cluster:");
        final Outcome outcome = n1.command("reload");
        assertThat(outcome.output())
                .contains("applied: node.weight (fairlead.yaml:2) 100 → 50")
                .containsPattern("applied: redirects\\[2] \\(fairlead.yaml:\\d+\\) added: \\{protocol: more, ")
                .doesNotContain("needs a restart");
        assertThat(outcome.exitCode()).isZero();
        assertThat(cluster.status(n1, n1).orElseThrow().weight()).isEqualTo(50);
        assertThat(new Commands(cluster.lab().plan()).configShow(n1).output())
                .containsPattern("weight: 50 +# fairlead.yaml:2");
        Await.until("the other nodes named", LIMIT, () -> !mismatches(n1).isEmpty());

        assertThat(mismatches(n1)).containsExactly("redirects differ");
        for (final LabNode node : cluster.others(n1)) {
            Cluster.edit(node, "(?m)^cluster:", NEW_REDIRECT + "cluster:");
            node.daemon().hangUp();
            Await.until("the reload of " + node.name(), LIMIT, () -> node.daemon()
                    .ownLogText()
                    .contains("applied: redirects[2]"));
        }
        Await.until("all alike", LIMIT, () -> mismatches(n1).isEmpty());
        for (int i = 0; i < 4; i++) {
            final Fetch fetch = cluster.freshClient().fetch(LabPlan.VIRTUAL_IP, NEW_PORT);
            assertThat(fetch.ok()).isTrue();
        }
    }

    private List<String> mismatches(final LabNode node) {
        return cluster.status(node).orElseThrow().nodes().stream()
                .map(NodeStatus::mismatches)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private void nameWhatNeedsARestart(final LabNode node) {
        Cluster.edit(node, "(?m)^cluster:", "engine: {threads: 2}\ncluster:");
        final Outcome outcome = node.command("reload");
        assertThat(outcome.output()).containsPattern("needs a restart: engine.threads \\(fairlead.yaml:\\d+\\) 1 → 2");
        assertThat(outcome.exitCode()).isZero();
    }

    private void keepTheOldOneWhenTheFileIsBroken(final LabNode node) {
        Cluster.edit(node, "weight: 50", "weight: 300");
        final Outcome outcome = node.command("reload");
        assertThat(outcome.output())
                .contains("fairlead.yaml:2: node.weight: 300 is above 255; use 0-255")
                .contains("the running configuration of n1 is kept");
        assertThat(outcome.exitCode()).isEqualTo(1);

        node.daemon().hangUp();
        Await.until(
                "the refusal in the log",
                LIMIT,
                () -> node.daemon()
                                .ownLogText()
                                .lines()
                                .filter(line -> line.contains("the running configuration is kept"))
                                .count()
                        == 2);
        assertThat(cluster.status(node, node).orElseThrow().weight()).isEqualTo(50);
        Cluster.edit(node, "weight: 300", "weight: 50");
    }

    private void followThePriority(final LabNode n1, final LabNode n2) {
        Cluster.edit(n1, "priority: 99", "priority: 70");
        assertThat(n1.command("reload").output()).containsPattern("applied: virtualRouters\\[0].priority .* 99 → 70");
        Await.until("n2 director alone", LIMIT, () -> cluster.lab().directors().equals(List.of(n2)));
        Cluster.edit(n1, "priority: 70", "priority: 99");
        n1.daemon().hangUp();
        Await.until("n1 director alone", LIMIT, () -> cluster.lab().directors().equals(List.of(n1)));
    }
}
