package io.fairlead.tools.replay;

import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Drain;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Message;
import io.fairlead.lb.report.OwnerAnswer;
import io.fairlead.lb.report.OwnerQuery;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Role;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Speaks for another node: says what a script or the capture makes it say, and proves with each challenge that it lives. A captured message alone would not be
 * believed, for it cannot answer what the replayed node asks.
 */
final class PlayedPeer {

    private static final long UPTIME_MS = TimeUnit.DAYS.toMillis(1);

    private final int id;
    private final long mac;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Destination node;
    private final Consumer<byte[]> wire;
    private final long intervalNs;
    private final long fromNs;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FrameWriter.MAX_FRAME_LENGTH]);
    private Report report;
    private long untilNs;
    private long nextNs;
    private boolean isDrained;

    /**
     * A node that reports by itself in a span of time.
     *
     * @param node the one that is replayed
     * @param wire gets its frames
     */
    PlayedPeer(
            final int id,
            final long mac,
            final FrameReader reader,
            final FrameWriter writer,
            final Destination node,
            final Consumer<byte[]> wire,
            final Report report,
            final long intervalNs,
            final long fromNs,
            final long untilNs) {
        this.id = id;
        this.mac = mac;
        this.reader = reader;
        this.writer = writer;
        this.node = node;
        this.wire = wire;
        this.report = report;
        this.intervalNs = intervalNs;
        this.fromNs = fromNs;
        this.untilNs = untilNs;
        this.nextNs = fromNs;
    }

    /** What a script makes of the report of the node that is replayed. */
    static Report scripted(final PeerScript script, final Report own) {
        return new Report(
                script.name(),
                script.isDirector() ? Role.DIRECTOR : Role.BACKUP,
                script.isDirector() ? 254 : 1,
                own.virtualRouterIds(),
                script.load(),
                script.isHealthy(),
                List.of(),
                true,
                script.isDraining(),
                own.configurationDigest(),
                UPTIME_MS,
                List.of(),
                new Balancing(script.weight(), own.balancing().policyDigest()),
                own.pace(),
                script.managementIp6(),
                own.mtu());
    }

    int id() {
        return id;
    }

    long mac() {
        return mac;
    }

    boolean isThere(final long nowNs) {
        return nowNs - fromNs >= 0 && nowNs - untilNs < 0;
    }

    long nextDeadlineNs() {
        return nextNs - untilNs < 0 ? nextNs : Long.MAX_VALUE;
    }

    void poll(final long nowNs) {
        if (nowNs - nextNs >= 0 && isThere(nowNs)) {
            say(Handshake.NONE, report);
            nextNs = nowNs + intervalNs;
        }
    }

    /** The capture has it say something: from now on nothing else does. */
    void captured(final Body body) {
        nextNs = Long.MAX_VALUE;
        untilNs = Long.MAX_VALUE;
        if (body instanceof Report said) {
            report = isDrained ? drained(said) : said;
            say(Handshake.NONE, report);
        } else {
            say(Handshake.NONE, body);
        }
    }

    /** The replayed node has sent something to it, or to all. */
    void heard(final UnsafeBuffer buffer, final int length, final long nowNs) {
        if (!isThere(nowNs)) {
            return;
        }
        final Message message = reader.read(buffer, 0, length).message();
        if (message == null) {
            return;
        }
        final long challenge = message.handshake().challenge();
        if (challenge != Handshake.ABSENT) {
            say(new Handshake(Handshake.ABSENT, challenge), report);
        }
        if (message.body() instanceof OwnerQuery query) {
            say(Handshake.NONE, new OwnerAnswer(query.queryId(), 0, true, List.of()));
        } else if (message.body() instanceof Drain order && order.target() == id) {
            isDrained = order.on();
            if (isDrained) {
                report = drained(report);
                say(Handshake.NONE, report);
            }
        }
    }

    private static Report drained(final Report said) {
        return new Report(
                said.name(),
                said.role(),
                said.priority(),
                said.virtualRouterIds(),
                said.load(),
                said.healthy(),
                said.redirects(),
                said.scanning(),
                true,
                said.configurationDigest(),
                said.uptimeMs(),
                said.virtualRouters(),
                said.balancing(),
                said.pace(),
                said.managementIp6(),
                said.mtu());
    }

    private void say(final Handshake handshake, final Body body) {
        final int length = writer.write(frame, 0, node, handshake, body);
        final byte[] bytes = new byte[length];
        frame.getBytes(0, bytes);
        wire.accept(bytes);
    }
}
