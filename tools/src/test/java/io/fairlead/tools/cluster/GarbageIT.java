package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ClusterExtension.class)
final class GarbageIT {
    private static final long SEED = 5;
    private static final Duration COUNT_LIMIT = Duration.ofSeconds(5);

    private final Cluster cluster;

    GarbageIT(final Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldCountGarbageByReasonAndGoOnWhenItComesFromTheWire(@TempDir final Path folder) throws IOException {
        final LabNode director = cluster.director();
        final long logLength = director.daemon().logText().length();
        final Map<String, Long> before = cluster.counters(director);
        final FreshClient bystander = cluster.clientServedBy(cluster.node("n2"));

        final int sent = sendGarbage(cluster.lab().client("c1"), director, folder);

        // All of it is for this node or for everybody, so all of it arrives here.
        Await.until(
                "all garbage read",
                COUNT_LIMIT,
                () -> cluster.counter(director, "uplink-received")
                        >= before.getOrDefault("uplink-received", 0L) + sent);
        System.out.println(
                "garbage with seed " + SEED + " was counted as " + risen(before, cluster.counters(director)));
        for (final String reason : new String[] {
            "passed-malformed", "vrrp-unknown-version", "vrrp-truncated", "report-truncated",
        }) {
            Await.until(
                    "garbage counted as " + reason,
                    COUNT_LIMIT,
                    () -> cluster.counter(director, reason) > before.getOrDefault(reason, 0L));
        }
        for (final LabNode node : cluster.lab().nodes()) {
            assertThat(node.daemon().isRunning()).isTrue();
            assertThat(node.daemon().logText().substring(node.equals(director) ? (int) logLength : 0))
                    .doesNotContain("Exception", "an agent failed");
        }
        assertThat(cluster.lab().directors()).containsExactly(director);
        assertThat(director.status().ok()).isTrue();
        assertThat(bystander.fetch().servedBy()).isEqualTo("n2");
        assertThat(Stream.generate(cluster::freshClient).limit(3).map(FreshClient::fetch))
                .allMatch(Fetch::ok);
    }

    /** socat on a raw packet socket makes a frame of each block that it reads. */
    private static int sendGarbage(final Client sender, final LabNode target, final Path folder) throws IOException {
        int sent = 0;
        final byte[] mac = HexFormat.ofDelimiter(":").parseHex(mac(target));
        for (final Map.Entry<Integer, byte[]> frames :
                GarbageFrames.byLength(SEED, mac).entrySet()) {
            final Path file = folder.resolve(frames.getKey() + ".frames");
            Files.write(file, frames.getValue());
            sender.namespace()
                    .run(
                            Duration.ofSeconds(10),
                            "socat",
                            "-u",
                            "-b" + frames.getKey(),
                            "OPEN:" + file,
                            "INTERFACE:eth0")
                    .orThrow();
            sent += frames.getValue().length / frames.getKey();
        }
        return sent;
    }

    private static String mac(final LabNode node) {
        return node.namespace()
                .ip("-br", "link", "show", "dev", "eth0")
                .orThrow()
                .output()
                .split("\\s+", -1)[2];
    }

    private static String risen(final Map<String, Long> before, final Map<String, Long> after) {
        final StringBuilder text = new StringBuilder();
        after.forEach((label, value) -> {
            final long rise = value - before.getOrDefault(label, 0L);
            if (rise > 0) {
                text.append(label).append(' ').append(rise).append(", ");
            }
        });
        return text.toString();
    }
}
