package io.fairlead.lb.membership;

import io.fairlead.lb.report.Authenticator;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** A segment on virtual time: every frame reaches every other running node after a fixed delay, or is lost. */
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
    private double loss;
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

    void transmit(final int from, final byte[] frame) {
        captured.add(frame);
        if (random.nextDouble() >= loss) {
            inject(from, frame);
        }
    }

    /** Puts a frame on the wire as if {@code from} had sent it. */
    void inject(final int from, final byte[] frame) {
        inFlight.add(new Delivery(nowNs + DELAY_NS, sent++, from, new UnsafeBuffer(frame)));
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
                if (node.id() != delivery.from()) {
                    node.receive(delivery.frame(), nowNs);
                }
            }
            delivery = inFlight.peek();
        }
    }
}
