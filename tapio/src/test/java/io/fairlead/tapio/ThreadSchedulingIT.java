package io.fairlead.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the kernel says of a thread that has asked for its place. Needs root (CAP_SYS_NICE). */
class ThreadSchedulingIT {

    private static final int REALTIME_PRIORITY = 39;
    private static final int POLICY = 40;
    private static final String OTHER = "0";
    private static final String ROUND_ROBIN = "2";

    @Test
    void shouldRunInRealTimeOnlyTheThreadThatAsks() {
        assertThat(statAfter(ThreadScheduling::runFirst, POLICY, REALTIME_PRIORITY))
                .containsExactly(ROUND_ROBIN, "1");
        assertThat(statAfter(() -> {}, POLICY, REALTIME_PRIORITY)).containsExactly(OTHER, "0");
    }

    @Test
    void shouldRunTheThreadInRealTimeThatAllOthersWaitForAtASafepoint() throws IOException {
        ThreadScheduling.runSafepointsFirst();

        assertThat(realTimeThreads()).containsExactly("VM Thread");
    }

    private static List<String> realTimeThreads() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> fields(read(thread.resolve("stat")), POLICY)[0].equals(ROUND_ROBIN))
                    .map(thread -> read(thread.resolve("comm")).strip())
                    .toList();
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fields of /proc/[pid]/task/[tid]/stat, from 0, of a new thread that has done something. */
    private static String[] statAfter(final Runnable action, final int... fields) {
        final CompletableFuture<String> stat = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            try {
                action.run();
                stat.complete(read(Path.of("/proc/thread-self/stat")));
            } catch (final RuntimeException e) {
                stat.completeExceptionally(e);
            }
        });
        thread.start();
        return fields(stat.join(), fields);
    }

    private static String[] fields(final String stat, final int... fields) {
        // the name, in brackets, may contain blanks
        final String[] afterName = stat.replaceFirst("^.*\\) ", "").split(" ", -1);
        final String[] wanted = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            wanted[i] = afterName[fields[i] - 2];
        }
        return wanted;
    }
}
