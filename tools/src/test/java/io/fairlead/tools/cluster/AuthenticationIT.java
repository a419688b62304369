package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Pings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Advertisements that carry a code made with a key. */
@Tag("long")
final class AuthenticationIT {
    private static final int VRID = 51;
    private static final String VIRTUAL_IP = "10.51.0.100";
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 300ms
                startupDelay: 0s
                priority: %d
                virtualIps: [10.51.0.100/24]
                authentication: {type: hmac, keys: {1: %s}, mode: %s}
            """ + Pair.CLUSTER;

    private final Path folder;
    private final Path key;
    private final Path otherKey;

    AuthenticationIT(@TempDir final Path folder) {
        this.folder = folder;
        key = write("key", "01234567890123456789012345678901");
        otherKey = write("other-key", "98765432109876543210987654321098");
    }

    private Path write(final String name, final String text) {
        try {
            final Path file = Files.writeString(folder.resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldStayDirectorAndNameTheAttackerOnceWhenSomebodyWithoutTheKeyAdvertises255() {
        try (Pair pair = Pair.open("hmac")) {
            configure(pair.a(), 200, key, "enforce");
            configure(pair.b(), 100, key, "enforce");
            pair.start(VRID);

            final Client attacker = pair.client(Pair.CLIENT_OF_B);
            final ForgedAdvertisement own =
                    new ForgedAdvertisement(folder, attacker.address(), VRID, VIRTUAL_IP, INTERVAL);
            final ForgedAdvertisement spoofed =
                    new ForgedAdvertisement(folder, pair.b().address(), VRID, VIRTUAL_IP, INTERVAL);
            final String stranger =
                    "10.51.0.12 (MAC 02:51:00:00:00:66) with priority 255 is no node of this cluster and uses"
                            + " VRID 51 too; it sends advertisements that are refused here: authentication trailer missing. Remedy: ";
            final String thief =
                    "MAC 02:51:00:00:00:66 sends advertisements of VRID 51 from this node's own address 10.51.0.2."
                            + " Remedy: ";
            pair.await("the attacker named", () -> {
                own.send(attacker);
                spoofed.send(attacker);
                return isNamed(pair, pair.a(), stranger) && isNamed(pair, pair.b(), thief);
            });

            assertThat(pair.a().logText()).containsOnlyOnce(stranger).containsOnlyOnce("Entering MASTER STATE");
            assertThat(pair.b().logText()).containsOnlyOnce(thief).doesNotContain("Entering MASTER STATE");
            assertThat(pair.isIn("MASTER", pair.a(), VRID)).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldRefuseAndNameTheBetterNodeWhenItsKeyIsAnotherOne() {
        assertRefused("hmac-key", otherKey, "enforce", "authentication trailer wrong");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldRefuseAndNameTheBetterNodeWhenItOnlyReceivesTrailers() {
        assertRefused("hmac-mode", key, "receive-only", "authentication trailer missing");
    }

    private void assertRefused(final String name, final Path keyOfB, final String modeOfB, final String reason) {
        try (Pair pair = Pair.open(name)) {
            configure(pair.a(), 100, key, "enforce");
            configure(pair.b(), 200, keyOfB, modeOfB);
            pair.a().start();
            pair.awaitState("MASTER", pair.a(), VRID);
            pair.b().start();
            pair.awaitState("MASTER", pair.b(), VRID);
            final String cause = "b (10.51.0.2) sends advertisements that are refused here: " + reason
                    + ". Remedy: configure the same authentication on all nodes of VRID 51";
            pair.await("b's authentication named", () -> isNamed(pair, pair.a(), cause));

            assertThat(pair.a().command("status").output()).contains(cause);
            assertThat(pair.a().logText()).containsOnlyOnce(cause).doesNotContain("Received higher prio advert");
            assertThat(pair.isIn("MASTER", pair.a(), VRID)).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldLoseNoPingWhenAClusterGoesFromReceivingToEnforcing() {
        try (Pair pair = Pair.open("hmac-steps")) {
            configure(pair.a(), 200, key, "receive-only");
            configure(pair.b(), 100, key, "receive-only");
            pair.start(VRID);
            final Pings pings;
            try (Pinger pinger = pair.client(Pair.CLIENT_OF_A).ping(VIRTUAL_IP, Duration.ofMillis(10))) {
                for (final String mode : List.of("permissive", "enforce")) {
                    restart(pair, pair.b(), 100, mode);
                    pair.a().command("failover", Pair.B).orThrow();
                    pair.awaitDirector(pair.b(), VRID);
                    restart(pair, pair.a(), 200, mode);
                    pair.b().command("failover", Pair.A).orThrow();
                    pair.awaitDirector(pair.a(), VRID);
                }
                pings = pinger.stop();
            }
            System.out.println("from receive-only to enforce: " + pings);
            assertThat(pings.lost()).isZero();
            assertThat(pair.logs()).doesNotContain("refused here");
            assertThat(pair.b().logText()).doesNotContain("Receive advertisement timeout");
        }
    }

    /** Changes the mode of the node that is not director. */
    private void restart(final Pair pair, final FairleadPeer node, final int priority, final String mode) {
        node.stop();
        configure(node, priority, key, mode);
        node.start();
        pair.awaitState("BACKUP", node, VRID);
    }

    private static void configure(final FairleadPeer node, final int priority, final Path keyFile, final String mode) {
        node.configure(CONFIGURATION.formatted(priority, keyFile, mode));
    }

    private static boolean isNamed(final Pair pair, final FairleadPeer node, final String trouble) {
        // lines are written behind the back of whoever logs them
        return pair.warnings(node).stream().anyMatch(warning -> warning.contains(trouble))
                && node.logText().contains(trouble);
    }
}
