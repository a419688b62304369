package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Prober;
import java.time.Duration;

/** The director's daemon is killed and started again; a backup takes over, then the old director returns. */
final class DeathStep implements DemoStep {
    private static final Duration CALM_BEFORE = Duration.ofSeconds(1);
    private static final Duration DEAD_TIME = Duration.ofMillis(1500);
    private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(8);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(15);
    // VRRP v2 with adverts each second: 3 s and a skew below 1 s (RFC 3768 section 6.1), and what the takeover itself
    // takes.
    private static final Duration EXPECTED_GAP = Duration.ofSeconds(4);
    // No connection of the host minds it. How long a start takes where nothing else runs, bench/bin/start tells: here
    // three daemons, their proxies and clients share the processors.
    private static final Duration EXPECTED_START = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "kill -9 of the director's daemon, started again " + Progress.seconds(DEAD_TIME) + " later";
    }

    @Override
    public void run(final Stage stage) {
        final Lab lab = stage.lab();
        final LabNode old = stage.preferredDirector();
        final Client observer = observer(stage, old);
        try (Prober virtualIp = observer.probe(LabPlan.VIRTUAL_IP);
                Prober host = observer.probe(old.address())) {
            Await.pause(CALM_BEFORE);
            final long killedNs = System.nanoTime();
            old.daemon().kill9();
            stage.progress().note("killed the daemon of " + old.name());
            Await.pause(DEAD_TIME);
            final long restartedNs = System.nanoTime();
            old.daemon().restart();
            stage.progress().note("started it again");

            Await.until("takeover by a backup", TAKEOVER_LIMIT, () -> lab.directors().stream()
                    .anyMatch(node -> !node.equals(old)));
            stage.progress().note("director after " + Progress.seconds(since(killedNs)) + ": " + Directors.names(lab));
            Directors.show(stage);
            Await.until("return of " + old.name(), RETURN_LIMIT, () -> Directors.isOnly(lab, old));
            final Duration back = since(restartedNs);
            stage.progress().note("director again " + Progress.seconds(back) + " after its restart: " + old.name());
            Directors.show(stage);
            Await.pause(CALM_BEFORE);

            atMost(EXPECTED_GAP, stage, "longest silence of a ping to the virtual IP", virtualIp.longestPingGap());
            atMost(EXPECTED_GAP, stage, "longest time without a new connection", virtualIp.longestConnectGap());
            atMost(
                    EXPECTED_START,
                    stage,
                    "host of the restarted daemon answers again",
                    host.firstPingAnswerAfter(restartedNs));
            stage.findings()
                    .add(
                            true,
                            "old director takes the virtual IP back",
                            old.name(),
                            old.name(),
                            Progress.seconds(back) + " after its restart");
        }
    }

    /** A client that a surviving node serves, so that what it sees is the director's absence alone. */
    private static Client observer(final Stage stage, final LabNode director) {
        return stage.seats().stream()
                .filter(seat -> !seat.servedBy().equals(director.name()))
                .filter(seat -> seat.source().equals(seat.client().address()))
                .map(Seat::client)
                .findFirst()
                .orElseThrow(() -> new LabException("no client is served by a node that will survive"));
    }

    private static void atMost(final Duration limit, final Stage stage, final String what, final Duration seen) {
        stage.findings()
                .add(seen.compareTo(limit) <= 0, what, "at most " + Progress.seconds(limit), Progress.seconds(seen));
    }

    private static Duration since(final long startNs) {
        return Duration.ofNanos(System.nanoTime() - startNs);
    }
}
