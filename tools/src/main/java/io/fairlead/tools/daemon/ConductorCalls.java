package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.Waiter;
import io.fairlead.tools.control.ControlException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How other threads reach the conductor: a command is queued and its thread woken. Any thread. */
final class ConductorCalls {

    private static final long TIMEOUT_MS = 2_000;

    private final Queue<Runnable> commands;
    private final Waiter waiter;

    ConductorCalls(final Queue<Runnable> commands, final Waiter waiter) {
        this.commands = commands;
        this.waiter = waiter;
    }

    void tell(final Runnable command) {
        commands.add(command);
        waiter.wake();
    }

    /** Runs the question on the conductor's thread and waits for the answer. A refusal reaches the caller as it is worded. */
    <T> T ask(final Callable<T> question) throws ControlException {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        tell(() -> {
            try {
                answer.complete(question.call());
            } catch (final Exception e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("the daemon is stopping", e);
        } catch (final TimeoutException e) {
            throw new ControlException(
                    "the conductor has not answered for " + TIMEOUT_MS + " ms: the node is stuck", e);
        } catch (final ExecutionException e) {
            throw e.getCause() instanceof RefusedException refused
                    ? new ControlException(String.valueOf(refused.getMessage()), refused)
                    : new ControlException("the daemon failed: " + e.getCause(), e);
        }
    }
}
