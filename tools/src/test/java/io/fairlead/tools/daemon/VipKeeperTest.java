package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VipKeeperTest {

    private static final IpAddress VIP = IpAddress.parse("10.51.0.100");
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final List<String> calls = new ArrayList<>();
    private final VipKeeper keeper = new VipKeeper(new KernelAddresses() {
        @Override
        public void show(final IpAddress address) {
            calls.add("show " + address);
        }

        @Override
        public void hide(final IpAddress address) {
            calls.add("hide " + address);
        }
    });

    @Test
    void shouldRenewEachSecondWhileHeld() {
        keeper.hold(VIP, 0);
        keeper.poll(SECOND_NS - 1);
        keeper.poll(SECOND_NS);
        keeper.poll(2 * SECOND_NS);

        assertThat(calls).containsExactly("show 10.51.0.100", "show 10.51.0.100", "show 10.51.0.100");
        assertThat(keeper.nextDeadlineNs()).isEqualTo(3 * SECOND_NS);
    }

    @Test
    void shouldHideOnceAndRestWhenReleased() {
        keeper.hold(VIP, 0);
        keeper.release(VIP);
        keeper.release(VIP);
        keeper.poll(SECOND_NS);

        assertThat(calls).containsExactly("show 10.51.0.100", "hide 10.51.0.100");
        assertThat(keeper.holds(VIP)).isFalse();
        assertThat(keeper.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
}
