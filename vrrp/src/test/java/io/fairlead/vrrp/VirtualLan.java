package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A segment with nodes on it, on virtual time, from a seed: it loses, delays (and so reorders) advertisements, falls into parts, and its nodes
 * pause, crash, stop and start. The invariants are looked at before every event, since nothing changes between two events.
 */
final class VirtualLan {

    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    static final long MAX_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(3);
    static final long MAX_POLL_LATENESS_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final double CHAOS_ACTIONS_PER_SECOND = 0.6;

    private record Event(long timeNs, long sequence, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::sequence));
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Random random;
    private final LanInvariants invariants;
    private final int[] part;
    private double loss;
    private boolean isChaos = true;
    private long sequence;
    private long nowNs;

    VirtualLan(final long seed) {
        random = new Random(seed);
        final int count = 2 + random.nextInt(4);
        part = new int[count];
        final boolean mayHoldOn = random.nextInt(4) == 0;
        final IpAddress vip = IpAddress.parse("10.51.0.100");
        for (int i = 0; i < count; i++) {
            // node 0 can always be director; equal priorities are wanted
            final int priority = i > 0 && random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(5) * 60 + random.nextInt(2);
            nodes.add(new SimulatedNode(
                    this,
                    i,
                    VirtualRouterConfig.builder(51, IpAddress.ofIpv4(0x0A33_0001 + i), List.of(vip))
                            .priority(priority)
                            .preempt(!mayHoldOn || random.nextBoolean())
                            .build()));
        }
        invariants = new LanInvariants(this);
    }

    /** A while of trouble, then a while of peace. */
    void run(final long chaosNs, final long calmNs) {
        for (final SimulatedNode node : nodes) {
            at(randomNs(5 * INTERVAL_NS), () -> {
                if (!node.isRunning()) {
                    node.start();
                }
            });
        }
        at(0, this::chaos);
        at(chaosNs, this::calmDown);
        runUntil(chaosNs + calmNs);
    }

    private void runUntil(final long endNs) {
        while (!events.isEmpty() && events.peek().timeNs() <= endNs) {
            final Event event = events.remove();
            nowNs = event.timeNs();
            invariants.beforeEvent();
            event.action().run();
        }
        nowNs = endNs;
    }

    private void calmDown() {
        isChaos = false;
        loss = 0;
        heal();
        for (final SimulatedNode node : nodes) {
            if (!node.isRunning()) {
                node.start();
            }
        }
    }

    private void chaos() {
        if (!isChaos) {
            return;
        }
        at(nowNs + (long) (-Math.log(1 - random.nextDouble()) * INTERVAL_NS / CHAOS_ACTIONS_PER_SECOND), this::chaos);
        final SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(6)) {
            case 0 -> loss = random.nextBoolean() ? 0 : random.nextDouble() * 0.9;
            case 1 -> split();
            case 2 -> heal();
            case 3 -> pause(node);
            case 4 -> takeDown(node, random.nextBoolean());
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
        at(nowNs + randomNs(6 * INTERVAL_NS), () -> {
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
        at(nowNs + randomNs(6 * INTERVAL_NS), () -> {
            if (!node.isRunning()) {
                node.start();
            }
        });
    }

    private void split() {
        for (int i = 0; i < part.length; i++) {
            part[i] = random.nextInt(2);
        }
    }

    private void heal() {
        Arrays.fill(part, 0);
    }

    void multicast(final SimulatedNode sender, final Advertisement advertisement) {
        if (!advertisement.isResignation()) {
            invariants.advertised(sender);
        }
        for (final SimulatedNode receiver : nodes) {
            if (receiver == sender) {
                continue;
            }
            if (!isConnected(sender, receiver) || random.nextDouble() < loss) {
                invariants.lost(sender, receiver);
            } else {
                at(nowNs + randomNs(MAX_DELAY_NS), () -> receiver.receive(advertisement));
            }
        }
    }

    boolean isConnected(final SimulatedNode a, final SimulatedNode b) {
        return part[a.index()] == part[b.index()];
    }

    void at(final long timeNs, final Runnable action) {
        events.add(new Event(timeNs, sequence++, action));
    }

    /** Sometimes longer than the router waits. */
    long preparationNs(final Takeover.Urgency urgency) {
        return randomNs(
                urgency == Takeover.Urgency.PREEMPTION ? 4 * INTERVAL_NS : 2 * TakeoverPreparation.MAX_URGENT_NS);
    }

    long pollLatenessNs() {
        return randomNs(MAX_POLL_LATENESS_NS);
    }

    private long randomNs(final long boundNs) {
        return random.nextLong(boundNs);
    }

    long nowNs() {
        return nowNs;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }
}
