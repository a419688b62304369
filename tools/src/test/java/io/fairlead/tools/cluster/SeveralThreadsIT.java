package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes whose data paths run on two threads carry downloads of many clients through a translated port, each byte of which is compared; also when their daemons are killed, and started again
 * with another number of threads.
 */
@Tag("long")
@BesideOthers
final class SeveralThreadsIT {

    private static final int PORT = 7000;
    private static final int PROXY_PORT = 7001;
    private static final int CONNECTIONS = 200;
    private static final int SOURCES = 40;
    private static final int FEW_SOURCES = 8;
    private static final int BYTES_PER_SECOND = 4000;
    private static final int SECONDS = 45;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FOR_A_WHILE = Duration.ofSeconds(3);

    private final LabPlan plan = Cluster.plan("it-threads");
    private final Segment segment = new Segment(plan);

    private static String yaml(final int node, final int threads) {
        return """
                virtualRouters:
                  - id: 51
                    version: 3
                    priority: %d
                    advertisementInterval: 100ms
                    virtualIps: ["%s/%d"]
                redirects:
                  - protocol: streams
                    originalPorts: [%d]
                    proxyPort: %d
                cluster:
                  nodes: [10.51.0.1, 10.51.0.2]
                engine:
                  threads: %d
                """.formatted(99 - 10 * node, LabPlan.VIRTUAL_IP, LabPlan.PREFIX_LENGTH, PORT, PROXY_PORT, threads);
    }

    @Test
    void shouldBreakNoDownloadWhenDaemonsAreKilledAndStartedWithOtherNumbersOfThreads() {
        try (segment) {
            segment.build();
            segment.addStation("n1", 1);
            segment.addStation("n2", 2);
            segment.addStation("c1", 11);
            segment.serveStreams("n1", PROXY_PORT);
            segment.serveStreams("n2", PROXY_PORT);
            final Client client = segment.client("c1");
            final List<String> sources =
                    IntStream.range(0, SOURCES).mapToObj(LabPlan::spareAddress).toList();
            sources.forEach(client::addAddress);
            final FairleadPeer first = segment.fairlead("n1", yaml(0, 2));
            final FairleadPeer second = segment.fairlead("n2", yaml(1, 2));
            first.start();
            second.start();
            Await.until("n1 director", LIMIT, () -> first.isMaster() && second.isBackup());
            assertThat(first.command("status").output()).contains("data path: 2 threads, idle poll, on any CPU");

            try (Streams downloads = client.downloads(
                    LabPlan.VIRTUAL_IP, PORT, CONNECTIONS, SECONDS * BYTES_PER_SECOND, BYTES_PER_SECOND, sources)) {
                Await.until(
                        "all downloads begun", LIMIT, () -> downloads.progress().open() == CONNECTIONS);
                for (final FairleadPeer node : List.of(first, second)) {
                    Await.until(
                            "both threads of " + node.name() + " at work",
                            LIMIT,
                            () -> runNs(node, "data-path-0") > 1_000_000
                                    && runNs(node, "data-path-1") > 1_000_000
                                    && counter(node, "translated") > CONNECTIONS / 10);
                    assertThat(counter(node, "drop-wrong-queue")).isZero();
                }
                Await.until("n1 steering", LIMIT, () -> counter(first, "steered") > CONNECTIONS / 10);

                first.kill9();
                first.start();
                second.kill9();
                second.start();
                Await.until("both back", LIMIT, () -> isBack(first) && isBack(second));
                awaitLogged(first, "adopted the interface");
                Await.pause(FOR_A_WHILE);

                first.kill9();
                first.configure(yaml(0, 3));
                first.start();
                Await.until("n1 back", LIMIT, () -> isBack(first));
                awaitLogged(first, "the data path ran on 2 threads before and runs on 3 now: ");
                assertThat(first.logText()).doesNotContain("found no room");
                Await.pause(FOR_A_WHILE);

                second.kill9();
                second.configure(yaml(1, 1));
                second.start();
                Await.until("n2 back", LIMIT, () -> isBack(second));
                awaitLogged(second, "the data path ran on 2 threads before and runs on 1 now: ");

                final Streams.Progress end = downloads.await(LIMIT.plusSeconds(SECONDS));
                assertThat(end.broken())
                        .as(end.trouble() + "\n" + first.logText() + second.logText())
                        .isZero();
                assertThat(end.complete()).isEqualTo(CONNECTIONS);
            }
        }
    }

    @Test
    void shouldServeTheClientsOfAllThreadsAgainWhenATapWasDeleted() {
        try (segment) {
            segment.build();
            segment.addStation("n1", 1);
            segment.addStation("c1", 11);
            final Client client = segment.client("c1");
            final List<String> sources = IntStream.range(0, FEW_SOURCES)
                    .mapToObj(LabPlan::spareAddress)
                    .toList();
            sources.forEach(client::addAddress);
            final FairleadPeer node = segment.fairlead("n1", yaml(0, 2) + "  cpu: [0, 1]\n");
            node.start();
            Await.until("n1 director", LIMIT, node::isMaster);
            assertThat(cpusOf(node, "data-path-0")).isEqualTo("0");
            assertThat(cpusOf(node, "data-path-1")).isEqualTo("1");
            sources.forEach(source -> assertThat(pings(client, source)).isTrue());

            segment.client("n1")
                    .namespace()
                    .run(LIMIT, "ip", "link", "del", "flu-eth0")
                    .orThrow();

            Await.until("attached again", LIMIT, () -> node.logText().contains("eth0 is attached again"));
            Await.until(
                    "clients of both threads", LIMIT, () -> sources.stream().allMatch(source -> pings(client, source)));
        }
    }

    /** What is logged is in the file a little later than it is true. */
    private static void awaitLogged(final FairleadPeer node, final String text) {
        Await.until("the log to say: " + text, LIMIT, () -> node.logText().contains(text));
    }

    private static boolean pings(final Client client, final String source) {
        return client.namespace()
                .run(LIMIT, "ping", "-c", "1", "-W", "1", "-I", source, "10.51.0.1")
                .output()
                .contains("1 received");
    }

    private static String cpusOf(final FairleadPeer node, final String thread) {
        return threads(node, thread).stream()
                .flatMap(path -> read(path.resolve("status")).lines())
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> threads(final FairleadPeer node, final String name) {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(node.pid()), "task"))) {
            return all.filter(path -> read(path.resolve("comm")).strip().equals(name))
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBack(final FairleadPeer node) {
        return node.isMaster() || node.isBackup();
    }

    private long counter(final FairleadPeer node, final String label) {
        return Objects.requireNonNull(
                CountersFile.read(plan.runDirectory().resolve(node.name()).resolve("counters"))
                        .get(label));
    }

    /** Processor time of a thread, in nanoseconds. */
    private static long runNs(final FairleadPeer node, final String thread) {
        return threads(node, thread).stream()
                .mapToLong(
                        path -> Long.parseLong(read(path.resolve("schedstat")).split(" ", 2)[0]))
                .sum();
    }

    /** Empty when the thread has ended meanwhile. */
    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            return "";
        }
    }
}
