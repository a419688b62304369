package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A segment with nodes and clients on it, on virtual time, from a seed: it loses, delays (and so reorders) frames, falls into parts, goes deaf in one
 * direction, and its nodes pause, crash, stop, start, change their priority and relieve each other. The seed also chooses the version and the intervals,
 * from 10 ms to 1 s. The invariants are looked at before every event, since nothing changes between two events.
 */
final class VirtualLan {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double CHAOS_ACTIONS_PER_INTERVAL = 0.6;
    private static final int CLIENTS = 3;

    private final SimulatedTime time = new SimulatedTime();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedClient> clients;
    private final Random random;
    private final LanInvariants invariants;
    private final long intervalNs;
    private final long maxDelayNs;

    /** Whether the first hears the second. */
    private final boolean[][] hears;

    private double loss;
    private boolean isChaos;

    VirtualLan(final long seed) {
        random = new Random(seed);
        final int count = 2 + random.nextInt(4);
        hears = new boolean[count][count];
        heal();
        final VrrpVersion version = random.nextInt(4) == 0 ? VrrpVersion.V2 : VrrpVersion.V3;
        final long[] intervalsNs = {1000 * MILLI, 100 * MILLI, 10 * MILLI};
        intervalNs = version == VrrpVersion.V2 ? intervalsNs[0] : intervalsNs[random.nextInt(intervalsNs.length)];
        maxDelayNs = random.nextInt(4) == 0 ? intervalNs / 3 : Math.min(3 * MILLI, intervalNs / 10);
        final boolean mayHoldOn = random.nextInt(4) == 0;
        final boolean mayDelay = random.nextInt(4) == 0;
        final boolean mayDiffer = version == VrrpVersion.V3 && random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            // node 0 can always be director; equal priorities are wanted
            final int priority = i > 0 && random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(5) * 60 + random.nextInt(2);
            nodes.add(new SimulatedNode(
                    this,
                    i,
                    VirtualRouterConfig.builder(
                                    51, IpAddress.ofIpv4(0x0A33_0001 + i), List.of(IpAddress.parse("10.51.0.100")))
                            .version(version)
                            .advertisementIntervalNs(mayDiffer ? intervalNs * (1 + random.nextInt(3)) : intervalNs)
                            .priority(priority)
                            .preempt(!mayHoldOn || random.nextBoolean())
                            .preemptDelayNs(mayDelay ? randomNs(5 * intervalNs) : 0)
                            .build()));
        }
        clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new SimulatedClient(random.nextInt(count)))
                .toList();
        invariants = new LanInvariants(this);
    }

    /** The longest of all nodes. */
    long longestIntervalNs() {
        return nodes.stream()
                .mapToLong(node -> node.config().advertisementIntervalNs())
                .max()
                .orElseThrow();
    }

    /** One that 10 ms and 1 s have in common: what happens per interval. */
    long intervalNs() {
        return intervalNs;
    }

    long maxDelayNs() {
        return maxDelayNs;
    }

    long maxPollLatenessNs() {
        return Math.min(2 * MILLI, intervalNs / 5);
    }

    /** All nodes start within a few intervals. */
    void start() {
        for (final SimulatedNode node : nodes) {
            at(nowNs() + randomNs(5 * intervalNs), () -> {
                if (!node.isRunning()) {
                    node.start();
                }
            });
        }
    }

    void chaos(final long durationNs) {
        isChaos = true;
        at(nowNs(), this::nextTrouble);
        run(durationNs);
        isChaos = false;
    }

    /** The trouble is over: all run, and hear each other. */
    void calmDown() {
        heal();
        for (final SimulatedNode node : nodes) {
            if (!node.isRunning()) {
                node.start();
            }
        }
    }

    void run(final long durationNs) {
        time.runUntil(nowNs() + durationNs, invariants::beforeEvent);
        // what the caller does next is an event, too
        invariants.beforeEvent();
    }

    private void nextTrouble() {
        if (!isChaos) {
            return;
        }
        at(
                nowNs() + (long) (-Math.log(1 - random.nextDouble()) * intervalNs / CHAOS_ACTIONS_PER_INTERVAL),
                this::nextTrouble);
        final SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(9)) {
            case 0 -> loss = random.nextBoolean() ? 0 : random.nextDouble() * 0.9;
            case 1 -> split();
            case 2 -> heal();
            case 3 -> pause(node);
            case 4 -> takeDown(node, random.nextBoolean());
            case 5 -> deafen();
            case 6 -> node.changePriority(random.nextInt(8) == 0 && node.index() > 0 ? 0 : 1 + random.nextInt(255));
            case 7 -> node.takeOver();
            default -> {
                if (!node.isRunning()) {
                    node.start();
                }
            }
        }
    }

    private void pause(final SimulatedNode node) {
        if (!node.isActive()) {
            return;
        }
        node.pause();
        at(nowNs() + randomNs(6 * intervalNs), () -> {
            if (node.isRunning() && node.isPaused()) {
                node.resume(random.nextBoolean());
            }
        });
    }

    private void takeDown(final SimulatedNode node, final boolean gracefully) {
        if (!node.isActive()) {
            return;
        }
        if (gracefully) {
            node.stop();
        } else {
            node.crash();
        }
        at(nowNs() + randomNs(6 * intervalNs), () -> {
            if (!node.isRunning()) {
                node.start();
            }
        });
    }

    /** In two parts; the clients stay with the node that they are plugged in beside. */
    void split() {
        final int count = nodes.size();
        final boolean[] isLeft = new boolean[count];
        for (int i = 0; i < count; i++) {
            isLeft[i] = random.nextBoolean();
        }
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                hears[i][j] = isLeft[i] == isLeft[j];
            }
        }
    }

    /** One no longer hears another, which may go on hearing it. */
    void deafen() {
        final int deaf = random.nextInt(nodes.size());
        final int unheard = random.nextInt(nodes.size());
        hears[deaf][unheard] = deaf == unheard;
    }

    /** All hear all, and nothing is lost. */
    void heal() {
        loss = 0;
        for (final boolean[] row : hears) {
            Arrays.fill(row, true);
        }
    }

    void multicast(final SimulatedNode sender, final Advertisement advertisement) {
        if (!advertisement.isResignation()) {
            invariants.advertised(sender);
        }
        for (final SimulatedNode receiver : nodes) {
            if (receiver == sender) {
                continue;
            }
            if (!isHeard(receiver, sender) || random.nextDouble() < loss) {
                invariants.lost(sender, receiver);
            } else {
                at(nowNs() + randomNs(maxDelayNs), () -> receiver.receive(advertisement));
            }
        }
    }

    void priorityChanged(final SimulatedNode node) {
        invariants.priorityChanged(node);
    }

    /** A gratuitous ARP. */
    void announce(final SimulatedNode sender) {
        for (final SimulatedClient client : clients) {
            if (isHeard(nodes.get(client.besideNode()), sender) && random.nextDouble() >= loss) {
                at(nowNs() + randomNs(maxDelayNs), () -> client.learn(sender.index()));
            }
        }
    }

    /** All clients ask for the virtual IP; whoever is master, hears the question and is heard, answers. */
    void ask() {
        for (final SimulatedClient client : clients) {
            final SimulatedNode beside = nodes.get(client.besideNode());
            for (final SimulatedNode node : nodes) {
                if (node.isMaster() && isConnected(beside, node)) {
                    client.learn(node.index());
                }
            }
        }
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    boolean isHeard(final SimulatedNode listener, final SimulatedNode speaker) {
        return hears[listener.index()][speaker.index()];
    }

    /** Do they hear each other? */
    boolean isConnected(final SimulatedNode a, final SimulatedNode b) {
        return isHeard(a, b) && isHeard(b, a);
    }

    void at(final long timeNs, final Runnable action) {
        time.at(timeNs, action);
    }

    /** Sometimes longer than the router waits. */
    long preparationNs(final Takeover.Urgency urgency) {
        return randomNs(
                urgency == Takeover.Urgency.PREEMPTION
                        ? 4 * intervalNs
                        : 2 * Math.min(TakeoverPreparation.MAX_URGENT_NS, intervalNs));
    }

    long pollLatenessNs() {
        return randomNs(maxPollLatenessNs());
    }

    long randomNs(final long boundNs) {
        return random.nextLong(boundNs);
    }

    long nowNs() {
        return time.nowNs();
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    List<SimulatedNode> masters() {
        return nodes.stream().filter(SimulatedNode::isMaster).toList();
    }
}
