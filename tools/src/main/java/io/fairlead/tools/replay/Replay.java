package io.fairlead.tools.replay;

import io.fairlead.lb.report.Message;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.capture.CaptureException;
import io.fairlead.tools.capture.CaptureReader;
import io.fairlead.tools.capture.CapturedFrame;
import io.fairlead.tools.capture.Decision;
import io.fairlead.tools.capture.Direction;
import io.fairlead.tools.capture.FrameKind;
import io.fairlead.tools.daemon.MemoryNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A capture through the real stack, on the capture's own time: the node is played without a kernel, the other nodes by who speaks for them. The same input gives the same
 * output, to the byte. One thread.
 */
public final class Replay implements AutoCloseable {

    private static final long SEED = 1;

    /** Longer silence than that is a damaged timestamp, or two captures in one; and its timers would take very long. */
    private static final long LONGEST_GAP_NS = TimeUnit.DAYS.toNanos(1);

    /** Nodes that speak in so much of the capture are known before its first frame. */
    private static final long ACQUAINTANCE_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int TABLE_CAPACITY = 1 << 18;
    private static final String HOST = "host";

    private final ReplayPlan plan;
    private final CaptureReader capture;
    private final MemoryNode.Machine machine;
    private final VirtualTime time;
    private final ReplayPort uplink;
    private final ReplayPort host;
    private final MemoryNode node;
    private final Peers peers;
    private final Placements placements;
    private final ReplayTap tap;
    private final Cluster cluster;
    private final List<byte[]> said = new ArrayList<>();
    private final FrameKind kind = new FrameKind();
    private final FrameKind sentKind = new FrameKind();
    private final ReplayCounts counts = new ReplayCounts();
    private final boolean isWithholding;
    private @Nullable ReplayOutput output;
    private @Nullable CapturedFrame current;
    private int currentSide;
    private long nodeDeadlineNs;
    private long peersDeadlineNs;

    private Replay(final ReplayPlan plan, final MemoryNode.Machine machine, final CaptureReader capture) {
        this.plan = plan;
        this.machine = machine;
        this.capture = capture;
        isWithholding = plan.state() == NodeState.DIRECTOR;
        time = new VirtualTime(
                LeadIn.durationNs(plan.config(), plan.state()), capture.frame().epochNs());
        uplink = new ReplayPort((buffer, index, length) -> sent(ReplayOutput.UPLINK, buffer, index, length));
        host = new ReplayPort((buffer, index, length) -> sent(ReplayOutput.HOST, buffer, index, length));
        final ReplayPort conductor = new ReplayPort(this::sentByConductor);
        final SplittableRandom random = new SplittableRandom(SEED);
        node = new MemoryNode(
                LeadIn.config(plan.config(), plan.state()),
                machine,
                new MemoryNode.Fate(time::nowNs, time::epochNs, random::nextLong),
                new MemoryNode.Ports(uplink, host, conductor),
                TABLE_CAPACITY);
        peers = new Peers(node, machine, time, said::add);
        cluster = new Cluster(node, plan.config().name());
        placements = new Placements(cluster);
        tap = new ReplayTap(node.witness(plan.out().isPresent()), this::onDecision);
    }

    /**
     * Plays a capture from its first frame to its last.
     *
     * @param plan what, and how
     * @return what it has shown
     * @throws IOException if the capture is damaged, or what comes out cannot be written; what came before is in the output
     */
    public static ReplayResult play(final ReplayPlan plan) throws IOException {
        return run(plan).result;
    }

    /**
     * Plays a capture twice, and compares where its clients go.
     *
     * @param plan what, and how
     * @param other the same in another way
     * @return what both have shown
     * @throws IOException as {@link #play}
     */
    public static Comparison compare(final ReplayPlan plan, final ReplayPlan other) throws IOException {
        final Played first = run(plan);
        final Played second = run(other);
        return Comparison.of(first.result, first.placements, second.result, second.placements);
    }

    private record Played(ReplayResult result, Placements placements) {}

    private static Played run(final ReplayPlan plan) throws IOException {
        final MemoryNode.Machine machine = MachineFinder.find(plan);
        try (CaptureReader capture = CaptureReader.open(plan.capture())) {
            if (!capture.next()) {
                throw new ReplayException(plan.capture() + " has no frames");
            }
            try (Replay replay = new Replay(plan, machine, capture)) {
                return new Played(replay.run(), replay.placements);
            } catch (final UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private ReplayResult run() throws IOException {
        leadIn();
        final Map<String, Long> before = node.counters();
        node.tap(tap);
        final long firstNs = capture.frame().epochNs();
        long lastNs = firstNs;
        if (plan.out().isPresent()) {
            output = new ReplayOutput(plan.out().get(), time);
        }
        do {
            final CapturedFrame frame = capture.frame();
            if (frame.epochNs() - lastNs > LONGEST_GAP_NS) {
                throw new ReplayException(plan.capture() + ": frame " + capture.number() + " comes "
                        + TimeUnit.NANOSECONDS.toDays(frame.epochNs() - lastNs)
                        + " days after those before it: cut the capture there (editcap)");
            }
            lastNs = Math.max(lastNs, frame.epochNs());
            final long dueNs = time.ofFrame(frame.epochNs());
            runUntil(dueNs);
            time.set(dueNs);
            onFrame(frame);
        } while (capture.next());
        settle();
        return result(lastNs - firstNs, before);
    }

    private void leadIn() throws IOException {
        node.becomeHealthy();
        plan.peers().forEach(peers::add);
        if (plan.state() != NodeState.STARTED) {
            expectNodes();
            runUntil(time.firstNs());
            time.set(time.firstNs());
            for (final String name : plan.drained()) {
                drain(name);
            }
            settle();
            if (plan.state() == NodeState.DIRECTOR && !node.isDirector()) {
                throw new ReplayException(
                        "the node has not become director: a virtual router of its first interface is needed for that");
            }
        } else if (!plan.drained().isEmpty()) {
            throw new ReplayException("a node that has just been started knows nobody to drain: use another state");
        }
    }

    private void drain(final String name) throws ReplayException {
        final Optional<String> refusal = node.drain(name);
        if (refusal.isPresent()) {
            throw new ReplayException(refusal.get());
        }
        settle();
    }

    /** Whoever speaks soon in the capture has been there before. */
    private void expectNodes() throws IOException {
        try (CaptureReader ahead = CaptureReader.open(plan.capture())) {
            boolean isSoon = ahead.next();
            final long firstNs = ahead.frame().epochNs();
            while (isSoon) {
                if (isOfOthers(ahead.frame()) && kind.isLoadReport()) {
                    final Message message = peers.read(ahead.frame());
                    if (message != null) {
                        peers.expect(message);
                    }
                }
                isSoon = goesOn(ahead) && ahead.frame().epochNs() - firstNs < ACQUAINTANCE_NS;
            }
        }
    }

    /** What is damaged is said when it is its turn. */
    private static boolean goesOn(final CaptureReader ahead) {
        try {
            return ahead.next();
        } catch (final CaptureException e) {
            return false;
        }
    }

    private boolean isOfOthers(final CapturedFrame frame) {
        final EthernetFrame ethernet =
                kind.of(frame.buffer(), 0, frame.length()).ethernet();
        return !ethernet.isValid() || ethernet.source() != machine.mac();
    }

    private void onFrame(final CapturedFrame frame) {
        if (frame.direction() == Direction.OUTBOUND) {
            counts.outbound();
        } else if (frame.interfaceName().equals(HOST)) {
            counts.fromHost();
            receive(frame, host, ReplayOutput.HOST);
        } else if (!isOfOthers(frame)) {
            counts.own();
        } else if (isWithholding && kind.isVrrp()) {
            counts.advertisement();
        } else if (kind.isLoadReport() && isTold(frame)) {
            counts.report();
        } else {
            counts.fromWire();
            receive(frame, uplink, ReplayOutput.UPLINK);
        }
    }

    private boolean isTold(final CapturedFrame frame) {
        final Message message = peers.read(frame);
        if (message == null) {
            return false;
        }
        peers.captured(message);
        settle();
        return true;
    }

    private void receive(final CapturedFrame frame, final ReplayPort port, final int side) {
        if (frame.length() < frame.originalLength()) {
            counts.cut();
        }
        current = frame;
        currentSide = side;
        port.offer(frame);
        node.run();
        current = null;
        if (!said.isEmpty()) {
            settle();
        }
        nodeDeadlineNs = node.nextDeadlineNs();
    }

    /** All that is due before a time, at the time at which it is. */
    private void runUntil(final long endNs) {
        while (nodeDeadlineNs - endNs < 0 || peersDeadlineNs - endNs < 0) {
            time.set(Math.max(time.nowNs(), Math.min(nodeDeadlineNs, peersDeadlineNs)));
            peers.poll();
            settle();
        }
    }

    /** Runs the node until nobody has anything to say. */
    private void settle() {
        do {
            said.forEach(uplink::inject);
            said.clear();
            node.run();
        } while (!said.isEmpty());
        nodeDeadlineNs = Math.max(node.nextDeadlineNs(), time.nowNs() + 1);
        peersDeadlineNs = peers.nextDeadlineNs();
    }

    private void onDecision(final Decision decision, final DirectBuffer buffer, final int index, final int length) {
        final CapturedFrame frame = current;
        if (frame == null) {
            return;
        }
        placements.onDecision(decision, buffer, index, length, capture.number());
        final ReplayOutput file = output;
        if (file != null && (decision.verdict() & (FrameProcessor.TO_HOST | FrameProcessor.TO_UPLINK)) == 0) {
            write(file, currentSide, Direction.INBOUND, frame, buffer, index, length);
        }
    }

    private void sent(final int side, final DirectBuffer buffer, final int index, final int length) {
        final ReplayOutput file = output;
        final CapturedFrame frame = current;
        if (file != null && frame != null) {
            write(file, side, Direction.OUTBOUND, frame, buffer, index, length);
        }
    }

    private void write(
            final ReplayOutput file,
            final int side,
            final Direction direction,
            final CapturedFrame frame,
            final DirectBuffer buffer,
            final int index,
            final int length) {
        final Decision decision = tap.last();
        sentKind.of(buffer, index, length);
        final String to =
                decision.isToNode() ? cluster.nameOf(sentKind.ethernet().destination()) : "";
        file.write(
                side,
                direction,
                buffer,
                index,
                Math.min(length, frame.length()),
                length,
                decision.words(to, sentKind.words()),
                "frame " + capture.number() + " of the input");
    }

    private void sentByConductor(final DirectBuffer buffer, final int index, final int length) {
        final ReplayOutput file = output;
        if (file != null) {
            file.write(
                    ReplayOutput.UPLINK,
                    Direction.OUTBOUND,
                    buffer,
                    index,
                    length,
                    length,
                    "from the conductor: " + sentKind.of(buffer, index, length).words());
        }
        peers.heard(buffer, index, length);
    }

    private ReplayResult result(final long durationNs, final Map<String, Long> before) {
        final Map<String, Long> counters = new TreeMap<>();
        node.counters().forEach((label, value) -> counters.put(label, value - before.getOrDefault(label, 0L)));
        return new ReplayResult(
                plan.config().name(),
                IpAddress.ofIpv4(machine.managementIp()).toString(),
                MacAddress.format(machine.mac()),
                node.isDirector(),
                durationNs,
                counts.frames(capture.number(), output == null ? 0 : output.frames()),
                shares(),
                counters);
    }

    private List<ReplayResult.Share> shares() {
        final Map<String, Long> clients = new TreeMap<>();
        placements.byClient().values().forEach(placement -> clients.merge(placement.node(), 1L, Long::sum));
        final TreeSet<String> names = new TreeSet<>(clients.keySet());
        names.addAll(placements.connections().keySet());
        return names.stream()
                .map(name -> new ReplayResult.Share(
                        name,
                        clients.getOrDefault(name, 0L),
                        placements.connections().getOrDefault(name, 0L)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        node.close();
        if (output != null) {
            output.close();
        }
    }
}
