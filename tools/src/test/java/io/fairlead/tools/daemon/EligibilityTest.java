package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.membership.LossReason;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.steering.SteeringTable.Readiness;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redirects: 0 at TCP 9090 and 80, 1 at TCP 2121, 2 at UDP 80, which nobody probes. */
final class EligibilityTest {

    @TempDir
    private Path folder = Path.of("");

    private NodeConfig config(final boolean perRedirect) throws Exception {
        final Path file = folder.resolve("n1.yaml");
        Files.writeString(file, """
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects:
                  - {protocol: http, originalPorts: [9090, 80], proxyPort: 9090}
                  - {protocol: ftp, originalPorts: [2121]}
                  - {protocol: quic, transport: udp, originalPorts: [80]}
                cluster: {nodes: [10.51.0.2]}
                health: {perRedirect: %s}
                """.formatted(perRedirect));
        return ConfigLoader.load(file).config();
    }

    private static Node node(final NodeState state, final boolean isDraining, final Integer... failing) {
        final List<RedirectHealth> health = Stream.of(9090, 80, 2121)
                .map(port -> new RedirectHealth(
                        port, List.of(failing).contains(port) ? HealthReason.REFUSED : HealthReason.OK))
                .toList();
        final Report report = new Report(
                "n2",
                Role.BACKUP,
                89,
                List.of(51),
                Load.NONE,
                failing.length == 0,
                health,
                true,
                isDraining,
                0,
                0,
                List.of(),
                Balancing.UNSAID,
                ReportPace.UNSAID);
        return new Node(2, 2, 2, state, LossReason.NONE, report, Set.of(), 0);
    }

    @Test
    void shouldTakeNothingByDefaultWhenOneProxyFails() throws Exception {
        final Eligibility eligibility = new Eligibility(config(false));

        assertThat(eligibility.isEligible(node(NodeState.ALIVE, false))).isTrue();
        assertThat(eligibility.isEligible(node(NodeState.ALIVE, false, 2121))).isFalse();
        assertThat(eligibility.refusedRedirects(
                        node(NodeState.ALIVE, false, 2121).report()))
                .isZero();
        assertThat(eligibility.words(node(NodeState.ALIVE, false, 2121))).isEqualTo("takes no new clients");
    }

    @Test
    void shouldRefuseTheFailingRedirectAloneWhenEachCountsOnItsOwn() throws Exception {
        final Eligibility eligibility = new Eligibility(config(true));

        assertThat(eligibility.isEligible(node(NodeState.ALIVE, false, 9090, 80)))
                .isTrue();
        assertThat(eligibility.refusedRedirects(
                        node(NodeState.ALIVE, false, 9090, 80).report()))
                .isEqualTo(0b001);
        assertThat(eligibility.refusedRedirects(
                        node(NodeState.ALIVE, false, 2121).report()))
                .isEqualTo(0b010);
        assertThat(eligibility.words(node(NodeState.ALIVE, false, 9090, 80)))
                .isEqualTo("takes new clients, but none at 80, 9090");
        assertThat(eligibility.words(node(NodeState.ALIVE, false))).isEqualTo("takes new clients");
    }

    @Test
    void shouldTakeNothingWhenTheNodeIsSilentOrDrained() throws Exception {
        final Eligibility eligibility = new Eligibility(config(true));

        assertThat(eligibility.isEligible(node(NodeState.SUSPECT, false))).isFalse();
        assertThat(eligibility.isEligible(node(NodeState.ALIVE, true))).isFalse();
    }

    @Test
    void shouldDrainANodeOfWhichNoProxyThatCountsHasFailed() throws Exception {
        final Report oneFails = node(NodeState.ALIVE, true, 2121).report();

        assertThat(new Eligibility(config(true)).readiness(true, oneFails)).isEqualTo(Readiness.DRAINING);
        assertThat(new Eligibility(config(true)).readiness(false, oneFails)).isEqualTo(Readiness.FAILED);
        assertThat(new Eligibility(config(false)).readiness(true, oneFails)).isEqualTo(Readiness.FAILED);
        assertThat(new Eligibility(config(false))
                        .readiness(true, node(NodeState.ALIVE, true).report()))
                .isEqualTo(Readiness.DRAINING);
    }
}
