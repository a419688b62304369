package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.control.ControlException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ConductorCallsTest {

    private final ConductorCalls calls = new ConductorCalls(new ArrayDeque<>(), new Waiter() {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    });

    @Test
    void shouldHandOverWhatTheDataPathHasAnswered() throws ControlException {
        assertThat(calls.await(CompletableFuture.completedFuture("n2"))).isEqualTo("n2");
    }

    @Test
    void shouldGiveUpAndNameARemedyWhenTheDataPathDoesNotAnswer() {
        assertThatThrownBy(() -> calls.await(new CompletableFuture<String>()))
                .isInstanceOf(ControlException.class)
                .hasMessageStartingWith("the data path has not answered for 1000 ms: ")
                .hasMessageContaining("ask again");
    }
}
