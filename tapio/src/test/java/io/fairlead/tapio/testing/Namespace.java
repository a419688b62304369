package io.fairlead.tapio.testing;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.SaveError;

/**
 * A network namespace that lives as long as the one thread in it, and so vanishes by itself even if the test is killed.
 *
 * <p>What the thread starts, sockets and processes, is in the namespace too.
 */
public final class Namespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final long BODY_TIMEOUT_SECONDS = 60;

    private final ExecutorService thread;
    private final Path handle;

    /** The one function that only tests need. */
    public interface Unshare {
        @SaveError
        int unshare(int flags);
    }

    /** What runs in the namespace. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    public Namespace(final String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            final Thread created = new Thread(task, "namespace-" + name);
            created.setDaemon(true);
            return created;
        });
        handle = call(() -> {
            if (LibraryLoader.create(Unshare.class).load("c").unshare(CLONE_NEWNET) < 0) {
                throw new SystemCallException("make a network namespace for the test", Errnos.last());
            }
            ip("link set lo up");
            return Path.of("/proc")
                    .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                    .resolve("ns/net");
        });
    }

    /** A path that {@code ip link set X netns PATH} takes. */
    public Path handle() {
        return handle;
    }

    public void run(final Body body) {
        call(() -> {
            body.run();
            return 0;
        });
    }

    public <T> T call(final Callable<T> body) {
        try {
            return thread.submit(body).get(BODY_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw e.getCause() instanceof RuntimeException
                    ? (RuntimeException) e.getCause()
                    : new IllegalStateException(e.getCause());
        } catch (final Exception e) {
            throw new IllegalStateException("body did not end", e);
        }
    }

    /** Runs {@code ip} with arguments separated by blanks; to be called inside. */
    public static String ip(final String arguments) {
        return command("ip " + arguments);
    }

    /** Runs a program with arguments separated by blanks and returns what it printed; to be called inside. */
    public static String command(final String commandLine) {
        try {
            final Process process = new ProcessBuilder(commandLine.split(" "))
                    .redirectErrorStream(true)
                    .start();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(commandLine + " failed: " + output);
            }
            return output;
        } catch (final IOException | InterruptedException e) {
            throw new IllegalStateException(commandLine, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
