package io.fairlead.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tools.lab.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelSteeringTest {

    @Test
    void shouldGiveFramesTheMacAddressOfTheNodeWhenTheyAreForTheVirtualIp() {
        assertThat(KernelSteering.rules(List.of(5201, 5301), "02:51:00:00:00:01", "02:51:00:00:00:02"))
                .contains("ip daddr " + KernelSteering.VIRTUAL_IP + " tcp dport { 5201, 5301 } "
                        + "ether saddr set 02:51:00:00:00:01 ether daddr set 02:51:00:00:00:02 fwd to eth0");
    }

    @Test
    void shouldRefuseWhenAMacAddressIsNotKnown() {
        assertThatThrownBy(() -> KernelSteering.rules(List.of(80), "02:51:00:00:00:01", ""))
                .isInstanceOf(LabException.class);
    }
}
