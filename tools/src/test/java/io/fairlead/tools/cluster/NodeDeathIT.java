package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scanning node dies for good: its clients are told, and connect elsewhere. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class NodeDeathIT {

    private static final Duration FLOWING_LIMIT = Duration.ofSeconds(5);

    /** The default of {@code deadAfter} is 10 s; before it nobody is reset, for the node may come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final Duration TOLD_LIMIT = Duration.ofSeconds(15);
    /** The director tells of a connection half a second after it began. */
    private static final Duration TOLD_TO_OTHERS = Duration.ofSeconds(1);

    private static final int CURL_RECEIVE_FAILED = 56;

    /** Far longer than the test: only a reset can end it. */
    private static final LongDownload DOWNLOAD = new LongDownload(9, 6_000_000, 60);

    private final Cluster cluster;

    NodeDeathIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldResetADownloadOfADeadNodeAndServeItsClientElsewhere() {
        final LabNode dead = cluster.node("n2");
        final FreshClient client = cluster.clientServedBy(dead);
        final CurlRun download = client.start(LabPlan.PROXY_PORT, DOWNLOAD);
        Await.until("the download flowing", FLOWING_LIMIT, () -> download.bytesSoFar() > 0);

        final long killedNs = System.nanoTime();
        dead.daemon().kill9();

        Await.until("new connections going elsewhere", PATIENCE, () -> {
            final Fetch fetch = client.fetch();
            return fetch.ok() && !fetch.servedBy().equals(dead.name());
        });
        final Duration told = Await.until("the client told", TOLD_LIMIT, () -> !download.isRunning());
        final Duration afterDeath = Duration.ofNanos(System.nanoTime() - killedNs);
        System.out.println("a client was reset " + afterDeath.toMillis() + " ms after its node had died, and "
                + told.toMillis() + " ms after others were served elsewhere");

        assertThat(download.await(Duration.ofSeconds(1)).curlExitCode()).isEqualTo(CURL_RECEIVE_FAILED);
        assertThat(afterDeath).isBetween(PATIENCE, PATIENCE.plus(Duration.ofSeconds(6)));
        assertThat(cluster.counter(cluster.director(), "resets")).isPositive();
    }

    @Test
    void shouldResetAClientThatOnlyReceivesWhenTheDirectorThatServedItIsDead() {
        final LabNode dead = cluster.director();
        final FreshClient client = cluster.clientServedBy(dead);
        final CurlRun download = client.start(LabPlan.PROXY_PORT, DOWNLOAD);
        Await.until("the download flowing", FLOWING_LIMIT, () -> download.bytesSoFar() > 0);
        Await.pause(TOLD_TO_OTHERS);

        final long killedNs = System.nanoTime();
        dead.daemon().kill9();

        Await.until("the client told", TOLD_LIMIT, () -> !download.isRunning());
        final Duration afterDeath = Duration.ofNanos(System.nanoTime() - killedNs);
        System.out.println("a client of the director was reset " + afterDeath.toMillis() + " ms after it had died");

        assertThat(download.await(Duration.ofSeconds(1)).curlExitCode()).isEqualTo(CURL_RECEIVE_FAILED);
        assertThat(afterDeath).isBetween(PATIENCE, PATIENCE.plus(Duration.ofSeconds(3)));
        assertThat(cluster.counter(cluster.node("n2"), "probes")).isPositive();
    }
}
