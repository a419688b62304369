package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start says, and leaves, on a machine where it cannot work. */
final class RefusedStartIT {
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;
    private static final List<String> AS_ROOT = List.of();
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Lab lab;

    private LabNode node;
    private NetworkState before;

    @BeforeAll
    static void openLab() {
        lab = Lab.open(Cluster.plan("it-refused"));
        lab.generateKey();
    }

    @AfterAll
    static void closeLab() {
        lab.close();
    }

    @BeforeEach
    void rememberNetwork() {
        node = lab.node("n1");
        Await.until("IPv6 addresses settled", Duration.ofSeconds(5), () -> !NetworkState.of(node.namespace())
                .isTentative());
        before = NetworkState.of(node.namespace());
    }

    @Test
    void shouldNameTheDeviceWhenDevNetTunIsMissing() {
        assertRefused(
                List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs none /dev/net && exec \"$@\"", "sh"),
                node.configuration(),
                FAILED,
                "/dev/net/tun",
                "modprobe tun");
    }

    @Test
    void shouldAskForRootWhenTheUserMayNotEvenWriteTheStateFolder() throws IOException {
        // The key is root's alone; the configuration of a curious user would have none.
        assertRefused(
                AS_NOBODY, write("nobody", "keyFile: .*", "nodes: [10.51.0.1, 10.51.0.2]"), FAILED, "run as root");
    }

    @Test
    void shouldAskForTheCapabilityWhenRootHasNone() {
        assertRefused(
                List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
                node.configuration(),
                FAILED,
                "run as root (CAP_NET_ADMIN)");
    }

    @Test
    void shouldNameTheInterfaceWhenItDoesNotExist() throws IOException {
        assertRefused(
                AS_ROOT,
                write("interface", "interface: eth0", "interface: eth7"),
                FAILED,
                "there is no interface eth7",
                "node.interface");
    }

    @Test
    void shouldNameTheVirtualIpWhenItIsInNoSubnetOfTheInterface() throws IOException {
        assertRefused(
                AS_ROOT,
                write("subnet", "10.51.0.100/24", "10.99.0.100/24"),
                WRONG_CONFIGURATION,
                "virtualIps[0]: 10.99.0.100 is outside every subnet of eth0 [10.51.0.1/24]");
    }

    @Test
    void shouldNameTheCpuWhenTheMachineDoesNotHaveIt() throws IOException {
        assertRefused(
                AS_ROOT,
                write("cpu", "\\z", "engine:\n  cpu: 1023\n"),
                WRONG_CONFIGURATION,
                "cpu.yaml:",
                "engine.cpu: this machine has no CPU 1023; use some of [0");
    }

    @Test
    void shouldNameTheFileSystemWhenItHasNoRoomForTheTables() {
        final String runDirectory = lab.plan().runDirectory().toString();
        assertRefused(
                List.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mkdir -p " + runDirectory + " && mount -t tmpfs -o size=20m none " + runDirectory
                                + " && exec \"$@\"",
                        "sh"),
                node.configuration(),
                FAILED,
                "reserve",
                "ENOSPC",
                "make room there: `df " + runDirectory);
    }

    private Path write(final String name, final String pattern, final String replacement) throws IOException {
        return Files.writeString(
                node.configuration().resolveSibling(name + ".yaml"),
                Files.readString(node.configuration()).replaceAll(pattern, replacement));
    }

    private void assertRefused(
            final List<String> by, final Path configuration, final int exitCode, final String... reasons) {
        final Outcome outcome = new Commands(lab.plan()).run(node, by, configuration);

        assertThat(outcome.output().lines()).singleElement().asString().contains(reasons);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(NetworkState.of(node.namespace())).isEqualTo(before);
    }
}
