package io.fairlead.tools.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.VrrpPeer;
import io.fairlead.tools.lab.VrrpSettings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each test has a segment of its own, and spends its time waiting for timers: they run beside each other, and beside no others. */
@Tag("peers")
final class InteropIT {
    private static final String CONTESTS = "io.fairlead.tools.interop.Contest#all";
    private static final int HIGH = 200;
    private static final int LOW = 100;
    // What a busy machine may add to a timer. Not so much that a takeover after a resignation could be one after a
    // death.
    private static final Duration SLACK = Duration.ofMillis(250);
    // Less than another master-down interval of a second, which is what a timer that was started again would add.
    private static final Duration DEATH_SLACK = Duration.ofMillis(2500);
    // What a client may have to wait beyond that, its own kernel and the machine's load included.
    private static final Duration CLIENT_SLACK = Duration.ofSeconds(1);

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldTakeOverFromALowerRivalAndHandBackWhenStopped(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(HIGH, 1), new Side(LOW, 2))) {
            final VrrpPeer ours = duel.ours();
            final VrrpPeer theirs = duel.theirs();
            theirs.start();
            duel.awaitMaster(theirs);
            try (Pinger pinger = duel.ping()) {
                ours.start();
                duel.awaitMaster(ours);
                duel.awaitBackup(theirs);
                assertThat(duel.announcements()).isGreaterThanOrEqualTo(5);

                ours.stop();
                duel.awaitMaster(theirs);

                assertHandedOver(duel, ours, theirs, duel.theirSettings());
                assertThat(pinger.stop().longestSilence())
                        .isLessThan(duel.theirSettings().skewTime().plus(CLIENT_SLACK));
            }
            assertThat(duel.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldYieldToAHigherRivalAndTakeOverWhenItIsStopped(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(LOW, 2), new Side(HIGH, 1))) {
            final VrrpPeer ours = duel.ours();
            final VrrpPeer theirs = duel.theirs();
            ours.start();
            duel.awaitMaster(ours);
            try (Pinger pinger = duel.ping()) {
                theirs.start();
                duel.awaitMaster(theirs);
                duel.awaitBackup(ours);

                theirs.stop();
                duel.awaitMaster(ours);

                assertHandedOver(duel, theirs, ours, duel.ourSettings());
                assertThat(pinger.stop().longestSilence())
                        .isLessThan(duel.ourSettings().skewTime().plus(CLIENT_SLACK));
            }
            assertThat(duel.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldBeReplacedByTheRivalWhenKilledAndTakeOverAgainWhenStartedAgain(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(HIGH, 1), new Side(LOW, 2))) {
            assertReplacedWhenKilled(duel, duel.ours(), duel.theirs(), duel.theirSettings());
            assertThat(duel.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldReplaceTheRivalWhenItIsKilledAndYieldWhenItIsStartedAgain(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(LOW, 2), new Side(HIGH, 1))) {
            assertReplacedWhenKilled(duel, duel.theirs(), duel.ours(), duel.ourSettings());
            assertThat(duel.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldStayMasterWhenASplitOfEqualPrioritiesHealsAndOurAddressIsHigher(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(LOW, 2), new Side(LOW, 1))) {
            assertHealed(duel, duel.ours(), duel.theirs());
        }
    }

    @ParameterizedTest
    @MethodSource(CONTESTS)
    @Execution(ExecutionMode.CONCURRENT)
    void shouldYieldWhenASplitOfEqualPrioritiesHealsAndTheRivalsAddressIsHigher(final Contest contest) {
        try (Duel duel = Duel.open(contest, new Side(LOW, 1), new Side(LOW, 2))) {
            assertHealed(duel, duel.theirs(), duel.ours());
        }
    }

    /** RFC 3768 and RFC 9568, section 6.4.2: after priority 0 a backup waits for its skew time alone. */
    private static void assertHandedOver(
            final Duel duel, final VrrpPeer old, final VrrpPeer successor, final VrrpSettings settings) {
        final CapturedAdvertisement last = duel.lastOf(old);
        assertThat(last.priority()).isZero();
        assertThat(duel.untilFirstOf(successor, last))
                .as(duel::logs)
                .isLessThan(settings.skewTime()
                        .plus(settings.interval().dividedBy(2))
                        .plus(SLACK));
    }

    private static void assertReplacedWhenKilled(
            final Duel duel, final VrrpPeer killed, final VrrpPeer successor, final VrrpSettings settings) {
        killed.start();
        successor.start();
        duel.awaitMaster(killed);
        duel.awaitBackup(successor);
        try (Pinger pinger = duel.ping()) {
            killed.kill9();
            duel.awaitMaster(successor);

            final CapturedAdvertisement last = duel.lastOf(killed);
            assertThat(last.priority()).isNotZero();
            final Duration masterDown = settings.masterDownInterval();
            assertThat(duel.untilFirstOf(successor, last))
                    .as(duel::logs)
                    .isBetween(masterDown.minus(settings.interval()), masterDown.plus(DEATH_SLACK));

            killed.start();
            duel.awaitMaster(killed);
            duel.awaitBackup(successor);
            assertThat(pinger.stop().longestSilence())
                    .isLessThan(masterDown.plus(DEATH_SLACK).plus(CLIENT_SLACK));
        }
    }

    /** Both have a majority of one; when they hear each other again, the one with the higher address goes on. */
    private static void assertHealed(final Duel duel, final VrrpPeer higher, final VrrpPeer lower) {
        duel.separate();
        higher.start();
        lower.start();
        duel.awaitTwoMasters();

        duel.join();

        duel.awaitMaster(higher);
        duel.awaitBackup(lower);
        assertThat(duel.complaints()).isEmpty();
    }
}
