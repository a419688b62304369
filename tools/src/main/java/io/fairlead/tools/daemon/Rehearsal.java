package io.fairlead.tools.daemon;

import io.fairlead.tapio.NativeHeap;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.logging.Logging;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.agrona.collections.MutableInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a node's life with another one in memory, on a clock of its own, while the real node listens: takeovers, quiet times, and connections of clients. The first
 * takeover, and the first clients, of a fresh JVM would run code that was never compiled, and wait for it. Nothing of it reaches a wire, a kernel, a log or the node's
 * counters.
 */
final class Rehearsal implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private static final int TAKEOVERS = 20;
    private static final int MOST_STEPS = 5_000;
    /** More often than the JVM's first compiler waits for (Tier3InvocationThreshold). */
    private static final int QUIET_STEPS = 1_000;

    /**
     * Of six frames each, for the second compiler to have seen enough (Tier4InvocationThreshold) of each way that a frame may take. Tests of a JVM without that one, which start some hundreds of daemons, have
     * none.
     */
    private static final int CONNECTIONS = Integer.getInteger("fairlead.rehearsal.connections", 10_000);

    private static final int AT_ONCE = 16;

    /** So many connections, and then a pause: while its queue is long, the second compiler takes only what was called many times as often. */
    private static final int BETWEEN_PAUSES = 1_000;

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** For the compilers to be done with what they have seen, and for the JVM to have freed what they used, after which it looks every five seconds. */
    private static final Duration COMPILING = Duration.ofSeconds(8);

    private final NodeConfig config;
    private final NodeIdentity identity;
    private final Duration pause;

    Rehearsal(final NodeConfig config, final NodeIdentity identity, final Duration pause) {
        this.config = config.withAllRoles();
        this.identity = identity;
        this.pause = pause;
    }

    /** Begins one on a thread of its own, and returns at once. */
    static void start(final NodeConfig config, final NodeIdentity identity) {
        final Thread thread = new Thread(new Rehearsal(config, identity, PAUSE), Logging.SILENT_THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            // Not as a nice thread: on a busy machine it would get no turn for long, and every safepoint waits for it.
            play();
            Thread.sleep(COMPILING.toMillis());
            giveBack();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException e) {
            LOG.warn(
                    "the first takeover and the first clients will be slower than they could be: their rehearsal failed",
                    e);
        }
    }

    /** The nodes that were played have memory outside of the heap, and the compilers have freed some that nobody needs again: an idle daemon would keep both for hours. */
    private static void giveBack() {
        System.gc();
        NativeHeap.trim();
    }

    /**
     * Plays all of it.
     *
     * @return answers that clients were given: three for each connection
     */
    int play() throws InterruptedException {
        try (RehearsedPair pair = new RehearsedPair(config, identity)) {
            pair.becomeHealthy();
            for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
                takeOver(pair);
            }
            stepUntil(pair::step, () -> pair.director().isPresent() && pair.knowEachOther());
            for (int step = 0; step < QUIET_STEPS; step++) {
                pair.step();
            }
            final Optional<RehearsedClients> clients = RehearsedClients.of(config);
            return clients.isPresent() ? serve(pair, clients.get()) : 0;
        }
    }

    /** The director falls silent, and the other one takes over, and gives way when the first one is back. */
    private static void takeOver(final RehearsedPair pair) {
        stepUntil(pair::step, () -> pair.director().isPresent());
        pair.director()
                .map(pair::peerOf)
                .ifPresent(survivor -> stepUntil(() -> pair.stepAlone(survivor), survivor::isDirector));
    }

    private int serve(final RehearsedPair pair, final RehearsedClients clients) throws InterruptedException {
        final MutableInteger answers = new MutableInteger();
        for (int first = 0; first < CONNECTIONS; first += AT_ONCE) {
            if (first % BETWEEN_PAUSES < AT_ONCE) {
                Thread.sleep(pause.toMillis());
            }
            for (final RehearsedClients.Turn turn : RehearsedClients.Turn.values()) {
                for (int connection = first; connection < first + AT_ONCE; connection++) {
                    final int which = connection;
                    pair.director()
                            .ifPresent(director -> pair.receive(director, clients.frame(which, turn, director.mac())));
                }
                pair.exchange(frame -> {
                    final Optional<byte[]> answer = clients.answer(frame);
                    answer.ifPresent(any -> answers.increment());
                    return answer;
                });
            }
            pair.step();
        }
        return answers.get();
    }

    private static void stepUntil(final Runnable step, final BooleanSupplier isOver) {
        for (int i = 0; i < MOST_STEPS && !isOver.getAsBoolean(); i++) {
            step.run();
        }
    }
}
