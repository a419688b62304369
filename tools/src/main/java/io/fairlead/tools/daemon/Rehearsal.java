package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.logging.Logging;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.agrona.IoUtil;
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
    private final Path countersFile;

    /** A node that is made of memory. */
    private static final class Actor implements AutoCloseable {

        private final MemoryPort uplink = new MemoryPort();
        private final MemoryPort host = new MemoryPort();
        private final Path countersFile;
        private final CountersFile counters;
        private final NodeCore core;

        Actor(
                final NodeConfig config,
                final NodeIdentity identity,
                final MutableLong clock,
                final SplittableRandom random,
                final Path countersFile) {
            this.countersFile = countersFile;
            counters = CountersFile.create(countersFile);
            core = new NodeCore(
                    config,
                    identity,
                    new NodeCore.Surroundings(
                            clock::get,
                            clock::get,
                            config.interfaceNames().stream()
                                    .map(name -> attached(name, identity))
                                    .toList(),
                            List.of(new Sleepless()),
                            new Sleepless(),
                            () -> 0,
                            () -> 0,
                            random::nextLong,
                            counters,
                            List.of(SteeringTables.inMemory(CAPACITY, 1))));
        }

        private AttachedInterface attached(final String name, final NodeIdentity identity) {
            final boolean isFirst = name.equals(identity.interfaceName());
            return new AttachedInterface(
                    name,
                    identity.mac(),
                    IpAddress.ofIpv4(identity.managementIp()),
                    IpAddress.ofIpv6(0xFE80_0000_0000_0000L, identity.managementIp() & 0xFFFF_FFFFL),
                    isFirst ? LegPorts.of(uplink, host) : LegPorts.of(new MemoryPort(), new MemoryPort()),
                    new NoKernelAddresses(),
                    KernelNeighbors.NONE,
                    KernelMacs.STEADY);
        }

        void run() {
            for (final DutyAgent agent : List.<DutyAgent>of(core.dataPaths().get(0), core.conductor())) {
                try {
                    agent.doWork();
                } catch (final Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            host.takeSent();
        }

        long nextDeadlineNs() {
            return Math.min(
                    core.dataPaths().get(0).nextDeadlineNs(), core.conductor().nextDeadlineNs());
        }

        boolean isDirector() {
            return core.conductor().routers().drivers().get(0).isDirector();
        }

        @Override
        public void close() {
            counters.close();
            IoUtil.deleteIfExists(countersFile.toFile());
        }
    }

    private static final class NoKernelAddresses implements KernelAddresses {
        @Override
        public void show(final IpAddress virtualIp) {}

        @Override
        public void hide(final IpAddress virtualIp) {}
    }

    private static final class Sleepless implements Waiter {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }

    Rehearsal(final NodeConfig config, final NodeIdentity identity, final Path folder) {
        this.config = config;
        this.identity = identity;
        this.countersFile = folder.resolve("rehearsal.counters");
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
                playUntil(clock, one, other, () -> one.isDirector() != other.isDirector());
                final Actor survivor = one.isDirector() ? other : one;
                playUntil(clock, survivor, survivor, survivor::isDirector);
            }
        }
    }

    private Actor actor(final int number, final MutableLong clock, final SplittableRandom random) {
        return new Actor(
                config,
                new NodeIdentity(
                        identity.name(),
                        identity.interfaceName(),
                        identity.managementIp() ^ number,
                        null,
                        identity.broadcastIp(),
                        identity.mac() ^ number,
                        random.nextLong()),
                clock,
                random,
                countersFile.resolveSibling(countersFile.getFileName() + "." + number));
    }

    private static void playUntil(
            final MutableLong clock, final Actor one, final Actor other, final BooleanSupplier isOver) {
        for (int step = 0; step < MOST_STEPS && !isOver.getAsBoolean(); step++) {
            one.run();
            one.uplink.takeSent().forEach(other.uplink::inject);
            other.run();
            other.uplink.takeSent().forEach(one.uplink::inject);
            clock.set(Math.max(clock.get() + 1, Math.min(one.nextDeadlineNs(), other.nextDeadlineNs())));
        }
    }
}
