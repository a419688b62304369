package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.daemon.TcpConnection.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minute in the life of many clusters: frames get lost, daemons crash and are restarted with their tables, machines sleep, the segment
 * falls apart and heals, proxies fail. Whatever happens, an established connection whose kernel lives is never reset, and two nodes that
 * hear each other are not both director for long.
 */
final class ClusterChaosTest {

    private static final int SEEDS = 20;
    private static final int STEPS = 240;
    private static final Duration STEP = Duration.ofMillis(250);
    private static final int RARE = 16;
    private static final int LONGEST_MS = 7_000;

    /** Within it an advertisement comes through even if three in a row are lost. */
    private static final int MOST_STEPS_WITH_TWO_DIRECTORS = 20;

    private long quietUntilNs;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldResetNothingThatLivesWhenAnythingFails() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            live(seed);
        }
    }

    private void live(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        quietUntilNs = 0;
        try (SimulatedCluster cluster = new SimulatedCluster(seed, 6, folder).settled()) {
            cluster.wire().disturb(random.nextDouble() * 0.1, 1 + random.nextLong(2_000_000));
            final Map<Set<SimulatedNode>, Integer> together = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                if (step < STEPS - 60) {
                    disturb(cluster, random);
                }
                cluster.connections().forEach(TcpConnection::sendData);
                cluster.run(STEP);
                noteDirectors(cluster, together, seed);
            }
            for (final TcpConnection connection : cluster.connections()) {
                assertThat(connection.state() == State.RESET && !isHalfOpenElsewhere(cluster, connection))
                        .as("seed %d, reset: %s", seed, connection)
                        .isFalse();
            }
        }
    }

    private void disturb(final SimulatedCluster cluster, final SplittableRandom random) {
        final Timeline timeline = cluster.timeline();
        final SimulatedNode node =
                cluster.nodes().get(random.nextInt(cluster.nodes().size()));
        if (random.nextInt(4) == 0) {
            final SimulatedClient client =
                    cluster.clients().get(random.nextInt(cluster.clients().size()));
            if (client.connections().size() < 12) {
                client.open(
                        SimulatedCluster.VIP,
                        random.nextBoolean() ? SimulatedCluster.PORT : SimulatedCluster.TRANSLATED_PORT);
            }
        }
        final int trouble = random.nextInt(RARE);
        if (trouble > 3 || timeline.nanoTime() < quietUntilNs) {
            return;
        }
        // one node at a time, so that none is away for longer than it takes to be dead
        quietUntilNs =
                timeline.nanoTime() + Duration.ofMillis(LONGEST_MS + 2_500).toNanos();
        switch (trouble) {
            case 0 -> {
                if (node.isRunning()) {
                    node.crash();
                    timeline.after(between(random, 200, LONGEST_MS), node::start);
                }
            }
            case 1 -> {
                if (node.isRunning()) {
                    node.pause(between(random, 50, 6_000));
                }
            }
            case 2 -> {
                if (cluster.wire().isWhole()) {
                    cluster.wire().cut(Set.of(node));
                    timeline.after(between(random, 200, LONGEST_MS), cluster.wire()::heal);
                }
            }
            default -> {
                node.healthy(false);
                timeline.after(between(random, 1_000, 5_000), () -> node.healthy(true));
            }
        }
    }

    private static long between(final SplittableRandom random, final long fromMs, final long toMs) {
        return Duration.ofMillis(random.nextLong(fromMs, toMs)).toNanos();
    }

    /** An opening segment that was sent twice while directors changed may have opened two connections, of which the client knows one. */
    private static boolean isHalfOpenElsewhere(final SimulatedCluster cluster, final TcpConnection connection) {
        return connection.isAmbiguous()
                || cluster.nodes().stream()
                        .filter(node -> node.mac() != connection.servedBy())
                        .anyMatch(node ->
                                node.kernel().sawOpening(connection.client().ip(), connection.localPort()));
    }

    private static void noteDirectors(
            final SimulatedCluster cluster, final Map<Set<SimulatedNode>, Integer> together, final long seed) {
        final List<SimulatedNode> nodes = cluster.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                final SimulatedNode a = nodes.get(i);
                final SimulatedNode b = nodes.get(j);
                final boolean areBoth = a.isRunning()
                        && b.isRunning()
                        && a.isDirector()
                        && b.isDirector()
                        && cluster.wire().areConnected(a, b);
                final int steps = areBoth ? together.getOrDefault(Set.of(a, b), 0) + 1 : 0;
                together.put(Set.of(a, b), steps);
                assertThat(steps)
                        .as("seed %d: %s and %s both director for %d steps", seed, a, b, steps)
                        .isLessThanOrEqualTo(MOST_STEPS_WITH_TWO_DIRECTORS);
            }
        }
    }
}
