package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.daemon.LegKeeper.LegDamage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at the log of this JVM")
final class LegKeeperTest {

    private static final long MS = 1_000_000L;
    private static final long ATTEMPT_NS = 70 * MS;
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();
    private static final LegDamage LOST = new LegDamage("the uplink TAP was deleted", false);
    private static final LegDamage UNHOOKED = new LegDamage("a tc filter was removed", true);

    private long nowNs;
    private final List<String> events = new ArrayList<>();
    private final FakeGround ground = new FakeGround();
    private final CounterSet<EngineCounter> counters = CountersFile.inMemory(EngineCounter.class);
    private final LogLines log = new LogLines("node");
    private final LegKeeper keeper = new LegKeeper(
            "eth0",
            ground,
            new PortFailures("eth0", new CounterSums<>(List.of(counters)), () -> 105, () -> 5),
            new LegKeeper.Listener() {
                @Override
                public void onAttachment(final boolean isUp, final String why) {
                    events.add(isUp ? "up" : "down: " + why);
                }

                @Override
                public void onMended() {
                    events.add("mended");
                }
            },
            () -> this.nowNs);

    @AfterEach
    void end() {
        log.close();
    }

    private void poll(final long atNs, final boolean isNetworkChanged) {
        nowNs = atNs;
        keeper.poll(atNs, isNetworkChanged);
    }

    /** An interface that a test takes away and gives back. */
    private final class FakeGround implements LegKeeper.Ground {
        private @Nullable LegDamage damage;
        private boolean isThere = true;
        private String attachFails = "";
        private String leaveFails = "";
        private String mendFails = "";
        private String lookFails = "";
        private int looks;

        @Override
        public Optional<LegDamage> damage() {
            looks++;
            failIf(lookFails);
            return Optional.ofNullable(damage);
        }

        @Override
        public void mend() {
            failIf(mendFails);
            damage = null;
        }

        @Override
        public void leave() throws ControlException {
            if (!leaveFails.isEmpty()) {
                throw new ControlException(leaveFails);
            }
            events.add("left");
        }

        @Override
        public boolean attach() {
            events.add("attempt");
            nowNs += ATTEMPT_NS;
            failIf(attachFails);
            if (isThere) {
                damage = null;
            }
            return isThere;
        }

        private static void failIf(final String message) {
            if (!message.isEmpty()) {
                throw new IllegalStateException(message);
            }
        }
    }

    @Test
    void shouldLookOnceASecondAndSoonAfterAChange() {
        poll(0, false);
        poll(50 * MS, false);
        assertThat(ground.looks).isEqualTo(1);
        assertThat(keeper.remainingNs(50 * MS)).isEqualTo(950 * MS);

        poll(60 * MS, true);
        assertThat(ground.looks).as("a swarm of changes").isEqualTo(1);
        assertThat(keeper.remainingNs(60 * MS)).isEqualTo(40 * MS);
        poll(100 * MS, false);
        assertThat(ground.looks).isEqualTo(2);

        poll(1_099 * MS, false);
        assertThat(ground.looks).isEqualTo(2);
        poll(1_100 * MS, false);
        assertThat(ground.looks).isEqualTo(3);
        assertThat(events).isEmpty();
        assertThat(keeper.warnings()).isEmpty();
        assertThat(log.all()).isEmpty();
    }

    @Test
    void shouldPutRightAtOnceWhatCanBeWithoutFault() {
        ground.damage = UNHOOKED;
        poll(0, false);

        assertThat(events).containsExactly("mended");
        assertThat(log.all())
                .containsExactly(
                        "ERROR eth0: a tc filter was removed. It was put right at once. Remedy: keep others from"
                                + " changing what belongs to Fairlead");

        for (int second = 1; second <= 61; second++) {
            ground.damage = UNHOOKED;
            poll(second * SECOND_NS, false);
        }
        assertThat(events).hasSize(62);
        assertThat(log.all()).as("once a minute").hasSize(2);
    }

    @Test
    void shouldBeInFaultWhileWhatCouldBePutRightIsNot() {
        ground.damage = UNHOOKED;
        ground.mendFails = "the kernel refuses";
        poll(0, false);
        assertThat(events).containsExactly("down: a tc filter was removed");
        assertThat(log.all()).singleElement().asString().contains("eth0 cannot be looked after", "the kernel refuses");

        ground.mendFails = "";
        poll(SECOND_NS, false);
        assertThat(events).containsExactly("down: a tc filter was removed", "mended", "up");
    }

    @Test
    void shouldAttachAgainAtOnceWhenWhatIsNeededIsThere() {
        poll(0, false);
        ground.damage = LOST;
        poll(200 * MS, true);

        assertThat(events).containsExactly("down: the uplink TAP was deleted", "left", "attempt", "up");
        assertThat(keeper.warnings()).isEmpty();
        assertThat(log.all()).hasSize(2);
        assertThat(log.all().get(0))
                .isEqualTo(
                        "ERROR eth0: the uplink TAP was deleted. No frame passes, and its virtual routers are in fault, until it is"
                                + " attached again, which is tried at once and then every second");
        assertThat(log.all().get(1)).isEqualTo("INFO eth0 is attached again, 70 ms after it was missed");
    }

    @Test
    void shouldWaitForTheInterfaceAndBeBackWhenItIs() {
        ground.damage = LOST;
        ground.isThere = false;
        for (int second = 0; second < 90; second++) {
            poll(second * SECOND_NS, false);
        }
        assertThat(events)
                .as("left once")
                .hasSize(1 + 1 + 90)
                .startsWith("down: the uplink TAP was deleted", "left", "attempt");
        assertThat(keeper.warnings())
                .containsExactly(
                        "eth0: the uplink TAP was deleted, for 89 s: no frame passes; it is attached again as soon as that is"
                                + " possible");
        assertThat(log.all()).as("lost; missing, and again after a minute").hasSize(3);
        assertThat(log.all().get(1))
                .isEqualTo(
                        "ERROR there is no interface eth0 to attach to. Remedy: plug it in, or make it again under this name");

        ground.isThere = true;
        poll(89 * SECOND_NS + 120 * MS, true);
        assertThat(events).last().isEqualTo("up");
        assertThat(log.all()).last().isEqualTo("INFO eth0 is attached again, 89190 ms after it was missed");
        assertThat(keeper.warnings()).isEmpty();
    }

    @Test
    void shouldTryOnceASecondThoughItsOwnAttemptsChangeTheNetwork() {
        ground.damage = LOST;
        ground.attachFails = "the kernel refuses";
        for (int tenth = 0; tenth < 30; tenth++) {
            poll(100L * tenth * MS, true);
        }

        assertThat(events.stream().filter("attempt"::equals)).hasSize(3);
        assertThat(log.all())
                .hasSize(2)
                .last()
                .asString()
                .contains("eth0 cannot be attached again", "the kernel refuses");

        ground.attachFails = "";
        poll(3 * SECOND_NS, false);
        assertThat(events).last().isEqualTo("up");
    }

    @Test
    void shouldCloseNothingAndTryAgainWhenAThreadDoesNotLeave() {
        ground.damage = LOST;
        ground.leaveFails = "the data path has not left its ports for 2 s: the node is stuck";
        poll(0, false);
        assertThat(events).containsExactly("down: the uplink TAP was deleted");

        ground.leaveFails = "";
        poll(SECOND_NS, false);
        assertThat(events).containsExactly("down: the uplink TAP was deleted", "left", "attempt", "up");
    }

    @Test
    void shouldNotBeInFaultBecauseItCannotLook() {
        ground.lookFails = "no memory";
        poll(0, false);
        poll(SECOND_NS, false);

        assertThat(events).isEmpty();
        assertThat(log.all()).singleElement().asString().contains("eth0 cannot be looked after", "no memory");
    }

    @Test
    void shouldTellWhatPortsRefuseButNotWhatALossHasToldAlready() {
        counters.get(EngineCounter.DROP_UPLINK_NO_BUFFERS).setRelease(3);
        poll(0, false);
        final String line =
                "eth0: drop-uplink-no-buffers is at 3 (frames that the uplink port refused because the kernel had no memory),"
                        + " the last error being ENOBUFS (No buffer space available)";
        assertThat(keeper.warnings()).containsExactly(line);
        assertThat(log.all()).containsExactly("WARN " + line + ". Remedy: find out what takes the machine's memory");

        for (int second = 1; second < 60; second++) {
            counters.get(EngineCounter.DROP_UPLINK_NO_BUFFERS).incrementRelease();
            poll(second * SECOND_NS, false);
        }
        assertThat(log.all()).as("once a minute").hasSize(1);

        ground.damage = LOST;
        counters.get(EngineCounter.DROP_HOST_GONE).setRelease(9);
        poll(60 * SECOND_NS, false);
        poll(61 * SECOND_NS, false);
        assertThat(log.all()).noneMatch(said -> said.contains("drop-host-gone"));
        assertThat(keeper.warnings()).isEmpty();
    }

    @Test
    void shouldShowWhatPortsRefusedForAMinute() {
        counters.get(EngineCounter.HOST_RECEIVE_FAILED).setRelease(1);
        poll(0, false);
        poll(PortFailures.SHOWN_NS - 1, false);
        assertThat(keeper.warnings()).singleElement().asString().contains("host-receive-failed is at 1", "EIO");
        poll(PortFailures.SHOWN_NS + SECOND_NS, false);
        assertThat(keeper.warnings()).isEmpty();
    }
}
