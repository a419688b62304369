package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A drained node finishes what it serves, and gets nothing new. */
@Tag("long")
@ExtendWith(ClusterExtension.class)
final class DrainIT {
    private static final LongDownload DOWNLOAD = new LongDownload(41, 2_000_000, 6);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int NEW_CLIENTS = 6;

    private final Cluster cluster;

    DrainIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void undrain() {
        cluster.director().command("undrain", "n2");
    }

    @Test
    void shouldFinishADownloadAndGetNoNewClientsWhenDrainedFromAnotherNode() {
        final LabNode drained = cluster.node("n2");
        final FreshClient bound = cluster.clientServedBy(drained);
        final CurlRun download = bound.start(LabPlan.PROXY_PORT, DOWNLOAD);
        Await.until("a part of the download", LIMIT, () -> download.bytesSoFar() > 0);

        final Outcome outcome = cluster.node("n3").command("drain", "n2");

        assertThat(outcome.output()).contains("n2 is drained");
        assertThat(outcome.ok()).isTrue();
        for (int i = 0; i < NEW_CLIENTS; i++) {
            assertThat(cluster.freshClient().fetch().servedBy()).isIn("n1", "n3");
        }
        assertThat(bound.fetch().servedBy())
                .as("the next connection of an old client")
                .isIn("n1", "n3");
        assertThat(cluster.director().status().output()).containsPattern("n2 .* drained ");

        final Fetch finished = download.await(LIMIT);
        assertThat(finished.servedBy()).isEqualTo("n2");
        assertThat(finished.sha256()).isEqualTo(DOWNLOAD.sha256());

        drained.daemon().kill9();
        drained.daemon().restart();
        cluster.settle();
        Await.until("the restarted daemon drained", LIMIT, () -> drained.status()
                .output()
                .contains("drained"));
        assertThat(cluster.node("n1").command("undrain", "n2").output()).contains("n2 is no longer drained");
        assertThat(cluster.clientServedBy(drained).fetch().ok()).isTrue();
    }
}
