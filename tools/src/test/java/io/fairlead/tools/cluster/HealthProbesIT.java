package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.status.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator is told when the proxies of n2 are in trouble of each kind, and that new clients do not meet it. */
@Tag("long")
final class HealthProbesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final int FEW = 3;
    private static final int MOST_CLIENTS = 24;
    private static final int FAILED = 1;
    private static final String LISTEN_HTTP = "TCP4-LISTEN:9090,reuseaddr,fork";
    private static final String REDIRECTS = """
            redirects:
              - {protocol: http, originalPorts: [9090]}
              - {protocol: ftp, originalPorts: [2121]}
            cluster:
              nodes: [10.51.0.1, 10.51.0.2]
              reportInterval: 100ms
            health:
              interval: 100ms
              timeout: 400ms
            """;

    /** The blank line that ends a request is a carriage return here. */
    private static final String HTTP_SERVER = """
            while read -r line; do case $line in ?) break ;; esac; done
            printf 'HTTP/1.0 200 OK\\r\\n\\r\\n%s\\n' "$1"
            """;

    private static final String FTP_SERVER = """
            printf '%s\\r\\n' "$*"
            read -r line
            """;

    private static final String HANGING_SERVER = """
            import socket, time
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(('', 9090))
            s.listen(3)
            time.sleep(600)
            """;

    private final Segment segment = new Segment(Cluster.plan("health_probes"));
    private final List<FairleadPeer> nodes = new ArrayList<>();
    private int clients;

    @TempDir
    private Path folder = Path.of("");

    private FairleadPeer director() {
        return nodes.get(0);
    }

    private FairleadPeer n2() {
        return nodes.get(1);
    }

    @Test
    void shouldNameTheTroubleAndKeepNewClientsAwayFromIt() throws IOException {
        try (segment) {
            segment.build();
            Files.writeString(folder.resolve("http.sh"), HTTP_SERVER);
            Files.writeString(folder.resolve("ftp.sh"), FTP_SERVER);
            Files.writeString(folder.resolve("hang.py"), HANGING_SERVER);
            segment.addStation("n1", 1);
            segment.addStation("n2", 2);
            segment.addStation("c1", 11);
            http("n1");
            ftp("n1", "220 ready");
            final LabProcess http = http("n2");
            final LabProcess ftp = ftp("n2", "220 ready");
            for (int i = 0; i < 2; i++) {
                nodes.add(segment.fairlead("n" + (i + 1), Cluster.quickRouter(i, true), REDIRECTS));
                nodes.get(i).start();
            }
            awaitN2("well", NodeStatus::healthy);

            shouldNameTheTroubleOfHttp(http);
            shouldNameAnFtpServerThatTakesNobody(ftp);

            shouldFindNothingWrong();
            assertThat(n2().logText()).contains("current state: ok");
            assertThat(servedUntilBothDid()).containsExactly("n1", "n2");
            shouldProbeWithoutADaemon();
        }
    }

    private void shouldFindNothingWrong() {
        final Outcome checked = n2().command("check", "-v");
        assertThat(checked.output())
                .startsWith("n2: ok, at ")
                .containsPattern("http +9090 +http +ok .* answers: HTTP/1.0 200 OK")
                .containsPattern("ftp +2121 +ftp +ok .* answers: 220 ready")
                .doesNotContain("what to do");
        assertThat(checked.exitCode()).isZero();
    }

    private void shouldNameTheTroubleOfHttp(final LabProcess good) {
        good.kill9Group();
        assertTrouble(
                "http:9090",
                "connection refused",
                "nothing listens on this port",
                "start the proxy, or correct the redirect's proxyPort");
        assertThat(served(FEW)).containsExactly("n1");

        LabProcess proxy = segment.start("n2", "http", "socat", LISTEN_HTTP + ",bind=127.0.0.1", "EXEC:cat");
        assertTrouble(
                "http:9090",
                "connection refused",
                "the proxy listens on 127.0.0.1 only",
                "let the proxy listen on all addresses (0.0.0.0), or on 10.51.0.2");

        proxy.kill9Group();
        proxy = segment.start("n2", "http", "socat", LISTEN_HTTP + ",freebind,bind=" + LabPlan.VIRTUAL_IP, "EXEC:cat");
        awaitN2("told to listen on more than the virtual IP", node -> node.failures()
                .contains("http:9090 connection refused: the proxy listens on 10.51.0.100 only"));

        proxy.kill9Group();
        proxy = segment.start("n2", "silent", "socat", LISTEN_HTTP, "EXEC:sleep 600");
        assertTrouble(
                "http:9090",
                "no answer",
                "the proxy accepts connections and says nothing",
                "restart the proxy if it hangs; raise health.timeout if it is slow");
        assertThat(served(FEW)).containsExactly("n1");

        proxy.kill9Group();
        proxy = segment.start(
                "n2", "hangs", "/usr/bin/python3", folder.resolve("hang.py").toString());
        awaitN2("known to hang", node -> node.failures()
                .contains("http:9090 no answer: the proxy does not accept the connections that wait for it"));
        assertCheck(
                "http:9090",
                "no answer",
                "the proxy does not accept connections, of which ",
                "restart the proxy: it hangs, or has reached its limit of connections");

        proxy.kill9Group();
        proxy = segment.start("n2", "ssh", "socat", LISTEN_HTTP, "SYSTEM:echo SSH-2.0-lab; read line");
        awaitN2("known to speak something else", node -> node.failures().contains("http:9090 wrong answer"));
        assertCheck(
                "http:9090",
                "wrong answer",
                "\"SSH-2.0-lab\\n\"",
                "correct the redirect's proxyPort; if it is right, the proxy does not speak HTTP");

        proxy.kill9Group();
        http("n2");
        awaitN2("well", NodeStatus::healthy);
    }

    /** All redirects count as a whole: no new clients of HTTP either. */
    private void shouldNameAnFtpServerThatTakesNobody(final LabProcess good) {
        good.kill9Group();
        final LabProcess server = ftp("n2", "421 Too many users");
        awaitN2("known to take nobody", node -> node.failures().contains("ftp:2121 error as answer"));
        assertCheck(
                "ftp:2121",
                "error as answer",
                "421 Too many users",
                "see in the server's log why it does not take connections");
        assertThat(served(FEW)).containsExactly("n1");

        server.kill9Group();
        final LabProcess silent =
                segment.start("n2", "ftp", "socat", "TCP4-LISTEN:2121,reuseaddr,fork", "EXEC:sleep 600");
        awaitN2("known to greet nobody", node -> node.failures()
                .contains("ftp:2121 no answer: the proxy accepts connections and says nothing"));

        silent.kill9Group();
        ftp("n2", "220 ready");
        awaitN2("well", NodeStatus::healthy);
    }

    private void shouldProbeWithoutADaemon() throws IOException {
        final Path file = Files.writeString(folder.resolve("c1.yaml"), """
                node: {name: c1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects: [{protocol: http, originalPorts: [9090]}]
                cluster: {nodes: [10.51.0.2]}
                """);
        final Outcome checked = segment.client("c1")
                .namespace()
                .run(
                        COMMAND_LIMIT,
                        "env",
                        "FAIRLEAD_NO_BUILD=1",
                        Launcher.find().script().toString(),
                        "check",
                        "--config",
                        file.toString());
        assertThat(checked.output())
                .startsWith("c1: FAILED, gets no new clients, at ")
                .containsPattern("http +9090 +http +FAILED +0s  connection refused: nothing listens on this port");
        assertThat(checked.exitCode()).isEqualTo(FAILED);
    }

    private void assertTrouble(final String proxy, final String headline, final String cause, final String remedy) {
        final String told = proxy + " " + headline + ": " + cause;
        awaitN2("known for: " + told, node -> node.failures().contains(told));
        assertCheck(proxy, headline, cause, remedy);
    }

    /** What is said on the node itself; the director knows already. */
    private void assertCheck(final String proxy, final String headline, final String cause, final String remedy) {
        final Outcome checked = n2().command("check", "-v");
        assertThat(checked.exitCode()).isEqualTo(FAILED);
        assertThat(checked.output())
                .startsWith("n2: FAILED, gets no new clients, at ")
                .containsPattern(proxy.replaceFirst("(\\w+):(\\d+)", "$1 +$2 +$1 +FAILED"))
                .contains(headline + ": " + cause, "\nwhat to do:\n  " + proxy + ": " + remedy);
        assertThat(n2().logText().lines()).anySatisfy(line -> assertThat(line)
                .contains("current state: failure: ")
                .containsPattern(proxy + " " + headline + " for \\d+ s: ")
                .contains(cause)
                .contains(" (" + remedy));
    }

    /** By what the director says of it, from which follows where clients go. */
    private void awaitN2(final String what, final Predicate<NodeStatus> condition) {
        try {
            Await.until("n2 " + what, LIMIT, () -> director()
                    .report()
                    .filter(report -> report.virtualRouters().get(0).virtualIpsHeld())
                    .map(report -> report.nodes().stream()
                            .anyMatch(node -> node.name().equals("n2")
                                    && node.healthy() == node.failures().isEmpty()
                                    && node.takesNewClients() == node.healthy()
                                    && condition.test(node)))
                    .orElse(false));
        } catch (final LabException e) {
            throw new LabException(
                    e.getMessage() + "\n" + director().command("status").output() + n2().logText(), e);
        }
    }

    private LabProcess http(final String node) {
        return segment.start(node, "http", "socat", LISTEN_HTTP, "EXEC:sh " + folder.resolve("http.sh") + " " + node);
    }

    private LabProcess ftp(final String node, final String greeting) {
        return segment.start(
                node,
                "ftp",
                "socat",
                "TCP4-LISTEN:2121,reuseaddr,fork",
                "EXEC:sh " + folder.resolve("ftp.sh") + " " + greeting);
    }

    /** The nodes that serve as many new clients. */
    private Set<String> served(final int count) {
        final Set<String> servers = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            servers.add(fetch());
        }
        return servers;
    }

    private Set<String> servedUntilBothDid() {
        final Set<String> servers = new TreeSet<>();
        for (int i = 0; i < MOST_CLIENTS && servers.size() < nodes.size(); i++) {
            servers.add(fetch());
        }
        return servers;
    }

    private String fetch() {
        final String source = LabPlan.spareAddress(clients++);
        segment.client("c1").addAddress(source);
        return segment.client("c1")
                .namespace()
                .run(
                        COMMAND_LIMIT,
                        "curl",
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "10",
                        "--interface",
                        source,
                        "http://" + LabPlan.VIRTUAL_IP + ":9090/")
                .orThrow()
                .output()
                .strip();
    }
}
