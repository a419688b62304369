package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Prober;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One node takes over its interface and gives it back, in order and after kill -9. */
final class AttachmentIT {
    private static final Duration START_LIMIT = Duration.ofSeconds(8);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(8);
    // A busy test machine is no benchmark: the second is printed, not asserted.
    private static final Duration ADOPTION_LIMIT = Duration.ofSeconds(4);
    private static final int SESSION_PORT = 2223;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Lab lab;

    @BeforeAll
    static void openLab() {
        lab = Lab.open(Cluster.plan("it-attach"));
        lab.generateKey();
    }

    @AfterAll
    static void closeLab() {
        lab.close();
    }

    @AfterEach
    void stopDaemons() {
        lab.nodes().stream().filter(LabNode::hasDaemon).forEach(node -> node.daemon()
                .stop());
    }

    @Test
    void shouldPutEverythingBackWhenStoppedInOrder() {
        final LabNode node = lab.node("n1");
        final NetworkState before = settled(node);

        start(node);
        assertThat(NetworkState.of(node.namespace())).isNotEqualTo(before);
        assertThat(node.namespace().ip("link", "show", "dev", "eth0").output()).contains(mac(before));
        node.daemon().stop();

        assertPutBack(node, before);
        assertThat(node.daemon().logText()).doesNotContain("ERROR").contains("the interface is the host's again");
    }

    @Test
    void shouldPutEverythingBackWhenDetachedAfterAKill() {
        final LabNode node = lab.node("n2");
        final NetworkState before = settled(node);
        start(node);

        node.daemon().kill9();
        assertThat(new Commands(lab.plan()).detach(node).orThrow().output()).isEmpty();

        assertPutBack(node, before);
        assertThat(pings(node)).isTrue();
    }

    @Test
    void shouldKeepTheHostsConnectionsWhenKilledAndStartedAgain() {
        final LabNode node = lab.node("n3");
        final NetworkState before = settled(node);
        start(node);
        final NetworkState attached = NetworkState.of(node.namespace());
        final Client client = lab.client("c1");
        final LongDownload download = new LongDownload(6, 4_000_000, 5);

        try (LabProcess server = node.start(
                        "session-server",
                        "socat",
                        "TCP4-LISTEN:" + SESSION_PORT + ",reuseaddr",
                        "SYSTEM:while sleep 0.1 && echo tick; do true; done");
                Prober prober = client.probe(node.address());
                LabProcess session =
                        client.start("session", "socat", "-u", "TCP4:" + node.address() + ":" + SESSION_PORT, "-")) {
            final CurlRun running = downloadOnNode(node, download);
            Await.until(
                    "a session and a download under way",
                    START_LIMIT,
                    () -> !session.logText().isEmpty() && running.bytesSoFar() > 0);

            node.daemon().kill9();
            final long restartedNs = System.nanoTime();
            node.daemon().restart();

            final int ticksBefore = session.logText().length();
            Await.until(
                    "the session going on", START_LIMIT, () -> session.logText().length() > ticksBefore);
            final Fetch fetch = running.await(Duration.ofSeconds(30));
            assertThat(fetch.sha256()).isEqualTo(download.sha256());
            assertThat(session.isRunning()).isTrue();
            assertThat(server.isRunning()).isTrue();
            final Duration adopted = prober.firstPingAnswerAfter(restartedNs);
            System.out.println(
                    "started again after kill -9: first ping answered " + adopted.toMillis() + " ms after exec");
            assertThat(adopted).isLessThan(ADOPTION_LIMIT);
            assertThat(node.daemon().logText()).contains("adopted the interface");
            assertThat(NetworkState.of(node.namespace()).stableLinks()).isEqualTo(attached.stableLinks());
        }
        node.daemon().stop();
        assertPutBack(node, before);
    }

    private static CurlRun downloadOnNode(final LabNode node, final LongDownload download) {
        return node.download(lab.origin().downloadUrl(download), Duration.ofSeconds(25));
    }

    private static void start(final LabNode node) {
        if (node.hasDaemon()) {
            node.daemon().restart();
        } else {
            lab.startDaemon(node);
        }
        Await.until(
                "the daemon of " + node.name() + " attached",
                START_LIMIT,
                () -> node.daemon().logText().contains("attached to the interface") && pings(node));
    }

    private static boolean pings(final LabNode node) {
        return lab.client("c2")
                .namespace()
                .run(Duration.ofSeconds(5), "socat", "-u", "TCP4:" + node.address() + ":2222,connect-timeout=1", "-")
                .ok();
    }

    private static String mac(final NetworkState state) {
        return state.links()
                .lines()
                .filter(line -> line.contains("\"address\": \"02:51:"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*\"(02:51:[0-9a-f:]+)\".*", "$1");
    }

    /** Some of it takes the kernel a while, such as the check of IPv6 addresses and the state of the link in routes. */
    private static void assertPutBack(final LabNode node, final NetworkState before) {
        final long startNs = System.nanoTime();
        NetworkState now = NetworkState.of(node.namespace());
        while (!now.equals(before) && System.nanoTime() - startNs < SETTLE_LIMIT.toNanos()) {
            Await.pause(Duration.ofMillis(100));
            now = NetworkState.of(node.namespace());
        }
        assertThat(now).isEqualTo(before);
    }

    /** The network once the kernel has finished what takes it a while, such as the check of IPv6 addresses. */
    private static NetworkState settled(final LabNode node) {
        Await.until(
                "IPv6 addresses settled",
                SETTLE_LIMIT,
                () -> node.namespace()
                                .ip("-6", "addr", "show", "dev", "eth0", "scope", "link")
                                .output()
                                .contains("fe80")
                        && !NetworkState.of(node.namespace()).isTentative());
        return NetworkState.of(node.namespace());
    }
}
