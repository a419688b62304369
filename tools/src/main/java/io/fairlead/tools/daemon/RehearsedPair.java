package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.MemoryPort;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.config.NodeConfig;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.agrona.collections.MutableLong;
import org.agrona.concurrent.UnsafeBuffer;

/** The node and another one of its cluster, as two that run in memory alone, on a wire and a clock of their own. */
final class RehearsedPair implements AutoCloseable {

    private static final int CAPACITY = 1 << 13;
    private static final long SEED = 1;
    private static final int MOST_PASSES = 100;
    // as many as a TAP is asked for at once
    private static final int BATCH = 64;

    private final MutableLong clock = new MutableLong();
    private final Actor one;
    private final Actor other;

    /** One of the two nodes. */
    static final class Actor {

        private final MemoryPort uplink = new MemoryPort();
        private final MemoryPort host = new MemoryPort();
        private final UnsafeBuffer frameMemory = new UnsafeBuffer(0, 0);
        private final EthernetFrame ethernet = new EthernetFrame();
        private final long mac;
        private final MemoryNode node;

        private Actor(
                final NodeConfig config,
                final MemoryNode.Machine machine,
                final MutableLong clock,
                final SplittableRandom random) {
            mac = machine.mac();
            node = new MemoryNode(
                    config,
                    machine,
                    new MemoryNode.Fate(clock::get, clock::get, random::nextLong),
                    new MemoryNode.Ports(uplink, host, uplink),
                    CAPACITY);
            if (config.engine().ioUring()) {
                uplink.batchLimit(BATCH);
                host.batchLimit(BATCH);
            }
        }

        /** Takes what came, and gives what it sends to the peer. True if either of them, or this one's kernel, has something new to look at. */
        private boolean run(final Actor peer, final Function<byte[], Optional<byte[]>> kernel) {
            boolean isGoingOn = false;
            node.run();
            for (final byte[] headerAndFrame : host.takeSentWithHeaders()) {
                final Optional<byte[]> answer = kernel.apply(headerAndFrame);
                answer.ifPresent(host::injectWithHeader);
                isGoingOn |= answer.isPresent();
            }
            for (final byte[] headerAndFrame : uplink.takeSentWithHeaders()) {
                if (peer.isFor(headerAndFrame)) {
                    peer.uplink.injectWithHeader(headerAndFrame);
                    isGoingOn = true;
                }
            }
            return isGoingOn;
        }

        private boolean isFor(final byte[] headerAndFrame) {
            frameMemory.wrap(headerAndFrame, FramePort.HEAD_ROOM, headerAndFrame.length - FramePort.HEAD_ROOM);
            final long destination =
                    ethernet.wrap(frameMemory, 0, frameMemory.capacity()).destination();
            return destination == mac || MacAddress.isGroup(destination);
        }

        boolean isDirector() {
            return node.isDirector();
        }

        long mac() {
            return mac;
        }
    }

    RehearsedPair(final NodeConfig config, final NodeIdentity identity) {
        final SplittableRandom random = new SplittableRandom(SEED);
        one = new Actor(
                config,
                new MemoryNode.Machine(
                        identity.managementIp(), identity.managementIp6(), identity.broadcastIp(), identity.mac()),
                clock,
                random);
        other = new Actor(
                config,
                new MemoryNode.Machine(peerOf(identity, config), null, identity.broadcastIp(), identity.mac() ^ 1),
                clock,
                random);
    }

    /** One that the node believes. */
    private static int peerOf(final NodeIdentity identity, final NodeConfig config) {
        return config.cluster().nodes().stream()
                .mapToInt(IpAddress::ipv4)
                .filter(address -> address != identity.managementIp())
                .findFirst()
                .orElse(identity.managementIp() ^ 1);
    }

    /** Who is director, if just one is. */
    Optional<Actor> director() {
        if (one.isDirector() == other.isDirector()) {
            return Optional.empty();
        }
        return Optional.of(one.isDirector() ? one : other);
    }

    Actor peerOf(final Actor actor) {
        return actor == one ? other : one;
    }

    void becomeHealthy() {
        one.node.becomeHealthy();
        other.node.becomeHealthy();
    }

    /** Is there a node for new clients beside the one that is asked? */
    boolean knowEachOther() {
        return takers(one) > 1 && takers(other) > 1;
    }

    private static long takers(final Actor actor) {
        return actor.node.candidates().stream()
                .filter(MemoryNode.Candidate::takesClients)
                .count();
    }

    /** Both do what is due, and time goes on to what is due next. */
    void step() {
        exchange(frame -> Optional.empty());
        goOn(Math.min(one.node.nextDeadlineNs(), other.node.nextDeadlineNs()));
    }

    /** As {@link #step}, with one of them dead. */
    void stepAlone(final Actor survivor) {
        survivor.node.run();
        survivor.uplink.takeSent();
        survivor.host.takeSent();
        goOn(survivor.node.nextDeadlineNs());
    }

    private void goOn(final long deadlineNs) {
        clock.set(Math.max(clock.get() + 1, deadlineNs));
    }

    /** Frames come to a node by the wire, each with its header in front. */
    void receive(final Actor actor, final byte[] headerAndFrame) {
        actor.uplink.injectWithHeader(headerAndFrame);
    }

    /** At this moment, until nobody has more to say. What kernels are given, and answer, has its header in front. */
    void exchange(final Function<byte[], Optional<byte[]>> kernels) {
        boolean isGoingOn = true;
        for (int pass = 0; isGoingOn && pass < MOST_PASSES; pass++) {
            final boolean isOneGoingOn = one.run(other, kernels);
            isGoingOn = other.run(one, kernels) || isOneGoingOn;
        }
    }

    @Override
    public void close() {
        one.node.close();
        other.node.close();
    }
}
