package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Namespace;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody takes away what a running director stands on: another node takes over, and the director is back by itself, with its host's addresses and routes. */
@Tag("long")
@TestMethodOrder(MethodOrderer.MethodName.class)
final class LostInterfaceIT {
    private static final int VRID = 51;
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %d
                virtualIps: [10.51.0.100/24]
            """;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Pair pair;

    private long lostBefore;
    private long mendedBefore;

    /** What can be deleted while the interface itself stays. */
    enum Part {
        UPLINK_TAP("flu-eth0", "the uplink TAP was deleted"),
        HOST_TAP("eth0", "the host TAP, which bears its name, was deleted");

        private final String device;
        private final String line;

        Part(final String device, final String line) {
            this.device = device;
            this.line = line;
        }
    }

    @BeforeAll
    static void start() {
        pair = Pair.open("lost");
        node().ip("route", "add", "198.51.100.0/24", "via", "10.51.0.11").orThrow();
        pair.a().configure(CONFIGURATION.formatted(200) + Pair.CLUSTER);
        pair.b().configure(CONFIGURATION.formatted(100) + Pair.CLUSTER);
        pair.a().start();
        pair.b().start();
    }

    @AfterAll
    static void close() {
        pair.close();
    }

    @AfterEach
    void shouldHaveSurvivedWithoutAFailedAgent() {
        assertThat(pair.a().logText()).doesNotContain("an agent failed");
    }

    private static Namespace node() {
        return pair.client(Pair.A).namespace();
    }

    private static boolean isReached() {
        return pair.client(Pair.CLIENT_OF_A)
                .namespace()
                .run(Duration.ofSeconds(5), "ping", "-c1", "-W1", "10.51.0.1")
                .ok();
    }

    private static boolean answersOnVirtualIp() {
        return pair.client(Pair.CLIENT_OF_A)
                .namespace()
                .run(Duration.ofSeconds(5), "ping", "-c1", "-W1", "10.51.0.100")
                .ok();
    }

    private static long counter(final String label) {
        return pair.a()
                .command("counters")
                .orThrow()
                .output()
                .lines()
                .map(String::trim)
                .filter(line -> line.endsWith(" " + label))
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .sum();
    }

    private void settle() {
        pair.awaitDirector(pair.a(), VRID);
        assertThat(isReached()).isTrue();
        lostBefore = counter("attachments-lost");
        mendedBefore = counter("attachments-mended");
        assertThat(counter("attachments-renewed")).isEqualTo(lostBefore);
    }

    private void assertBack(final long sinceNs) {
        pair.await("a reached again", LostInterfaceIT::isReached);
        System.out.println("reached again after " + (System.nanoTime() - sinceNs) / 1_000_000 + " ms");
        pair.awaitDirector(pair.a(), VRID);
        pair.await("the virtual IP", LostInterfaceIT::answersOnVirtualIp);
        pair.await("no more warnings", () -> pair.warnings(pair.a()).stream()
                .noneMatch(warning -> warning.contains("no frame passes")));
        assertThat(pair.a().logText()).contains("eth0 is attached again");
        assertThat(counter("attachments-lost")).isEqualTo(lostBefore + 1);
        assertThat(counter("attachments-renewed")).isEqualTo(lostBefore + 1);
        assertThat(node().ip("route").output()).contains("198.51.100.0/24 via 10.51.0.11 dev eth0");
        assertThat(node().ip("addr", "show", "eth0").output()).contains("10.51.0.1/24");
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeBackByItselfWhenATapIsDeleted(final Part part) {
        settle();
        final long startNs = System.nanoTime();

        node().ip("link", "del", part.device).orThrow();

        pair.await("the log says so", () -> pair.a().logText().contains("ERROR node     eth0: " + part.line));
        pair.await("fault", () -> pair.a().logText().contains("track attachment of eth0 is down: " + part.line));
        assertBack(startNs);
    }

    @Test
    void shouldLeaveTheDirectorshipAndBeBackWhenTheInterfaceIsRemovedAndMadeAnew() {
        settle();

        pair.segment().removeInterface(Pair.A);

        pair.awaitState("MASTER", pair.b(), VRID);
        pair.awaitState("INIT", pair.a(), VRID);
        pair.await("status says so", () -> pair.warnings(pair.a()).stream()
                .anyMatch(warning -> warning.startsWith("eth0: the network interface behind it was removed, for ")));
        pair.await(
                "the remedy",
                () -> pair.a()
                        .logText()
                        .contains(
                                "there is no interface eth0 to attach to. Remedy: plug it in, or make it again under this name"));
        assertThat(answersOnVirtualIp()).as("b answers").isTrue();
        assertThat(node().ip("link", "show", "eth0").ok())
                .as("the name is free")
                .isFalse();

        final long startNs = System.nanoTime();
        pair.segment().restoreInterface(Pair.A);

        assertBack(startNs);
    }

    @Test
    void shouldPutRightWithoutFaultWhenAFilterIsRemovedOrTheUplinkTapIsSetDown() {
        settle();
        final String before = pair.a().logText();

        node().run(Duration.ofSeconds(5), "tc", "qdisc", "del", "dev", "fln-eth0", "clsact")
                .orThrow();
        pair.await("filters put back", () -> node().run(
                        Duration.ofSeconds(5), "tc", "filter", "show", "dev", "fln-eth0", "ingress")
                .output()
                .contains("flu-eth0"));
        node().ip("link", "set", "flu-eth0", "down").orThrow();
        pair.await("counted", () -> counter("attachments-mended") == mendedBefore + 2);

        pair.await("reached", LostInterfaceIT::isReached);
        pair.awaitDirector(pair.a(), VRID);
        final String since = pair.a().logText().substring(before.length());
        assertThat(since)
                .contains(
                        "eth0: a tc filter that leads its frames through the stack was removed. It was put right at once")
                .contains("eth0: the uplink TAP was set down. It was put right at once")
                .doesNotContain("FAULT");
        assertThat(counter("attachments-lost")).isEqualTo(lostBefore);
    }
}
