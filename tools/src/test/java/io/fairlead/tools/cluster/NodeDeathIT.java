package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Tshark;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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

    private static final int TAGGED_PORT = 5100;
    private static final int EXPECTED_SEQUENCE = 0x5EED_0001;

    /** Far longer than the test: only a reset can end it. */
    private static final LongDownload DOWNLOAD = new LongDownload(9, 6_000_000, 60);

    private final Cluster cluster;
    private final Path folder;

    NodeDeathIT(final Cluster cluster, @TempDir final Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    @Test
    void shouldResetADownloadOfADeadNodeAndServeItsClientElsewhere() {
        final LabNode dead = cluster.node("n2");
        final FreshClient client = cluster.clientServedBy(dead);
        final CurlRun download = client.start(LabPlan.PROXY_PORT, DOWNLOAD);
        Await.until("the download flowing", FLOWING_LIMIT, () -> download.bytesSoFar() > 0);
        final Capture capture = cluster.lab().capture(client.client());
        openTagged(client);

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
        Await.until(
                "a reset in the VLAN",
                FLOWING_LIMIT,
                () -> resets(
                                capture,
                                "vlan.id == %d && tcp.dstport == %d && tcp.seq_raw == %d"
                                        .formatted(TaggedSegment.VLAN_ID, TAGGED_PORT, EXPECTED_SEQUENCE))
                        == 1);
        capture.close();
        assertThat(resets(capture, "vlan")).isEqualTo(1);
        assertThat(resets(capture, "tcp.dstport == " + TAGGED_PORT)).isEqualTo(1);
        assertThat(resets(capture, "!vlan && tcp.dstport != " + TAGGED_PORT))
                .as("resets of the download")
                .isPositive();
    }

    /** The client's two segments of a handshake; more is not to be seen on the director. */
    private void openTagged(final FreshClient client) {
        TaggedSegment.send(folder, client.client(), client.address(), TAGGED_PORT, 1, 0, TcpSegment.SYN);
        TaggedSegment.send(
                folder, client.client(), client.address(), TAGGED_PORT, 2, EXPECTED_SEQUENCE, TcpSegment.ACK);
        final String connection = "tcp " + TAGGED_PORT + " to " + LabPlan.VIRTUAL_IP + " port " + LabPlan.PROXY_PORT
                + ": n2, established";
        Await.until("the connection in the VLAN known", FLOWING_LIMIT, () -> cluster.director()
                .command("explain", client.address())
                .output()
                .contains(connection));
    }

    private static int resets(final Capture capture, final String filter) {
        return new Tshark(capture.file()).count("tcp.flags.reset == 1 && " + filter);
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
