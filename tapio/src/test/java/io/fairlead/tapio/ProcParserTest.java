package io.fairlead.tapio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fairlead.tapio.ProcParser.CpuTimes;
import org.junit.jupiter.api.Test;

class ProcParserTest {

    @Test
    void shouldCountIdleAndIoWaitAsNotBusyAndGuestTimeOnce() {
        final CpuTimes times = ProcParser.cpuTimes("cpu  100 10 50 800 40 1 2 3 70 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        assertThat(times).isEqualTo(new CpuTimes(100 + 10 + 50 + 1 + 2 + 3, 1006));
    }

    @Test
    void shouldGiveBusyShareBetweenSamples() {
        assertThat(new CpuTimes(130, 1100).busyFractionSince(new CpuTimes(100, 1000)))
                .isEqualTo(0.3, within(1e-9));
    }

    @Test
    void shouldStayWithinBoundsWhenCountersStandStillOrRunBackwards() {
        assertThat(new CpuTimes(100, 1000).busyFractionSince(new CpuTimes(100, 1000)))
                .isZero();
        assertThat(new CpuTimes(90, 1010).busyFractionSince(new CpuTimes(100, 1000)))
                .isZero();
        assertThat(new CpuTimes(120, 1010).busyFractionSince(new CpuTimes(100, 1000)))
                .isOne();
    }

    @Test
    void shouldTakeMemoryThatIsNotAvailableAsUsed() {
        final String meminfo =
                "MemTotal:        4000 kB\nMemFree:          100 kB\nMemAvailable:    1000 kB\nBuffers: 1 kB\n";
        assertThat(ProcParser.memoryUsedFraction(meminfo)).isEqualTo(0.75, within(1e-9));
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> ProcParser.memoryUsedFraction("MemTotal: 1 kB\n"))
                .hasMessage("/proc/meminfo has no MemAvailable:");
        assertThatThrownBy(() -> ProcParser.cpuTimes("intr 1 2")).hasMessageContaining("/proc/stat");
    }

    @Test
    void shouldReadThisHost() {
        final HostLoad load = new HostLoad();
        assertThat(load.cpuFraction()).isBetween(0.0, 1.0);
        assertThat(load.memoryFraction()).isBetween(0.01, 1.0);
    }
}
