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
    private static final long DATA_PATH_TIMEOUT_MS = 1_000;

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
        return await(answer, TIMEOUT_MS, "the conductor has not answered for " + TIMEOUT_MS + " ms: the node is stuck");
    }

    /** Waits for what the conductor will know when the data path has answered. */
    <T> T await(final CompletableFuture<T> dataPathAnswer) throws ControlException {
        return await(
                dataPathAnswer,
                DATA_PATH_TIMEOUT_MS,
                "the data path has not answered for " + DATA_PATH_TIMEOUT_MS
                        + " ms: it has too much to do; ask again, and if it stays so, `fairlead counters` shows with what");
    }

    private static <T> T await(final CompletableFuture<T> answer, final long timeoutMs, final String late)
            throws ControlException {
        try {
            return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("the daemon is stopping", e);
        } catch (final TimeoutException e) {
            throw new ControlException(late, e);
        } catch (final ExecutionException e) {
            throw e.getCause() instanceof RefusedException refused
                    ? new ControlException(String.valueOf(refused.getMessage()), refused)
                    : new ControlException("the daemon failed: " + e.getCause(), e);
        }
    }
}
