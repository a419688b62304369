package io.fairlead.tapio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tapio.sys.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the kernel says of a thread that was pinned, which needs no privilege. */
class ProcessorsTest {

    @Test
    void shouldReadWhatTheKernelWrites() {
        assertThat(Processors.parse("0")).containsExactly(0);
        assertThat(Processors.parse("0-3,6,8-9")).containsExactly(0, 1, 2, 3, 6, 8, 9);
    }

    @Test
    void shouldAllowOnlyProcessorsOfTheMachine() throws IOException {
        assertThat(Processors.allowed()).isNotEmpty();
        assertThat(Processors.online()).containsAll(Processors.allowed());
    }

    @Test
    void shouldPinOnlyTheThreadThatAsks() {
        final List<Integer> before = processorsAfter(() -> {});
        final List<Integer> allowed = Processors.allowed();
        for (final int number : allowed) {
            assertThat(processorsAfter(() -> Processors.pin(List.of(number)))).containsExactly(number);
        }
        assertThat(processorsAfter(() -> Processors.pin(allowed))).isEqualTo(allowed);
        assertThat(processorsAfter(() -> {})).isEqualTo(before);
        assertThat(Processors.allowed()).isEqualTo(allowed);
    }

    @Test
    void shouldTellThatTheKernelRefusesAProcessorThatIsNotThere() {
        assertThatThrownBy(() -> processorsAfter(() -> Processors.pin(List.of(Processors.HIGHEST))))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(SystemCallException.class)
                .hasMessageContaining("pin a thread");
    }

    private static List<Integer> processorsAfter(final Runnable action) {
        final CompletableFuture<String> status = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        action.run();
                        status.complete(Files.readString(Path.of("/proc/thread-self/status")));
                    } catch (final IOException e) {
                        status.completeExceptionally(new UncheckedIOException(e));
                    } catch (final RuntimeException e) {
                        status.completeExceptionally(e);
                    }
                })
                .start();
        return Processors.parse(status.join()
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow());
    }
}
