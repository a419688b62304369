package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@BesideOthers
final class LabIT {
    private static final String PREFIX = "fairlead-labit";

    private final Path directory;

    LabIT(@TempDir final Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldServePagesThroughEveryNodesOwnProxyWhenNoDaemonRuns() {
        try (Lab lab = Lab.open(plan())) {
            final Client client = lab.client("c1");
            for (final LabNode node : lab.nodes()) {
                final Fetch fetch = client.fetch(node.address(), lab.origin().pageUrl("a"));

                assertThat(fetch.ok()).isTrue();
                assertThat(fetch.servedBy()).isEqualTo(node.name());
                assertThat(client.banner(node.address())).isEqualTo(BannerService.banner(node.name()));
            }
        }
    }

    @Test
    void shouldDeliverTheDownloadItsChecksumStandsForWhenTheOriginSendsItSlowly() {
        try (Lab lab = Lab.open(plan())) {
            final LongDownload download = new LongDownload(7, 1_000_003, 1);
            final Client client = lab.client("c2");

            final Fetch fetch = client.start(
                            client.address(),
                            lab.node("n1").address(),
                            lab.origin().downloadUrl(download),
                            Duration.ofSeconds(10))
                    .await(Duration.ofSeconds(12));

            assertThat(fetch.ok()).isTrue();
            assertThat(fetch.bytes()).isEqualTo(download.totalBytes());
            assertThat(fetch.sha256()).isEqualTo(download.sha256());
            assertThat(fetch.duration()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
        }
    }

    @Test
    void shouldRefuseConnectionsWhenAProxyIsStoppedAndServeAgainWhenItIsRestarted() {
        try (Lab lab = Lab.open(plan())) {
            final LabNode node = lab.node("n2");
            final Client client = lab.client("c3");

            node.proxy().stop();
            assertThat(client.fetch(node.address(), lab.origin().pageUrl("a")).ok())
                    .isFalse();

            node.proxy().restart();
            assertThat(client.fetch(node.address(), lab.origin().pageUrl("a")).ok())
                    .isTrue();
        }
    }

    @Test
    void shouldMeasureNoLongGapWhenAnAddressAnswersAllTheTime() {
        try (Lab lab = Lab.open(plan());
                Prober prober = lab.client("c4").probe(lab.node("n3").address())) {
            Await.pause(Duration.ofMillis(500));

            assertThat(prober.longestPingGap()).isPositive().isLessThan(Duration.ofSeconds(2));
            assertThat(prober.longestConnectGap()).isPositive().isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void shouldLeaveNothingWhenClosed() {
        final LabPlan plan = plan();
        final List<ProcessId> processes;
        try (Lab lab = Lab.open(plan)) {
            processes = new ProcessLedger(plan.processes()).running();
            assertThat(Namespace.existing(PREFIX)).hasSize(1 + 1 + 3 + 4);
            assertThat(processes).hasSize(1 + 3 + 3);
            assertThat(lab.directors()).isEmpty();
        }

        assertThat(Namespace.existing(PREFIX)).isEmpty();
        assertThat(processes).noneMatch(ProcessId::isRunning);
        assertThat(plan.directory()).doesNotExist();
    }

    @Test
    void shouldRemoveWhatAKeptLabLeftWhenSwept() {
        final LabPlan plan = plan();
        final List<ProcessId> processes;
        try (Lab lab = Lab.open(plan)) {
            processes = new ProcessLedger(plan.processes()).running();
            lab.keep();
        }
        assertThat(processes).isNotEmpty().allMatch(ProcessId::isRunning);

        assertThat(LabSweep.sweep(plan)).isTrue();

        assertThat(Namespace.existing(PREFIX)).isEmpty();
        assertThat(processes).noneMatch(ProcessId::isRunning);
        assertThat(plan.directory()).doesNotExist();
        assertThat(LabSweep.sweep(plan)).isFalse();
    }

    private LabPlan plan() {
        return new LabPlan(PREFIX, directory.resolve("lab"), new Launcher(Path.of("unused")));
    }
}
