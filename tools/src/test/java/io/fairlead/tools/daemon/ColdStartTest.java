package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All nodes start within some seconds, in any order: the first director is the one that stays. */
@Tag("long")
class ColdStartTest {

    private static final int STARTS = 40;
    private static final long LONGEST_STAGGER_MS = 2_500;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 2",
                "{version: 3, advertisementInterval: 100ms}",
                "{version: 3, advertisementInterval: 10ms}"
            })
    void shouldHaveOneDirectorAloneWhenNodesStartOneAfterTheOther(final String keys) {
        final String routerKeys = keys.replaceAll("[{}]", "").replace(", ", "\n" + " ".repeat(4));
        for (long seed = 1; seed <= STARTS; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            try (SimulatedCluster cluster = new SimulatedCluster(seed, 3, folder, routerKeys)) {
                for (final SimulatedNode node : cluster.nodes()) {
                    cluster.timeline()
                            .after(
                                    Duration.ofMillis(random.nextLong(LONGEST_STAGGER_MS))
                                            .toNanos(),
                                    node::start);
                }
                final Set<SimulatedNode> directors = new HashSet<>();
                for (int step = 0; step < 2_000; step++) {
                    cluster.run(Duration.ofMillis(5));
                    directors.addAll(cluster.directors());
                }
                assertThat(directors).as("seed %d", seed).containsExactly(cluster.node(1));
            }
        }
    }

    @Test
    void shouldNotWaitForABetterNodeThatStartsAgainWhenTheDirectorIsGone() {
        try (SimulatedCluster cluster = new SimulatedCluster(1, 3, folder).settled()) {
            cluster.node(1).crash();
            cluster.run(Duration.ofSeconds(1));
            cluster.node(1).start();
            cluster.run(Duration.ofMillis(2_800));
            assertThat(cluster.directors()).containsExactly(cluster.node(2));
        }
    }

    @Test
    void shouldBeDirectorAllTheSameWhenTheBetterNodeNeverGetsReady() {
        try (SimulatedCluster cluster = new SimulatedCluster(1, 3, folder)) {
            List.of(2, 3).forEach(number -> cluster.node(number).start());
            cluster.run(Duration.ofSeconds(2));
            cluster.node(1).start();
            cluster.run(Duration.ofSeconds(1));
            cluster.node(1).crash();
            cluster.run(Duration.ofSeconds(6));
            assertThat(cluster.directors()).containsExactly(cluster.node(2));
        }
    }
}
