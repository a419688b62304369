package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead top} on a terminal, as script(1) makes one. */
@ExtendWith(ClusterExtension.class)
final class TopIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Presses q when the screen shows what it has to, and in any case after half a minute. */
    private static final String SCRIPT = """
            touch "$SCREEN"
            { timeout 30 sh -c 'until grep -aq "$SHOWN" "$SCREEN"; do sleep 0.1; done'; printf q; } \\
                | script -qefc "$TOP" "$SCREEN"
            """;

    private final Cluster cluster;
    private final Path screen;

    TopIT(final Cluster cluster, @TempDir final Path directory) {
        this.cluster = cluster;
        this.screen = directory.resolve("screen");
    }

    @Test
    void shouldShowTheClusterAndEndByKey() throws IOException {
        final LabPlan plan = cluster.lab().plan();
        final Outcome outcome = cluster.director()
                .namespace()
                .run(
                        LIMIT,
                        "env",
                        "TERM=xterm",
                        "FAIRLEAD_RUN_DIR=" + plan.runDirectory(),
                        "FAIRLEAD_NO_BUILD=1",
                        "SCREEN=" + screen,
                        "SHOWN=n3 .* ok ",
                        "TOP=" + plan.launcher().script() + " top --node "
                                + cluster.director().name(),
                        "bash",
                        "-c",
                        SCRIPT);

        assertThat(outcome.exitCode()).describedAs(outcome.output()).isZero();
        // what has not changed is not written again: of the first line the name of the node
        assertThat(Files.readString(screen))
                .contains("director, up ")
                .contains("FRAMES/S", "probe ")
                .containsPattern("n3 .* ok ");
    }
}
