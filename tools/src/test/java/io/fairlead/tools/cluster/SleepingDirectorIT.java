package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A director that is halted for longer than its master-down interval, and goes on: it listens before it speaks. */
@Tag("long")
@ExtendWith(ClusterExtension.class)
final class SleepingDirectorIT {
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(6);
    private static final Duration WATCHED = Duration.ofMillis(1500);

    private final Cluster cluster;

    SleepingDirectorIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldListenBeforeItSpeaksWhenTheDirectorWakesUp() {
        final LabNode old = cluster.director();
        final LabNode successor = cluster.node("n2");
        final Client client = cluster.lab().client("c1");
        old.daemon().halt();
        try {
            Await.until("the backup's takeover", TAKEOVER_LIMIT, successor::holdsVirtualIp);
        } finally {
            old.daemon().goOn();
        }

        Await.until("the sleeper listening", TAKEOVER_LIMIT, () -> old.daemon()
                .ownLogText()
                .contains("listening before anything else"));
        // for so long it has to hear the new one before it may preempt
        final long endNs = System.nanoTime() + WATCHED.toNanos();
        while (System.nanoTime() - endNs < 0) {
            assertThat(cluster.lab().directors()).containsExactly(successor);
            assertThat(client.neighbourMac(LabPlan.VIRTUAL_IP)).isEqualTo("02:51:00:00:00:02");
        }
        assertThat(client.fetch(LabPlan.VIRTUAL_IP, cluster.lab().origin().pageUrl("woken"))
                        .ok())
                .isTrue();
        cluster.settle();
    }
}
