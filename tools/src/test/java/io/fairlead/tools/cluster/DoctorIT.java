package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds in a cluster, and that it finds nothing in one that is well. Each trouble is a real one, and the doctor sees its node as that sees itself. */
@ExtendWith(ClusterExtension.class)
@Tag("long")
final class DoctorIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FOUND = 1;
    private static final String ELSEWHERE = "10.52.0.3";

    private final Cluster cluster;
    private final LabNode director;
    private final LabNode stranger;
    private final Map<LabNode, String> configurations = new HashMap<>();

    @TempDir
    private Path folder = Path.of("");

    DoctorIT(final Cluster cluster) {
        this.cluster = cluster;
        this.director = cluster.director();
        this.stranger = cluster.node("n3");
    }

    @BeforeEach
    void remember() throws IOException {
        for (final LabNode node : List.of(director, stranger)) {
            configurations.put(node, Files.readString(node.configuration()));
        }
    }

    @AfterEach
    void putBack() throws IOException {
        final String before = configurations.get(stranger);
        final String now = Files.readString(stranger.configuration());
        final boolean wasElsewhere = now.contains(ELSEWHERE);
        if (!now.equals(before)) {
            Files.writeString(stranger.configuration(), before);
            if (stranger.daemon().isRunning()) {
                stranger.daemon().stop();
            }
            stranger.namespace().ip("link", "set", "eth0", "mtu", "1500");
            stranger.namespace().ip("addr", "del", ELSEWHERE + "/24", "dev", "eth0");
            stranger.daemon().restart();
            if (wasElsewhere) {
                // the others go on to know a dead node of that address as long as they run
                for (final LabNode node : cluster.others(stranger)) {
                    node.daemon().stop();
                    node.daemon().restart();
                }
            }
        }
        if (!Files.readString(director.configuration()).equals(configurations.get(director))) {
            Files.writeString(director.configuration(), configurations.get(director));
            assertThat(director.command("reload").ok()).isTrue();
        }
        cluster.settle();
    }

    @Test
    void shouldNameWhatIsWrongAndNothingElse() throws IOException {
        Await.until("a healthy cluster", LIMIT, () -> doctor(director).ok());

        final LabNode n2 = cluster.node("n2");
        n2.proxy().stop();
        Await.until("the director knowing it", LIMIT, () -> cluster.status(director, n2)
                .filter(node -> !node.healthy())
                .isPresent());
        assertThat(found(n2))
                .containsPattern("FINDING +proxies +http:9090 connection refused: nothing listens on this port\n"
                        + " +remedy: start the proxy, or correct the redirect's proxyPort");
        assertThat(found(director))
                .containsPattern("FINDING +nodes +n2: http:9090 connection refused: nothing listens on this port")
                .contains("remedy: run `fairlead doctor` on n2 (10.51.0.2)");
        final LabProcess bound =
                n2.start("bound", "socat", "TCP4-LISTEN:9090,reuseaddr,fork,bind=127.0.0.1", "EXEC:cat");
        awaitFound(
                n2,
                "FINDING +proxies +http:9090 connection refused: the proxy listens on 127.0.0.1 only\n"
                        + " +remedy: let the proxy listen on all addresses");
        bound.kill9Group();
        n2.proxy().restart();

        restartWithAnotherKey();
        awaitFound(
                director, "FINDING +reports +reports arrive that are signed with a wrong key \\(report-bad-hmac \\+");
        awaitFound(
                stranger,
                "FINDING +nodes +(no director is known|the director sees no other node): reports arrive that are signed with a"
                        + " wrong key\n +remedy: give all nodes the same cluster.keyFile");

        stranger.daemon().kill9();
        // as on a machine, or in a container, whose kernel lacks the two
        assertThat(found(
                        stranger,
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs none /dev/net; echo 2 > " + folder.resolve("disabled") + "; mount --bind "
                                + folder.resolve("disabled") + " /proc/sys/kernel/io_uring_disabled; exec \"$@\"",
                        "doctor"))
                .containsPattern("FINDING +daemon +no daemon listens at .*; the last it told: ")
                .containsPattern("FINDING +kernel +there is no /dev/net/tun.*\n +remedy: load the module tun")
                .containsPattern("io_uring is switched off: .*\n +remedy: allow io_uring")
                .containsPattern("cannot tell +proxies ");
    }

    @Test
    void shouldNameStrangersAndClientsThatAreInTheWay() {
        final Client one = cluster.lab().client("c1");
        final Client forger = cluster.lab().client("c3");
        final Client thief = cluster.lab().client("c4");
        final List<LabProcess> disturbers = new ArrayList<>();
        Cluster.edit(director, "(?m)^cluster:", "policy:\n  heavySources: {connections: 5}\ncluster:");
        assertThat(director.command("reload").ok()).isTrue();
        try {
            disturbers.add(one.start(
                    "many",
                    "sh",
                    "-c",
                    "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do socat -u TCP4:" + LabPlan.VIRTUAL_IP + ":"
                            + LabPlan.PROXY_PORT + " - & done; wait"));
            awaitFound(
                    director,
                    "FINDING +sources +10.51.0.11: 12 connections, \\d+% of all, .*\n +remedy: it is most likely a NAT");

            disturbers.add(new ForgedAdvertisement(
                            folder, forger.address(), LabPlan.VIRTUAL_ROUTER_ID, "10.51.0.111", Duration.ofSeconds(1))
                    .sendAgainAndAgain(forger));
            disturbers.add(cluster.lab()
                    .client("c2")
                    .start(
                            "large",
                            "sh",
                            "-c",
                            "while head -c 3000 /dev/zero | socat -u - UDP4-SENDTO:" + director.address() + ":"
                                    + LabPlan.PROXY_PORT + "; do sleep 0.2; done"));
            thief.addAddress(LabPlan.VIRTUAL_IP);
            disturbers.add(thief.start("thief", "arping", "-q", "-A", "-w", "60", "-I", "eth0", LabPlan.VIRTUAL_IP));
            awaitFound(
                    director,
                    "FINDING +vrid +\\(VI_51\\) 10.51.0.13 .* is no node of this cluster and uses VRID 51 too; .*\n"
                            + " +remedy: give one of the two groups another virtual router id",
                    "FINDING +addresses +\\(VI_51\\) .*claims the virtual IP 10.51.0.100",
                    "FINDING +sizes +\\d+ fragments to an address of the cluster in \\d+ s: .*\n +remedy: use the same MTU");
        } finally {
            thief.namespace().ip("addr", "del", LabPlan.VIRTUAL_IP + "/24", "dev", "eth0");
            disturbers.forEach(LabProcess::kill9Group);
        }
    }

    @Test
    void shouldNameADirectorWithoutRedirectsAndMulticastThatIsFiltered() {
        final LabNode n2 = cluster.node("n2");
        Cluster.edit(director, "(?ms)^redirects:.*?(?=^cluster:)", "");
        assertThat(director.command("reload").ok()).isTrue();
        cluster.lab().network().withholdVrrp(n2.name());
        try {
            awaitFound(
                    director,
                    "FINDING +redirects +no redirects: nothing is balanced.*\n +remedy: name the ports that clients use",
                    "FINDING +settings +n2: redirects differ\n +remedy: compare its configuration with that of n1");
            awaitFound(
                    n2,
                    "FINDING +multicast +\\(VI_51\\) n1 \\(10.51.0.1\\) says that it is director of VRID 51, but its advertisements do"
                            + " not arrive here: multicast to 224.0.0.18 is filtered");
        } finally {
            cluster.lab().network().withholdNothing(n2.name());
        }
    }

    @Test
    void shouldTellWhyANodeIsNotSeen() {
        cluster.lab().network().withholdReports(stranger.name());
        try {
            awaitFound(
                    stranger,
                    "FINDING +nodes +no director is known: advertisements of 10.51.0.1 for VRID 51 arrive, but no load reports: IP"
                            + " protocol 253 is blocked on the way, .*\n +remedy: let IP protocol 253 pass between the nodes");
            stranger.daemon().stop();
            stranger.daemon().restart();
            awaitFound(
                    director,
                    "FINDING +warnings +10.51.0.3 sends load reports, but answers no challenge of this node, .*\n"
                            + " +remedy: let it pass in both directions");
        } finally {
            cluster.lab().network().withholdNothing(stranger.name());
        }

        stranger.daemon().stop();
        Cluster.edit(stranger, "managementIp: .*", "managementIp: " + ELSEWHERE);
        stranger.namespace().ip("addr", "add", ELSEWHERE + "/24", "dev", "eth0").orThrow();
        stranger.namespace().ip("link", "set", "eth0", "mtu", "1400").orThrow();
        stranger.daemon().restart();
        awaitFound(
                director,
                "FINDING +nodes +n3 reports from 10.52.0.3, which is outside the subnet of this node, 10.51.0.0/24\n"
                        + " +remedy: let all nodes report from one subnet",
                "FINDING +sizes +n3 has an MTU of 1400, this node one of 1500");
    }

    private void awaitFound(final LabNode node, final String... patterns) {
        final String[] last = {""};
        try {
            Await.until("the findings of " + node.name(), LIMIT, () -> {
                last[0] = doctor(node).output();
                return List.of(patterns).stream()
                        .allMatch(pattern ->
                                Pattern.compile(pattern).matcher(last[0]).find());
            });
        } finally {
            assertThat(List.of(patterns))
                    .allSatisfy(pattern -> assertThat(last[0]).containsPattern(pattern));
        }
    }

    private String found(final LabNode node, final String... before) {
        final Outcome outcome = doctor(node, before);
        assertThat(outcome.exitCode()).isEqualTo(FOUND);
        return outcome.output();
    }

    /** On the node itself, for it looks at the machine too; {@code before} is what starts the command. */
    private Outcome doctor(final LabNode node, final String... before) {
        final LabPlan plan = cluster.lab().plan();
        final List<String> command = new ArrayList<>(List.of("env", "FAIRLEAD_NO_BUILD=1"));
        plan.environment().forEach((key, value) -> command.add(key + "=" + value));
        command.addAll(List.of(before));
        command.addAll(List.of(plan.launcher().script().toString(), "doctor", "--node", node.name()));
        return node.namespace().run(LIMIT, command.toArray(String[]::new));
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
