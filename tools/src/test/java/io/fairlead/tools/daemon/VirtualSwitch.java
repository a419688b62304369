package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A switch that learns from source addresses and floods what it does not know; it can lose frames and be cut in two. */
final class VirtualSwitch {

    private static final long DELAY_NS = 50_000;
    private static final int MOST_FRAMES = 200_000;
    private static final int PROTOCOL_OFFSET = 23;
    private static final int REPORT_TYPE_OFFSET = 37;
    private static final int NO_TYPE = -1;

    private final Timeline timeline;
    private final SplittableRandom random;
    private final List<Station> stations = new ArrayList<>();
    private final Map<Long, Station> learned = new HashMap<>();
    private final Map<Long, Integer> crossings = new HashMap<>();
    private final Set<Station> farSide = new HashSet<>();
    private final Map<Direction, Integer> lostAdvertisements = new HashMap<>();
    private int carried;
    private int withheldReportType = NO_TYPE;
    private double loss;
    private long jitterNs;

    /** What is plugged in. */
    interface Station {
        void receive(byte[] frame);
    }

    private record Direction(Station from, Station to) {}

    VirtualSwitch(final Timeline timeline, final SplittableRandom random) {
        this.timeline = timeline;
        this.random = random;
    }

    void plug(final Station station) {
        stations.add(station);
    }

    void disturb(final double lossFraction, final long mostJitterNs) {
        loss = lossFraction;
        jitterNs = mostJitterNs;
    }

    /** Carries no load reports of a type: the cluster is as if its nodes were of a version that does not know it. */
    void withhold(final int reportType) {
        withheldReportType = reportType;
    }

    void carryAll() {
        withheldReportType = NO_TYPE;
    }

    private boolean isWithheld(final byte[] frame) {
        return frame.length > REPORT_TYPE_OFFSET
                && frame[PROTOCOL_OFFSET] == (byte) IpProtocol.LOAD_REPORT
                && frame[REPORT_TYPE_OFFSET] == withheldReportType;
    }

    /** Cuts these stations off from all others, until {@link #heal}. */
    void cut(final Set<Station> apart) {
        farSide.addAll(apart);
    }

    void heal() {
        farSide.clear();
    }

    boolean isWhole() {
        return farSide.isEmpty();
    }

    boolean areConnected(final Station a, final Station b) {
        return farSide.contains(a) == farSide.contains(b);
    }

    /** How many advertisements of one station never reached another because frames got lost at random, so far. */
    int lostAdvertisements(final Station from, final Station to) {
        return lostAdvertisements.getOrDefault(new Direction(from, to), 0);
    }

    void transmit(final Station from, final byte[] frame) {
        final Frames.View view = new Frames.View(frame);
        learned.put(view.ethernet.source(), from);
        carried++;
        if (carried > MOST_FRAMES) {
            throw new AssertionError("a storm of frames, one of them " + view.ethernet);
        }
        if (view.isTcp()) {
            crossings.merge(identity(view), 1, Integer::sum);
        }
        final @Nullable Station known = learned.get(view.ethernet.destination());
        if (known != null && !MacAddress.isGroup(view.ethernet.destination())) {
            deliver(from, known, frame);
        } else {
            stations.forEach(station -> deliver(from, station, frame));
        }
    }

    private void deliver(final Station from, final Station to, final byte[] frame) {
        if (to == from || !areConnected(from, to) || isWithheld(frame)) {
            return;
        }
        if (loss > 0 && random.nextDouble() < loss) {
            if (new Frames.View(frame).isVrrp()) {
                lostAdvertisements.merge(new Direction(from, to), 1, Integer::sum);
            }
            return;
        }
        final long delayNs = DELAY_NS + (jitterNs > 0 ? random.nextLong(jitterNs) : 0);
        timeline.after(delayNs, () -> to.receive(frame.clone()));
    }

    private static long identity(final Frames.View view) {
        return (long) view.ip.source() << 32 | (view.tcp.sourcePort() & 0xFFFFL) << 16 | view.identification();
    }

    /** How often the frame that crossed the wire most often did so, of those whose source is this address. */
    int mostCrossings(final int sourceIp) {
        return crossings.entrySet().stream()
                .filter(entry -> (int) (entry.getKey() >> 32) == sourceIp)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }
}
