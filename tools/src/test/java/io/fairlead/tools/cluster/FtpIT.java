package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.status.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passive FTP through the virtual IP, with a real server on every node: its data connections arrive where its control connection is. */
@Tag("long")
@BesideOthers
@Order(Integer.MAX_VALUE)
final class FtpIT {

    private static final int PORT = 2121;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TRANSFER_LIMIT = Duration.ofSeconds(15);
    private static final int CLIENTS = 8;
    private static final List<String> NODES = List.of("n1", "n2");
    private static final String YAML = """
            redirects:
              - protocol: ftp
                originalPorts: [%d]
                passivePorts: 50000-50019
            cluster:
              nodes: [10.51.0.1, 10.51.0.2]
            """.formatted(PORT);

    private final Segment segment = new Segment(Cluster.plan("ftp"));

    @TempDir
    private Path folder = Path.of("");

    private FairleadPeer start(final String name) throws IOException {
        segment.addStation(name, NODES.indexOf(name) + 1);
        final Path files = Files.createDirectory(folder.resolve(name));
        Files.writeString(files.resolve("who"), name);
        segment.start(
                name,
                "ftp",
                "/usr/bin/python3",
                "-m",
                "pyftpdlib",
                "--port",
                Integer.toString(PORT),
                "--range",
                "50000-50019",
                "--directory",
                files.toString());
        final FairleadPeer node = segment.fairlead(name, Cluster.quickRouter(NODES.indexOf(name), true), YAML);
        node.start();
        return node;
    }

    @Test
    void shouldCarryPassiveTransfersOfEveryClientToTheNodeItTalksTo() throws IOException {
        try (segment) {
            segment.build();
            final List<FairleadPeer> nodes = List.of(start("n1"), start("n2"));
            segment.addStation("c1", 11);
            final Client client = segment.client("c1");
            Await.until(
                    "n1 director of two nodes whose servers answer",
                    LIMIT,
                    () -> nodes.get(0).isMaster()
                            && nodes.get(0)
                                    .report()
                                    .map(report -> report.nodes().stream()
                                                    .filter(NodeStatus::healthy)
                                                    .count()
                                            == NODES.size())
                                    .orElse(false));

            final Set<String> served = new TreeSet<>();
            for (int i = 0; i < CLIENTS; i++) {
                final String source = LabPlan.spareAddress(i);
                client.addAddress(source);
                final String first = fetch(client, source, "--ftp-pasv");
                assertThat(first).isIn(NODES);
                served.add(first);
                assertThat(fetch(client, source, "--disable-epsv"))
                        .as("with PASV instead of EPSV")
                        .isEqualTo(first);
            }
            assertThat(served).containsExactlyElementsOf(NODES);
        }
    }

    private static String fetch(final Client client, final String source, final String how) {
        final Outcome outcome = client.namespace()
                .run(
                        TRANSFER_LIMIT,
                        "curl",
                        "--silent",
                        "--show-error",
                        "--max-time",
                        "10",
                        how,
                        "--interface",
                        source,
                        "ftp://" + LabPlan.VIRTUAL_IP + ":" + PORT + "/who");
        return outcome.orThrow().output().strip();
    }
}
