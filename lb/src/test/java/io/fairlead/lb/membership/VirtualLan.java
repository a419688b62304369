package io.fairlead.lb.membership;

import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.ReportPace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** A segment on virtual time: every frame reaches every other running node after a delay, or is lost. */
final class VirtualLan {

    static final long MS = 1_000_000;
    static final long DELAY_NS = 200_000;

    private record Delivery(long atNs, long order, int from, UnsafeBuffer frame) {}

    private final PriorityQueue<Delivery> inFlight = new PriorityQueue<>((a, b) -> {
        final int byTime = Long.signum(a.atNs() - b.atNs());
        return byTime != 0 ? byTime : Long.compare(a.order(), b.order());
    });
    private final Supplier<Authenticator> authenticators;
    private final Random random;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<byte[]> captured = new ArrayList<>();
    private final Map<Integer, Integer> lostInARow = new HashMap<>();
    private final Set<Integer> deaf = new HashSet<>();
    private double loss;
    private int mostLostInARow = Integer.MAX_VALUE;
    private int jitterNs;
    private MembershipConfig config = MembershipConfig.DEFAULT;
    private ReportPace pace = ReportPace.UNSAID;
    private long sent;
    private long nowNs;

    VirtualLan(final long seed, final Supplier<Authenticator> authenticators) {
        random = new Random(seed);
        this.authenticators = authenticators;
        // anywhere, so that nothing depends on a clock that starts at 0 or that does not wrap
        nowNs = seed % 2 == 0 ? Long.MAX_VALUE - 2_000 * MS : random.nextLong();
    }

    void loss(final double probability) {
        loss = probability;
    }

    /** No node loses more than so many frames in a row. */
    void mostLostInARow(final int frames) {
        mostLostInARow = frames;
    }

    /** Frames are late by up to so much, and may overtake each other. */
    void jitter(final long mostNs) {
        jitterNs = (int) mostNs;
    }

    /** How often nodes report that are made from now on, and how many reports they may miss. */
    void pace(final int intervalMs, final int missedReports) {
        config = new MembershipConfig(
                intervalMs * MS, missedReports, 3, Math.max(10_000, 2 * intervalMs * missedReports) * MS);
        pace = new ReportPace(intervalMs, missedReports);
    }

    MembershipConfig config() {
        return config;
    }

    ReportPace pace() {
        return pace;
    }

    long nowNs() {
        return nowNs;
    }

    Random random() {
        return random;
    }

    /** All frames that were sent so far. */
    List<byte[]> captured() {
        return captured;
    }

    /** Makes a node with the management address 10.51.0.{@code number}. */
    SimulatedNode start(final int number) {
        final SimulatedNode node = new SimulatedNode(this, number, authenticators.get());
        nodes.add(node);
        return node;
    }

    /** The node is gone without a word. */
    void kill(final SimulatedNode node) {
        nodes.remove(node);
    }

    /** What others send does not reach the node, or does again; what it sends reaches them. */
    void deafen(final SimulatedNode node, final boolean isDeaf) {
        if (isDeaf) {
            deaf.add(node.id());
        } else {
            deaf.remove(node.id());
        }
    }

    void transmit(final int from, final byte[] frame) {
        captured.add(frame);
        final int lost = lostInARow.getOrDefault(from, 0);
        final boolean isLost = random.nextDouble() < loss && lost < mostLostInARow;
        lostInARow.put(from, isLost ? lost + 1 : 0);
        if (!isLost) {
            inject(from, frame);
        }
    }

    /** Puts a frame on the wire as if {@code from} had sent it. */
    void inject(final int from, final byte[] frame) {
        final long delayNs = DELAY_NS + (jitterNs == 0 ? 0 : random.nextInt(jitterNs));
        inFlight.add(new Delivery(nowNs + delayNs, sent++, from, new UnsafeBuffer(frame)));
    }

    /** Lets time pass; each node is called when it asked to be, and with each frame. */
    void run(final long durationNs) {
        final long endNs = nowNs + durationNs;
        while (true) {
            final long nextNs = nextEventNs(endNs);
            if (nextNs - endNs >= 0) {
                nowNs = endNs;
                return;
            }
            nowNs = nextNs;
            deliverDue();
            for (final SimulatedNode node : List.copyOf(nodes)) {
                node.poll(nowNs);
            }
        }
    }

    private long nextEventNs(final long endNs) {
        long next = endNs;
        final Delivery delivery = inFlight.peek();
        if (delivery != null && delivery.atNs() - next < 0) {
            next = delivery.atNs();
        }
        for (final SimulatedNode node : nodes) {
            final long deadline = node.nextDeadlineNs(nowNs);
            if (deadline - next < 0) {
                next = deadline;
            }
        }
        return next - nowNs < 0 ? nowNs : next;
    }

    private void deliverDue() {
        Delivery delivery = inFlight.peek();
        while (delivery != null && delivery.atNs() - nowNs <= 0) {
            inFlight.remove();
            for (final SimulatedNode node : List.copyOf(nodes)) {
                if (node.id() != delivery.from() && !deaf.contains(node.id())) {
                    node.receive(delivery.frame(), nowNs);
                }
            }
            delivery = inFlight.peek();
        }
    }
}
