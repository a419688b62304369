package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MachineCpuTest {

    @Test
    void shouldLeaveOutWhatIsIdleStolenOrCountedTwiceWhenBusyTimeIsAsked() {
        // user nice system idle iowait irq softirq steal guest guest_nice
        final String stat = "cpu  100 20 300 4000 50000 6 70 800000 9000000 10000000\ncpu0 1 2 3 4 5 6 7 8 9 10\n";

        assertThat(MachineCpu.busySeconds(stat)).isEqualTo(4.96);
    }

    @Test
    void shouldRefuseWhenThereIsNoLineForAllCores() {
        assertThatThrownBy(() -> MachineCpu.busySeconds("cpu0 1 2 3 4 5 6 7 8 9 10\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
