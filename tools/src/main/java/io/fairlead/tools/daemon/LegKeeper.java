package io.fairlead.tools.daemon;

import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.events.EventKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stack behind one interface, whatever others do to it: looks once a second and soon after the kernel told of a change, puts right what can be while
 * frames flow, and else leaves the interface and attaches again, at once and then every second, until it succeeds.
 *
 * <p>For one thread at a time, but for {@link #warnings}.
 */
final class LegKeeper {

    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Changes come in swarms, and each look asks the kernel several times. */
    static final long LEAST_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final String interfaceName;
    private final Ground ground;
    private final Listener listener;
    private final PortFailures failures;
    private final NanoClock clock;
    private final LogLimit limit = new LogLimit();
    private volatile List<String> warnings = List.of();
    private long lastNs;
    private long nextNs;
    private boolean mayHurry = true;
    private boolean isApart;
    private boolean isAway;
    private boolean isFaulty;
    private String reason = "";
    private long sinceNs;

    /** What is wrong with an attachment, in words that go on behind the interface's name. */
    record LegDamage(String text, boolean canBeMended) {}

    /** What the keeper stands on. All calls may take a while. */
    interface Ground {

        /** What is wrong, if anything. */
        Optional<LegDamage> damage();

        /** Puts right what can be while the ports are in use. */
        void mend();

        /** Takes the ports out of use and closes them; nothing is closed if that fails. */
        void leave() throws ControlException;

        /** Attaches again; false while there is no interface. */
        boolean attach() throws ControlException;
    }

    /** Who wants to know. */
    interface Listener {

        /** Frames do not pass any more, or pass again. */
        void onAttachment(boolean isUp, String why);

        /** Something was put right before it mattered. */
        void onMended();
    }

    LegKeeper(
            final String interfaceName,
            final Ground ground,
            final PortFailures failures,
            final Listener listener,
            final NanoClock clock) {
        this.interfaceName = interfaceName;
        this.ground = ground;
        this.failures = failures;
        this.listener = listener;
        this.clock = clock;
        this.lastNs = clock.nanoTime();
        this.nextNs = lastNs;
    }

    /** Does what is due; {@code isNetworkChanged} if the kernel told of a change since the last call. */
    void poll(final long nowNs, final boolean isNetworkChanged) {
        if (isNetworkChanged && mayHurry && lastNs + LEAST_INTERVAL_NS - nextNs < 0) {
            nextNs = lastNs + LEAST_INTERVAL_NS;
        }
        if (nextNs - nowNs > 0) {
            return;
        }
        lastNs = nowNs;
        nextNs = nowNs + INTERVAL_NS;
        mayHurry = true;
        try {
            if (isApart) {
                comeBack(nowNs);
            } else {
                look(nowNs);
            }
        } catch (final RuntimeException | ControlException e) {
            failed(e, nowNs);
        }
        warnings = warningsAt(nowNs);
    }

    private void failed(final Exception e, final long nowNs) {
        // an attempt makes changes itself, which must not call for the next one
        mayHurry = false;
        if (limit.isDue("failed: " + e.getMessage(), nowNs)) {
            LOG.error(
                    "{} cannot be {}, which is tried every second: {}",
                    interfaceName,
                    isApart ? "attached again" : "looked after",
                    e.getMessage());
        }
    }

    long remainingNs(final long nowNs) {
        return Math.max(0, nextNs - nowNs);
    }

    private void look(final long nowNs) throws ControlException {
        final Optional<LegDamage> damage = ground.damage();
        if (damage.isEmpty()) {
            recovered();
            failures.poll(nowNs);
            return;
        }
        reason = damage.get().text();
        if (damage.get().canBeMended()) {
            mend(nowNs);
            return;
        }
        isApart = true;
        isAway = false;
        if (limit.isDue("lost: " + reason, nowNs)) {
            EventKind.INTERFACE_LOST
                    .log()
                    .addKeyValue("interface", interfaceName)
                    .addKeyValue("cause", reason)
                    .log(
                            "{}: {}. No frame passes, and its virtual routers are in fault, until it is attached again, which is tried"
                                    + " at once and then every second",
                            interfaceName,
                            reason);
        }
        fault(reason, nowNs);
        comeBack(nowNs);
    }

    private void mend(final long nowNs) {
        try {
            ground.mend();
        } catch (final RuntimeException e) {
            failed(e, nowNs);
            fault(reason, nowNs);
            return;
        }
        listener.onMended();
        if (limit.isDue("mended: " + reason, nowNs)) {
            EventKind.INTERFACE_MENDED
                    .log()
                    .addKeyValue("interface", interfaceName)
                    .addKeyValue("cause", reason)
                    .log(
                            "{}: {}. It was put right at once. Remedy: keep others from changing what belongs to Fairlead",
                            interfaceName,
                            reason);
        }
        recovered();
    }

    private void comeBack(final long nowNs) throws ControlException {
        if (!isAway) {
            ground.leave();
            isAway = true;
        }
        if (!ground.attach()) {
            if (limit.isDue("missing", nowNs)) {
                LOG.error(
                        "there is no interface {} to attach to. Remedy: plug it in, or make it again under this name",
                        interfaceName);
            }
            return;
        }
        isApart = false;
        failures.forget();
        recovered();
    }

    private void fault(final String why, final long nowNs) {
        if (!isFaulty) {
            isFaulty = true;
            sinceNs = nowNs;
            listener.onAttachment(false, why);
        }
    }

    private void recovered() {
        if (isFaulty) {
            isFaulty = false;
            // an attempt takes a while itself
            final long lostNs = clock.nanoTime() - sinceNs;
            EventKind.INTERFACE_BACK
                    .log()
                    .addKeyValue("interface", interfaceName)
                    .log(
                            "{} is attached again, {} ms after it was missed",
                            interfaceName,
                            TimeUnit.NANOSECONDS.toMillis(lostNs));
            listener.onAttachment(true, "attached again");
        }
    }

    private List<String> warningsAt(final long nowNs) {
        return isFaulty
                ? List.of(interfaceName + ": " + reason + ", for "
                        + TimeUnit.NANOSECONDS.toSeconds(nowNs - sinceNs)
                        + " s: no frame passes; it is attached again as soon as that is possible")
                : failures.warnings(nowNs);
    }

    /** What status shows of it. Any thread. */
    List<String> warnings() {
        return warnings;
    }
}
