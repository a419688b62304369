package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Pings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Planned changes of the director: clients that ping the virtual IP and download through it notice nothing. */
@Tag("long")
@ExtendWith(ClusterExtension.class)
final class PlannedSwitchoverIT {
    private static final Duration EVERY = Duration.ofMillis(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Cluster cluster;

    PlannedSwitchoverIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void goBack() {
        cluster.lab().nodes().forEach(node -> node.command("maintenance", "off"));
        assertThat(cluster.node("n2").command("failover", "--back").ok()).isTrue();
    }

    @Test
    void shouldLoseNoPingWhenTheDirectorIsChangedToAndFro() {
        final Pinger pinger = cluster.lab().client("c1").ping(LabPlan.VIRTUAL_IP, EVERY);
        for (final String target : new String[] {"n2", "n3", "n1"}) {
            final Outcome outcome = cluster.director().command("failover", target);
            assertThat(outcome.output()).startsWith(target + " is director, after ");
            assertThat(outcome.ok()).isTrue();
            Await.until("the virtual IP at " + target + " alone", LIMIT, () -> cluster.lab().nodes().stream()
                    .allMatch(node -> node.holdsVirtualIp() == node.name().equals(target)));
        }
        final Pings pings = pinger.stop();
        System.out.println("three planned switchovers: " + pings);
        assertThat(pings.lost()).isZero();
    }

    @Test
    void shouldBeRelievedAndGetNoClientsWhenInMaintenance() {
        final LabNode old = cluster.director();
        final Pinger pinger = cluster.lab().client("c1").ping(LabPlan.VIRTUAL_IP, EVERY);

        final Outcome outcome = old.command("maintenance", "on");

        assertThat(outcome.output()).containsPattern("n2 is director, after .*\n.*n1 is in maintenance");
        assertThat(pinger.stop().lost()).isZero();
        assertThat(cluster.lab().directors()).containsExactly(cluster.node("n2"));
        assertThat(old.status().output()).contains("priority 0 (configured: 99)", "in maintenance");
        for (int i = 0; i < 4; i++) {
            assertThat(cluster.freshClient().fetch().servedBy()).isIn("n2", "n3");
        }

        old.daemon().kill9();
        old.daemon().restart();
        Await.until("the restarted node in maintenance", LIMIT, () -> old.status()
                .output()
                .contains("in maintenance"));
        assertThat(old.command("maintenance", "off").output()).contains("n1 is in service");
        cluster.settle();
    }

    @Test
    void shouldSayWhyWhenANodeCannotBeDirector() {
        final Outcome unknown = cluster.director().command("failover", "n7");
        assertThat(unknown.ok()).isFalse();
        assertThat(unknown.output()).contains("there is no node n7; known are n2, n3");
        assertThat(cluster.director().command("failover", "n1").output()).contains("n1 is director already");
    }
}
