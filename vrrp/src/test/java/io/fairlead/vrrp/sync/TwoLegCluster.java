package io.fairlead.vrrp.sync;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.SimulatedTime;
import io.fairlead.vrrp.Takeover;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterOutput;
import io.fairlead.vrrp.VirtualRouterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Nodes with a leg on each of two segments and a sync group over both, on virtual time, from a seed. */
final class TwoLegCluster {

    static final long INTERVAL_NS = 1_000_000_000L;

    private static final long MAX_DELAY_NS = 3_000_000L;
    private static final long MAX_PREPARATION_NS = 80_000_000L;
    private static final int LEGS = 2;

    private final SimulatedTime time = new SimulatedTime();
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final double[] loss = new double[LEGS];
    private final boolean[] isCut = new boolean[LEGS];
    private int transitions;

    TwoLegCluster(final long seed) {
        random = new Random(seed);
        final int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(i, 60 * (i + 1)));
        }
    }

    /** One node: two routers, one fate. */
    private final class Node {

        private final int index;
        private final int priority;
        private List<Leg> legs = List.of();
        private SyncGroup group = new SyncGroup("VG_1");
        private boolean isRunning;

        Node(final int index, final int priority) {
            this.index = index;
            this.priority = priority;
        }

        void start() {
            isRunning = true;
            group = new SyncGroup("VG_1");
            legs = List.of(new Leg(this, 0), new Leg(this, 1));
            legs.forEach(leg -> group.add(leg.router, leg));
            group.start(time.nowNs());
            settled();
        }

        void stop() {
            group.stop(time.nowNs());
            isRunning = false;
        }

        void settled() {
            group.settle(time.nowNs());
            final boolean isHeldDown = legs.stream().anyMatch(leg -> leg.router.isHeldDown(time.nowNs()));
            if (isHeldDown && legs.stream().anyMatch(Leg::isMaster)) {
                throw new AssertionError(
                        "master on one leg and held down on the other at " + time.nowNs() + ": " + this);
            }
            legs.forEach(Leg::planPoll);
        }

        boolean isDirector() {
            return isRunning && legs.stream().allMatch(Leg::isMaster);
        }

        boolean isMasterAnywhere() {
            return isRunning && legs.stream().anyMatch(Leg::isMaster);
        }

        @Override
        public String toString() {
            return "node " + index + (isRunning ? " " + legs : " down");
        }
    }

    /** One router of a node. */
    private final class Leg implements VirtualRouterOutput {

        private final Node node;
        private final int segment;
        private final VirtualRouter router;
        private long plannedPollNs;

        Leg(final Node node, final int segment) {
            this.node = node;
            this.segment = segment;
            router = new VirtualRouter(
                    VirtualRouterConfig.builder(
                                    51 + segment,
                                    IpAddress.ofIpv4(0x0A33_0001 + 256 * segment + node.index),
                                    List.of(IpAddress.ofIpv4(0x0A33_0064 + 256 * segment)))
                            .priority(node.priority)
                            .build(),
                    node.group);
        }

        boolean isMaster() {
            return router.state() == VirtualRouterState.MASTER;
        }

        boolean isCurrent() {
            return node.isRunning && node.legs.contains(this);
        }

        void planPoll() {
            final long pollNs = router.nextDeadlineNs();
            if (pollNs == VirtualRouter.NO_DEADLINE || pollNs == plannedPollNs) {
                return;
            }
            plannedPollNs = pollNs;
            time.at(Math.max(pollNs, time.nowNs()), () -> {
                if (isCurrent() && plannedPollNs == pollNs) {
                    router.poll(time.nowNs(), this);
                    plannedPollNs = 0;
                    node.settled();
                }
            });
        }

        void receive(final Advertisement advertisement) {
            if (isCurrent()) {
                router.onAdvertisement(advertisement, time.nowNs(), this);
                node.settled();
            }
        }

        @Override
        public void prepareTakeover(final Takeover takeover) {
            transitions++;
            time.at(time.nowNs() + random.nextLong(MAX_PREPARATION_NS), () -> {
                if (isCurrent()) {
                    router.takeoverPrepared(takeover.id(), time.nowNs(), this);
                    node.settled();
                }
            });
        }

        @Override
        public void takeoverCancelled(final Takeover takeover, final TransitionCause cause) {}

        @Override
        public void stateChanged(
                final VirtualRouterState before, final VirtualRouterState after, final TransitionCause cause) {
            transitions++;
        }

        @Override
        public void sendAdvertisement(final int priority) {
            final VirtualRouterConfig config = router.config();
            final Advertisement sent = new Advertisement(
                    config.version(),
                    config.vrid(),
                    priority,
                    config.advertisementIntervalNs(),
                    0,
                    config.localAddress(),
                    Frames.GROUP,
                    Frames.MAC_1,
                    config.addresses());
            for (final Node other : nodes) {
                final boolean isLost = isCut[segment] || random.nextDouble() < loss[segment];
                if (other != node && other.isRunning && !isLost) {
                    final Leg receiver = other.legs.get(segment);
                    time.at(time.nowNs() + random.nextLong(MAX_DELAY_NS), () -> receiver.receive(sent));
                }
            }
        }

        @Override
        public void announceAddresses(final int times) {}

        @Override
        public void disarm() {}

        @Override
        public void log(final String line) {}

        @Override
        public String toString() {
            return "leg " + segment + " " + router.state();
        }
    }

    void start() {
        nodes.forEach(node -> time.at(random.nextLong(3 * INTERVAL_NS), () -> {
            if (!node.isRunning) {
                node.start();
            }
        }));
    }

    void cut(final int segment, final boolean cut) {
        isCut[segment] = cut;
    }

    void run(final long durationNs) {
        time.runUntil(time.nowNs() + durationNs, () -> {});
    }

    void trouble(final long durationNs) {
        final long endNs = time.nowNs() + durationNs;
        while (time.nowNs() < endNs) {
            run(random.nextLong(3 * INTERVAL_NS));
            final int segment = random.nextInt(LEGS);
            final Node node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(4)) {
                case 0 -> loss[segment] = random.nextBoolean() ? 0 : random.nextDouble();
                case 1 -> isCut[segment] = random.nextBoolean();
                case 2 -> {
                    if (node.isRunning) {
                        node.stop();
                    }
                }
                default -> {
                    if (!node.isRunning) {
                        node.start();
                    }
                }
            }
        }
        for (int segment = 0; segment < LEGS; segment++) {
            loss[segment] = 0;
            isCut[segment] = false;
        }
        nodes.stream().filter(node -> !node.isRunning).forEach(Node::start);
    }

    /** Changes of state, and attempts at one. */
    int transitions() {
        return transitions;
    }

    /** The nodes that are director on both legs. */
    List<Integer> directors() {
        return nodes.stream().filter(Node::isDirector).map(node -> node.index).toList();
    }

    /** The nodes that are master of at least one leg. */
    List<Integer> masters() {
        return nodes.stream()
                .filter(Node::isMasterAnywhere)
                .map(node -> node.index)
                .toList();
    }

    int best() {
        return nodes.size() - 1;
    }

    @Override
    public String toString() {
        return nodes.toString();
    }
}
