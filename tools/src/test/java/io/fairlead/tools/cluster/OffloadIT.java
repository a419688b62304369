package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Namespace;
import io.fairlead.tools.lab.Tshark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Long streams up and down through director n1 and scanning node n2, with and without super-frames on the TAPs. On the wire every segment has a checksum that its
 * receiver verifies.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
@BesideOthers
final class OffloadIT {
    private static final int BYTES = 50_000_000;
    private static final int PROXY_PORT = 7007;
    private static final int TRANSLATED_PORT = 7000;
    private static final String VIP6 = "2001:db8:51::100";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String REDIRECT = """
              - protocol: store
                originalPorts: [%d, %d]
                proxyPort: %d
            """.formatted(PROXY_PORT, TRANSLATED_PORT, PROXY_PORT);
    private static final String ROUTER = "(    priority: \\d+\\n)(    virtualIps: \\S+\\n)";
    private static final String TWO_ROUTERS = """
            $1$2  - id: 51
                version: 3
            $1    virtualIps: ['fe80::51:100/64', '%s/64']
            """.formatted(VIP6);
    private static final String OFF = "engine:\n  offload: false\n";

    private final Path directory;
    private final List<LabProcess> servers = new ArrayList<>();
    private final Cluster cluster = Cluster.start("offload", made -> {
        made.lab().extend();
        for (final LabNode node : made.lab().nodes()) {
            Cluster.edit(node, "(?m)^cluster:", REDIRECT + "cluster:");
            Cluster.edit(node, ROUTER, TWO_ROUTERS);
            // Whom n1 does not serve itself.
            final int weight = node.name().equals("n2") ? 100 : 0;
            Cluster.edit(node, "  managementIp: .*", "$0\n  weight: " + weight);
            servers.add(node.start(
                    "server",
                    "socat",
                    "-t",
                    "60",
                    "-b",
                    "65536",
                    "TCP6-LISTEN:" + PROXY_PORT + ",ipv6only=0,fork,reuseaddr",
                    "SYSTEM:stored=$(mktemp); cat > $stored; cat $stored; rm $stored"));
        }
    });
    private boolean isOn = true;

    OffloadIT(@TempDir final Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    void writeContent() throws IOException {
        final byte[] content = new byte[BYTES];
        new Random(50).nextBytes(content);
        Files.write(sent(), content);
        cluster.settle();
    }

    @AfterAll
    void close() {
        servers.forEach(LabProcess::close);
        cluster.close();
    }

    private Path sent() {
        return directory.resolve("sent");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  10.51.0.100, 7007",
        "true,  10.51.0.100, 7000",
        "true,  [2001:db8:51::100], 7007",
        "true,  [2001:db8:51::100], 7000",
        "false, 10.51.0.100, 7007",
        "false, 10.51.0.100, 7000",
        "false, [2001:db8:51::100], 7007",
        "false, [2001:db8:51::100], 7000"
    })
    void shouldCarryAStreamExactly(final boolean offload, final String virtualIp, final int port) throws Exception {
        switchTo(offload);
        final LabNode scanning = cluster.node("n2");
        final long steered = cluster.counter(cluster.director(), "steered");
        final long translated = cluster.counter(scanning, "translated");
        final List<LongFrames> longFrames = List.of(
                new LongFrames(cluster.director(), "flu-eth0"),
                new LongFrames(scanning, "flu-eth0"),
                new LongFrames(scanning, "eth0"));

        final Path received = sentBack(virtualIp, port);

        assertThat(received).hasSize(BYTES);
        assertThat(sha256(received)).isEqualTo(sha256(sent()));
        assertThat(cluster.counter(cluster.director(), "steered")).isGreaterThan(steered + 500);
        if (port == TRANSLATED_PORT) {
            assertThat(cluster.counter(scanning, "translated")).isGreaterThan(translated + 500);
        } else {
            assertThat(cluster.counter(scanning, "translated")).isEqualTo(translated);
        }
        for (final LongFrames frames : longFrames) {
            if (offload) {
                assertThat(frames.count()).as("long frames on %s", frames).isGreaterThan(500);
            } else {
                assertThat(frames.count()).as("long frames on %s", frames).isZero();
            }
        }
        final Client client = cluster.lab().client("c1");
        for (final Namespace receiver :
                List.of(client.namespace(), cluster.director().namespace(), scanning.namespace())) {
            assertThat(checksumErrors(receiver))
                    .as("bad checksums at %s", receiver.name())
                    .isZero();
        }
    }

    /** Restarts all daemons with the other configuration; each adopts TAPs that were opened with the one before. */
    private void switchTo(final boolean offload) {
        if (offload == isOn) {
            return;
        }
        for (final LabNode node : cluster.lab().nodes()) {
            node.daemon().kill9();
            Cluster.edit(node, OFF, "");
            if (!offload) {
                Cluster.edit(node, "(?m)^cluster:", OFF + "cluster:");
            }
            node.daemon().restart();
        }
        isOn = offload;
        cluster.settle();
        for (final LabNode node : cluster.lab().nodes()) {
            Await.until("the log of " + node.name(), LIMIT, () -> node.daemon()
                    .ownLogText()
                    .contains("offload on the TAPs: " + (offload ? "checksums" : "none")));
        }
    }

    /** The stream up to a server, which sends it back when it has all of it. */
    private Path sentBack(final String virtualIp, final int port) throws IOException {
        final Path received = Files.createTempFile(directory, "received", "");
        cluster.lab()
                .client("c1")
                .namespace()
                .run(
                        LIMIT,
                        "sh",
                        "-c",
                        "socat -t 60 -b 65536 - TCP:%s:%d < %s > %s".formatted(virtualIp, port, sent(), received))
                .orThrow();
        return received;
    }

    private static String sha256(final Path file) throws IOException, NoSuchAlgorithmException {
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int checksumErrors(final Namespace namespace) {
        return namespace
                .run(LIMIT, "nstat", "-asz", "TcpInCsumErrors", "IpInHdrErrors")
                .orThrow()
                .output()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .mapToInt(line -> Integer.parseInt(line.split("\\s+", -1)[1]))
                .sum();
    }

    /** Frames longer than the MTU allows, on a TAP. */
    private final class LongFrames {
        private final Path file;
        private final LabProcess capture;
        private final String place;

        private LongFrames(final LabNode node, final String device) throws IOException {
            place = device + " of " + node.name();
            file = Files.createTempFile(directory, "long", ".pcap");
            capture = node.start(
                    "long-" + device,
                    "tcpdump",
                    "--interface=" + device,
                    "--snapshot-length=128",
                    "--packet-buffered",
                    "--immediate-mode",
                    "--relinquish-privileges=root",
                    "-w",
                    file.toString(),
                    "greater 1515");
            Await.until(
                    "a capture on " + place, LIMIT, () -> capture.ownLogText().contains("listening on"));
        }

        private int count() {
            capture.close();
            return new Tshark(file).count("frame.len > 1514");
        }

        @Override
        public String toString() {
            return place;
        }
    }
}
