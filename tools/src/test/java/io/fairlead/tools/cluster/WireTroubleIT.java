package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabPlan;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trouble that is made on purpose, and what the administrator reads. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class WireTroubleIT {
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(20);

    private final Cluster cluster;

    WireTroubleIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldNameTheMacAddressWhenAnotherMachineHasTheVirtualIp() {
        final Client thief = cluster.lab().client("c4");
        thief.addAddress(LabPlan.VIRTUAL_IP);
        try {
            Await.until("the duplicate named", NOTICE_LIMIT, () -> {
                thief.namespace()
                        .run(Duration.ofSeconds(3), "arping", "-A", "-c", "1", "-I", "eth0", LabPlan.VIRTUAL_IP);
                return cluster.director().status().output().contains("claims the virtual IP " + LabPlan.VIRTUAL_IP);
            });
            final String status = cluster.director().status().output();
            assertThat(status).contains("warnings:", "Remedy: ");
            assertThat(cluster.director().daemon().ownLogText()).contains("WARN  watch    (VI_51)");
        } finally {
            thief.namespace().ip("addr", "del", LabPlan.VIRTUAL_IP + "/24", "dev", "eth0");
        }
    }
}
