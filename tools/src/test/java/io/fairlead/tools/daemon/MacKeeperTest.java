package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.wire.IpAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("looks at the log of this JVM")
final class MacKeeperTest {

    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final Logger logger = (Logger) LoggerFactory.getLogger("node");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private OptionalLong changedTo = OptionalLong.empty();
    private int looks;
    private final MacKeeper keeper = new MacKeeper(
            new AttachedInterface(
                    "eth0",
                    0x0200_0000_0001L,
                    null,
                    null,
                    LegPorts.of(new MemoryPort(), new MemoryPort()),
                    new KernelAddresses() {
                        @Override
                        public void show(final IpAddress virtualIp) {}

                        @Override
                        public void hide(final IpAddress virtualIp) {}
                    },
                    KernelNeighbors.NONE,
                    () -> {
                        looks++;
                        return changedTo;
                    }),
            0);

    MacKeeperTest() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void end() {
        logger.detachAppender(lines);
    }

    @Test
    void shouldLookOnceASecond() {
        keeper.poll(SECOND_NS - 1);
        assertThat(looks).isZero();
        keeper.poll(SECOND_NS);
        keeper.poll(SECOND_NS + 1);

        assertThat(looks).isEqualTo(1);
        assertThat(keeper.nextDeadlineNs()).isEqualTo(2 * SECOND_NS);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void shouldTellBothAddressesAndTheRemedyOnceAMinuteWhenSomebodyKeepsChangingIt() {
        changedTo = OptionalLong.of(0x0200_0000_00EEL);
        for (int second = 1; second <= 70; second++) {
            keeper.poll(second * SECOND_NS);
        }

        assertThat(looks).isEqualTo(70);
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getFormattedMessage())
                .isEqualTo(
                        "the MAC address of eth0 was changed to 02:00:00:00:00:ee while the node runs, and was put back"
                                + " to 02:00:00:00:00:01, by which all others know it. Remedy: stop the daemon, change the address,"
                                + " and start the daemon");
    }
}
