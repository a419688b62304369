package io.fairlead.bench.failover;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Pings;
import java.time.Duration;
import java.util.Random;
import java.util.function.BiConsumer;

/** Puts one group through all events and tells what its client saw of each. */
final class Trial {
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final int SETTLE_INTERVALS = 3;

    private final Group group;
    private final Timing timing;
    private final Random random;
    private final BiConsumer<Event, Sample> results;

    Trial(final Group group, final Timing timing, final Random random, final BiConsumer<Event, Sample> results) {
        this.group = group;
        this.timing = timing;
        this.random = random;
        this.results = results;
    }

    /** Starts the group, and stops it at the end, also after a failure. */
    void run() {
        try {
            group.start();
            measure(Event.KILL, () -> group.first().kill9(), group::awaitSecond);
            measure(Event.RETURN, () -> group.first().start(), group::awaitFirst);
            measure(Event.STOP, () -> group.first().stop(), group::awaitSecond);
            group.first().start();
            group.awaitFirst();
            measure(Event.LINK_DOWN, group::unplugFirst, group::awaitSecond);
            group.plugInFirst();
            group.awaitFirst();
            if (group.product() == Product.FAIRLEAD) {
                measure(Event.SWITCHOVER, () -> group.failover(group.second().name()), group::awaitSecond);
            }
        } finally {
            group.plugInFirst();
            group.stop();
        }
    }

    private void measure(final Event event, final Runnable happens, final Runnable awaitEffect) {
        try (Connections connections = connections();
                Pinger pinger = group.ping()) {
            // Anywhere within an interval, as in life.
            Await.pause(SETTLE.plus(
                    timing.interval().multipliedBy(random.nextInt(100)).dividedBy(100)));
            happens.run();
            awaitEffect.run();
            group.awaitAnswer(pinger);
            Await.pause(SETTLE.plus(timing.interval().multipliedBy(SETTLE_INTERVALS)));
            final Pings pings = pinger.stop();
            results.accept(event, new Sample(pings.longestSilence(), pings.lost(), connections.broken()));
        }
    }

    /** keepalived steers nothing: what goes through its virtual IP ends at the old director, and is gone with it. */
    private Connections connections() {
        return group.product() == Product.FAIRLEAD ? Connections.open(group.client()) : Connections.none();
    }
}
