package io.fairlead.lb.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.ConfigurationDigest.Mismatch;
import io.fairlead.netstack.wire.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConfigurationDigestTest {

    private static ConfigurationDigest routers() {
        return new ConfigurationDigest().virtualIp(51, "10.51.0.100/24").virtualIp(51, "10.51.0.101/24");
    }

    @Test
    void shouldNotDependOnOrder() {
        final long other = new ConfigurationDigest()
                .redirect("http", 9090, 9090)
                .virtualIp(51, "10.51.0.101/24")
                .virtualIp(51, "10.51.0.100/24")
                .value();
        assertThat(routers().redirect("http", 9090, 9090).value()).isEqualTo(other);
    }

    @Test
    void shouldNameWhatDiffers() {
        final long ours = routers().redirect("http", 9090, 9090).value();
        final long otherRedirects = routers().redirect("http", 9090, 3128).value();
        final long otherRouters = new ConfigurationDigest()
                .virtualIp(52, "10.51.0.100/24")
                .redirect("http", 9090, 9090)
                .value();
        final long nothing = new ConfigurationDigest().value();
        assertThat(compare(ours, ours)).isEmpty();
        assertThat(compare(ours, otherRedirects)).containsExactly(Mismatch.REDIRECTS);
        assertThat(compare(ours, otherRouters)).containsExactly(Mismatch.VIRTUAL_ROUTERS);
        assertThat(compare(ours, nothing)).containsExactly(Mismatch.VIRTUAL_ROUTERS, Mismatch.REDIRECTS);
    }

    @Test
    void shouldNameAPolicyThatDiffersButNotOneThatIsUnknown() {
        final Report ours = report(1, new Balancing(100, ConfigurationDigest.ofPolicy("sourceHash")));
        final Report sameButForWeight = report(1, new Balancing(50, ConfigurationDigest.ofPolicy("sourceHash")));
        final Report other = report(1, new Balancing(100, ConfigurationDigest.ofPolicy("leastConnections")));
        assertThat(ConfigurationDigest.compare(ours, sameButForWeight)).isEmpty();
        assertThat(ConfigurationDigest.compare(ours, other)).containsExactly(Mismatch.POLICY);
        assertThat(ConfigurationDigest.compare(ours, report(1, Balancing.UNSAID)))
                .isEmpty();
    }

    @Test
    void shouldNameAPaceThatDiffersIfBothSayOne() {
        final Report ours = Samples.withPace(new ReportPace(1000, 3));
        assertThat(ConfigurationDigest.compare(ours, Samples.withPace(new ReportPace(1000, 3))))
                .isEmpty();
        assertThat(ConfigurationDigest.compare(ours, Samples.withPace(new ReportPace(1000, 4))))
                .containsExactly(Mismatch.REPORT_PACE);
        assertThat(ConfigurationDigest.compare(ours, Samples.withPace(new ReportPace(500, 3))))
                .containsExactly(Mismatch.REPORT_PACE);
        assertThat(ConfigurationDigest.compare(ours, Samples.withPace(ReportPace.UNSAID)))
                .isEmpty();
    }

    private static Set<Mismatch> compare(final long ours, final long theirs) {
        return ConfigurationDigest.compare(report(ours, Balancing.UNSAID), report(theirs, Balancing.UNSAID));
    }

    private static Report report(final long digest, final Balancing balancing) {
        return new Report(
                "n1",
                Role.BACKUP,
                1,
                List.of(),
                Load.NONE,
                true,
                List.of(),
                true,
                false,
                digest,
                0,
                List.of(),
                balancing,
                ReportPace.UNSAID);
    }

    @Test
    void shouldTellClustersApart() {
        assertThat(ClusterId.of(51, "")).isNotEqualTo(ClusterId.of(52, "")).isNotEqualTo(ClusterId.of(51, "a"));
    }

    @Test
    void shouldRefuseValuesThatDoNotFitTheWire() {
        final List<IpAddress> manyClients = Collections.nCopies(321, Samples.CLIENT);
        final List<Assignment> manyAssignments = Collections.nCopies(161, new Assignment(Samples.CLIENT, 2));
        assertThatThrownBy(() -> new OwnerAnswer(1, 0, true, manyClients)).hasMessageContaining("321");
        assertThatThrownBy(() -> new StickyDelta(1, 0, manyAssignments)).hasMessageContaining("161");
        assertThatThrownBy(() -> new StickySnapshot(1, 0, 0, true, manyAssignments))
                .hasMessageContaining("161");
        assertThatThrownBy(() -> report("no spaces", 1)).hasMessageContaining("no spaces");
        assertThatThrownBy(() -> report("n1", 256)).hasMessageContaining("256");
        assertThatThrownBy(() -> new Balancing(256, 0)).hasMessageContaining("256");
        assertThatThrownBy(() -> Samples.withManagementIp6(IpAddress.parse("fe80::1")))
                .hasMessageContaining("fe80::1");
        assertThatThrownBy(() -> Samples.withManagementIp6(Samples.CLIENT)).hasMessageContaining("10.51.0.201");
        assertThatThrownBy(() -> new ReportPace(19, 3)).hasMessageContaining("19");
        assertThatThrownBy(() -> new ReportPace(20, 0)).hasMessageContaining("0 reports");
        assertThatThrownBy(() -> Authenticator.keyed(new byte[15])).hasMessageContaining("15 bytes");
    }

    private static Report report(final String name, final int priority) {
        return new Report(
                name,
                Role.BACKUP,
                priority,
                List.of(),
                Load.NONE,
                true,
                List.of(),
                true,
                false,
                0,
                0,
                List.of(),
                Balancing.UNSAID,
                ReportPace.UNSAID);
    }
}
