package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the doctor finds in a cluster, and that it finds nothing in one that is well. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class DoctorIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FOUND = 1;

    private final Cluster cluster;
    private final LabNode stranger;
    private final String configuration;

    DoctorIT(final Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.stranger = cluster.node("n3");
        this.configuration = Files.readString(stranger.configuration());
    }

    @AfterEach
    void putBack() throws IOException {
        if (!configuration.equals(Files.readString(stranger.configuration()))) {
            Files.writeString(stranger.configuration(), configuration);
            if (stranger.daemon().isRunning()) {
                stranger.daemon().kill9();
            }
            stranger.daemon().restart();
        }
        cluster.settle();
    }

    @Test
    void shouldNameWhatIsWrongAndNothingElse() throws IOException {
        Await.until("a healthy cluster", LIMIT, () -> cluster.director()
                .command("doctor")
                .ok());

        cluster.node("n2").proxy().stop();
        Await.until("the director knowing it", LIMIT, () -> cluster.status(cluster.director(), cluster.node("n2"))
                .filter(node -> !node.healthy())
                .isPresent());
        assertThat(found(cluster.node("n2")))
                .containsPattern("FINDING +proxies +http:9090 connection refused: nothing listens on this port\n"
                        + " +remedy: start the proxy, or correct the redirect's proxyPort");
        assertThat(found(cluster.director()))
                .containsPattern("FINDING +nodes +n2: http:9090 connection refused: nothing listens on this port")
                .contains("remedy: run `fairlead doctor` on n2 (10.51.0.2)");
        cluster.node("n2").proxy().restart();

        restartWithAnotherKey();
        Await.until("the wrong key", LIMIT, () -> cluster.director()
                .command("doctor")
                .output()
                .contains("reports arrive that are signed with a wrong key (report-bad-hmac +"));

        stranger.daemon().kill9();
        assertThat(found(stranger))
                .containsPattern("FINDING +daemon +no daemon listens at .*; the last it told: ")
                .containsPattern("cannot tell +proxies ");
    }

    private static String found(final LabNode node) {
        final Outcome outcome = node.command("doctor");
        assertThat(outcome.exitCode()).isEqualTo(FOUND);
        return outcome.output();
    }

    private void restartWithAnotherKey() throws IOException {
        final Path key = stranger.configuration().resolveSibling("doctor.key");
        Files.writeString(key, "00112233445566778899aabbccddeeff".repeat(2) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Cluster.editKey(stranger, "keyFile: " + key);
        stranger.daemon().kill9();
        stranger.daemon().restart();
    }
}
