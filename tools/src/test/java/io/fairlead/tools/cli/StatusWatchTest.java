package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.fairlead.tools.control.ControlException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class StatusWatchTest {

    private final StringWriter out = new StringWriter();
    private final Queue<Optional<JsonNode>> answers = new ArrayDeque<>();

    @Test
    void shouldShowEachStatusUntilThePauseEndsIt() {
        answers.addAll(List.of(Optional.of(new IntNode(1)), Optional.of(new IntNode(2)), Optional.of(new IntNode(3))));

        watch(false);

        assertThat(out).hasToString("status 1\n\nstatus 2\n\nstatus 3\n\n");
    }

    @Test
    void shouldShowThatNobodyAnswersInPlaceOfTheLastStatusAndGoOn() {
        answers.addAll(List.of(Optional.of(new IntNode(1)), Optional.empty(), Optional.of(new IntNode(3))));

        watch(true);

        assertThat(out.toString().split("\u001b\\[H\u001b\\[2J\u001b\\[3J"))
                .containsExactly("", "status 1\n", "NO ANSWER at 2026-11-22T20:31:02Z: nobody listens\n", "status 3\n");
    }

    private void watch(boolean isTerminal) {
        new StatusWatch(
                        this::answer,
                        status -> "status " + status + "\n",
                        new Console(new PrintWriter(out), new PrintWriter(out)),
                        isTerminal,
                        () -> Instant.parse("2026-11-22T20:31:02Z"))
                .run(() -> !answers.isEmpty());
    }

    private JsonNode answer() throws ControlException {
        return answers.remove().orElseThrow(() -> new ControlException("nobody listens"));
    }
}
