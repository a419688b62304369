package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Outcome;
import io.fairlead.tools.lab.Tshark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fairlead capture} takes from a director that serves real clients, as Wireshark shows it. */
@ExtendWith(ClusterExtension.class)
final class CaptureIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int TRANSLATED_PORT = Cluster.TRANSLATED_PORTS.get(0);

    private final Cluster cluster;
    private final LabNode director;
    private final Path file;

    CaptureIT(final Cluster cluster, @TempDir final Path directory) {
        this.cluster = cluster;
        this.director = cluster.director();
        this.file = directory.resolve("node.pcapng");
    }

    private List<String> command(final String... options) {
        final LabPlan plan = cluster.lab().plan();
        // whoever started the tests in the background may ignore Ctrl-C, and a JVM goes on ignoring it
        final List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                "FAIRLEAD_RUN_DIR=" + plan.runDirectory(),
                "FAIRLEAD_NO_BUILD=1",
                plan.launcher().script().toString(),
                "capture",
                "--node",
                director.name()));
        command.addAll(List.of(options));
        return command;
    }

    /** Returns when frames are captured. */
    private LabProcess begin(final String... options) {
        final List<String> command = command("--out", file.toString());
        command.addAll(List.of(options));
        final LabProcess capture = director.start("capture", command.toArray(String[]::new));
        Await.until("the beginning of a capture", LIMIT, () -> file.toFile().length() > 0);
        return capture;
    }

    @Test
    void shouldShowWhereTheFramesOfAClientGoAndWhyInWireshark() {
        final FreshClient client = cluster.clientServedBy(cluster.node("n2"));
        final FreshClient other = cluster.freshClient();
        try (LabProcess capture = begin("--client", client.address(), "--snaplen", "65535")) {
            assertThat(director.command("capture", "--out", file + ".second").output())
                    .contains("another capture is running: end it, or wait");

            assertThat(other.fetch().ok()).isTrue();
            assertThat(client.fetch(LabPlan.VIRTUAL_IP, TRANSLATED_PORT).servedBy())
                    .isEqualTo("n2");

            capture.interrupt();
            assertThat(capture.ownLogText()).contains("none is missing; ended on request");
        }

        final Tshark tshark = new Tshark(file);
        assertThat(tshark.count("frame.comment == \"steered to n2: new connection, sticky\" && tcp.flags.syn == 1"))
                .isEqualTo(1);
        assertThat(tshark.count("frame.comment == \"steered to n2: known connection\" && tcp.dstport == "
                        + TRANSLATED_PORT + " && frame.interface_name == \"uplink\""))
                .isPositive();
        assertThat(tshark.count("!(ip.addr == " + client.address() + " || arp.src.proto_ipv4 == " + client.address()
                        + " || arp.dst.proto_ipv4 == " + client.address() + ")"))
                .isZero();
        assertThat(tshark.count("_ws.malformed")).isZero();
        assertThat(replayed()).contains("1  new-flows");
    }

    /** What another node of that configuration makes of it. */
    private String replayed() {
        final LabPlan plan = cluster.lab().plan();
        final Outcome outcome = director.namespace()
                .run(
                        LIMIT,
                        "env",
                        "FAIRLEAD_NO_BUILD=1",
                        plan.launcher().script().toString(),
                        "replay",
                        "--config",
                        director.configuration().toString(),
                        "--in",
                        file.toString(),
                        "--peer",
                        "n2=" + cluster.node("n2").address());
        return outcome.orThrow().output();
    }

    @Test
    void shouldEndWhenItsClientIsKilledAndGiveTheNextOneWhatIsAskedForThroughAPipe() {
        try (LabProcess capture = begin()) {
            capture.kill9();
        }

        final String next = String.join(" ", command("--out", "-", "--verdict", "control", "--count", "3"))
                + " | tshark -r - -T fields -e frame.comment";
        final List<String> outputs = new ArrayList<>();
        Await.until("the place of the killed one", LIMIT, () -> {
            final Outcome outcome = director.namespace().run(LIMIT, "bash", "-c", "set -o pipefail; " + next);
            outputs.add(outcome.output());
            return outcome.ok();
        });
        assertThat(outputs.get(outputs.size() - 1))
                .contains("captured 3 frames, ", "ended by --count")
                .containsPattern("(?m)^to the conductor: ");
        assertThat(outputs.get(outputs.size() - 1).lines().filter(line -> line.startsWith("to the conductor: ")))
                .hasSize(3);
    }
}
