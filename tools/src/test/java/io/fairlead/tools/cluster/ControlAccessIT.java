package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may ask a daemon for what: what users see that are not root. */
@ExtendWith(ClusterExtension.class)
final class ControlAccessIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Every Debian has it. */
    private static final String OPERATORS = "operator";

    private static final int NOBODY = 65_534;
    private static final String MANY_GROUPS =
            IntStream.range(70_000, 70_100).mapToObj(Integer::toString).collect(Collectors.joining(","));
    private static final String NOT_ALLOWED = "only root and the group of operators may do that, and this is uid 65534";

    private final Cluster cluster;
    private final LabNode node;
    private final String configuration;

    ControlAccessIT(final Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.node = cluster.node("n3");
        this.configuration = Files.readString(node.configuration());
    }

    @AfterEach
    void putBack() throws IOException {
        node.command("maintenance", "off");
        restartWith(configuration);
    }

    private void restartWith(final String text) throws IOException {
        Files.writeString(node.configuration(), text);
        node.daemon().kill9();
        node.daemon().restart();
        cluster.settle();
    }

    private Outcome as(final String group, final String command, final String... rest) {
        return node.commandAs(NOBODY, group, command, rest);
    }

    @Test
    void shouldLetUsersLookAndOperateByTheirGroups() throws IOException {
        assertThat(as("root", "status").output()).startsWith("n3: ");
        assertThat(as("root", "maintenance", "on").output()).contains(NOT_ALLOWED);
        assertThat(as("root", "failover").output()).contains(NOT_ALLOWED);
        assertThat(as("adm", "status").output()).contains("permission denied");

        restartWith(configuration + "control:\n  group: adm\n  operators: " + OPERATORS + "\n");

        assertThat(as("adm", "status").output()).startsWith("n3: ");
        assertThat(as("adm", "maintenance", "on").output()).contains(NOT_ALLOWED);
        assertThat(as(MANY_GROUPS + "," + OPERATORS + ",adm", "maintenance", "on")
                        .ok())
                .isTrue();
        assertThat(node.status().output()).contains("in maintenance");
        Await.until("who asked in the log", LIMIT, () -> node.daemon()
                .logText()
                .contains("maintenance asked for by uid 65534, pid "));
        assertThat(as("root", "status").output()).contains("permission denied");
    }
}
