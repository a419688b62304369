package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.logging.Logging;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.agrona.collections.MutableLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays takeovers between two nodes in memory, on a clock of its own, while the real node listens: the first takeover of a fresh JVM would run code that
 * was never compiled, and take some tens of milliseconds that clients wait for. Nothing of it reaches a wire, a kernel, a log or the node's
 * counters.
 */
final class Rehearsal implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private static final int TAKEOVERS = 20;
    private static final int CAPACITY = 1 << 6;
    private static final int MOST_STEPS = 5_000;
    private static final long SEED = 1;

    private final NodeConfig config;
    private final NodeIdentity identity;

    /** One of the two nodes. */
    private static final class Actor implements AutoCloseable {

        private final MemoryPort uplink = new MemoryPort();
        private final MemoryPort host = new MemoryPort();
        private final MemoryNode node;

        Actor(
                final NodeConfig config,
                final MemoryNode.Machine machine,
                final MutableLong clock,
                final SplittableRandom random) {
            node = new MemoryNode(
                    config,
                    machine,
                    new MemoryNode.Fate(clock::get, clock::get, random::nextLong),
                    new MemoryNode.Ports(uplink, host, uplink),
                    CAPACITY);
        }

        void run() {
            node.run();
            host.takeSent();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    Rehearsal(final NodeConfig config, final NodeIdentity identity) {
        this.config = config;
        this.identity = identity;
    }

    /** Begins on a thread of its own, and returns at once. */
    void start() {
        final Thread thread = new Thread(this, Logging.SILENT_THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            // Not as a nice thread: on a busy machine it would get no turn for long, and every safepoint waits for it.
            play();
        } catch (final RuntimeException e) {
            LOG.warn("the first takeover will be slower than it could be: its rehearsal failed", e);
        }
    }

    /** Each time the director falls silent, the other one takes over, and gives way when the first one is back. */
    void play() {
        final SplittableRandom random = new SplittableRandom(SEED);
        final MutableLong clock = new MutableLong();
        try (Actor one = actor(0, clock, random);
                Actor other = actor(1, clock, random)) {
            for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
                playUntil(clock, one, other, () -> one.node.isDirector() != other.node.isDirector());
                final Actor survivor = one.node.isDirector() ? other : one;
                playUntil(clock, survivor, survivor, survivor.node::isDirector);
            }
        }
    }

    private Actor actor(final int number, final MutableLong clock, final SplittableRandom random) {
        return new Actor(
                config,
                new MemoryNode.Machine(
                        identity.managementIp() ^ number, null, identity.broadcastIp(), identity.mac() ^ number),
                clock,
                random);
    }

    private static void playUntil(
            final MutableLong clock, final Actor one, final Actor other, final BooleanSupplier isOver) {
        for (int step = 0; step < MOST_STEPS && !isOver.getAsBoolean(); step++) {
            one.run();
            one.uplink.takeSent().forEach(other.uplink::inject);
            other.run();
            other.uplink.takeSent().forEach(one.uplink::inject);
            clock.set(Math.max(clock.get() + 1, Math.min(one.node.nextDeadlineNs(), other.node.nextDeadlineNs())));
        }
    }
}
