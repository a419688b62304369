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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports 80 and 8080 of the virtual IP, where no proxy listens, are redirected to the proxies' own port. */
@Tag("long")
@ExtendWith(ClusterExtension.class)
final class TranslationIT {
    private static final int HTTP_PORT = 80;
    private static final Duration FLOWING_LIMIT = Duration.ofSeconds(5);
    private static final LongDownload DOWNLOAD = new LongDownload(7, 6_000_000, 8);

    private final Cluster cluster;

    TranslationIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldServePagesOnEveryNodeWhenTheOriginalPortIsNotTheProxys() {
        for (final LabNode node : cluster.lab().nodes()) {
            final FreshClient client = cluster.clientServedBy(node);
            final long translated = cluster.counter(node, "translated");
            for (final int port : Cluster.TRANSLATED_PORTS) {
                final Fetch fetch = client.fetch(LabPlan.VIRTUAL_IP, port);

                assertThat(fetch.ok()).isTrue();
                assertThat(fetch.servedBy()).isEqualTo(node.name());
            }
            assertThat(cluster.counter(node, "translated")).isGreaterThan(translated);
        }
    }

    @Test
    void shouldFinishADownloadWhenTheScanningNodesDaemonIsKilledAndStartedAgain() {
        assertSurvives(cluster.node("n2"), cluster.node("n2"));
    }

    @Test
    void shouldFinishADownloadOfAnotherNodeWhenTheDirectorsDaemonIsKilledAndStartedAgain() {
        assertSurvives(cluster.node("n3"), cluster.director());
    }

    @Test
    void shouldFinishItsOwnDownloadWhenTheDirectorsDaemonIsKilledAndStartedAgain() {
        assertSurvives(cluster.director(), cluster.director());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flu-eth0", "eth0"})
    void shouldFinishADownloadWhenATapOfTheScanningNodeIsDeleted(final String tap) {
        final LabNode serving = cluster.node("n2");
        assertSurvives(serving, () -> serving.namespace().ip("link", "del", tap).orThrow());
        assertThat(cluster.counter(serving, "attachments-lost"))
                .isEqualTo(cluster.counter(serving, "attachments-renewed"));
        assertThat(serving.daemon().logText()).contains("eth0 is attached again");
    }

    private void assertSurvives(final LabNode serving, final LabNode killed) {
        assertSurvives(serving, () -> {
            killed.daemon().kill9();
            killed.daemon().restart();
        });
    }

    private void assertSurvives(final LabNode serving, final Runnable harm) {
        final FreshClient client = cluster.clientServedBy(serving);
        final CurlRun download = client.start(HTTP_PORT, DOWNLOAD);
        Await.until("the download flowing", FLOWING_LIMIT, () -> download.bytesSoFar() > 0);

        harm.run();

        final Fetch fetch = download.await(Duration.ofSeconds(DOWNLOAD.seconds() + 22L));
        assertThat(fetch.curlExitCode()).isZero();
        assertThat(fetch.servedBy()).isEqualTo(serving.name());
        assertThat(fetch.sha256()).isEqualTo(DOWNLOAD.sha256());
    }
}
