package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessIdTest {
    private final ProcessId self = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();

    @Test
    void shouldBeRunningWhenItIsThisProcess() {
        assertThat(self.isRunning()).isTrue();
    }

    @Test
    void shouldNotBeRunningWhenThePidIsUsedByALaterProcess() {
        assertThat(new ProcessId(self.pid(), self.startTicks() - 1, self.bootId()).isRunning())
                .isFalse();
    }

    @Test
    void shouldNotBeRunningWhenItWasBeforeAReboot() {
        assertThat(new ProcessId(self.pid(), self.startTicks(), "another-boot").isRunning())
                .isFalse();
    }

    @Test
    void shouldBeReadBackWhenWritten() {
        assertThat(ProcessId.parse(self.format() + "\n")).isEqualTo(self);
    }
}
