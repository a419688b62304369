package io.fairlead.lb.membership;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.StickyDelta;
import io.fairlead.lb.report.StickyRequest;
import io.fairlead.lb.report.StickySnapshot;
import io.fairlead.netstack.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the director's sticky assignments known on all nodes. On the director it publishes them as a snapshot and deltas, elsewhere it
 * follows the director's. The assignments survive the change of roles: a follower that becomes director publishes what it holds. Pure,
 * not thread-safe.
 */
public final class StickyReplicator {

    private final StickyConfig config;
    private final StickyReplica replica;
    /** The JDK's, because a client may choose from 2^64 addresses, and this one stays quick when thousands of keys have one hash. */
    private final Map<IpAddress, Integer> table = new HashMap<>();

    private @Nullable StickyPublisher publisher;
    private @Nullable StickyFollower follower;

    /**
     * A replicator that neither publishes nor follows.
     *
     * @param config times
     * @param replica told of what a director that we follow assigns
     */
    public StickyReplicator(final StickyConfig config, final StickyReplica replica) {
        this.config = config;
        this.replica = replica;
    }

    /**
     * We are director. The next {@link #poll} begins a snapshot.
     *
     * @param epoch not used by this node before, such as 64 random bits
     * @param nowNs the time
     */
    public void publish(final long epoch, final long nowNs) {
        follower = null;
        publisher = new StickyPublisher(config, table, epoch, nowNs);
    }

    /**
     * Another node is director.
     *
     * @param director where requests go
     * @param nowNs the time
     */
    public void follow(final Destination director, final long nowNs) {
        publisher = null;
        follower = new StickyFollower(config, table, replica, director, nowNs);
    }

    /** Nobody is director. What is held is kept. */
    public void pause() {
        publisher = null;
        follower = null;
    }

    /**
     * A client was assigned here, by us as director or by what the owners answered.
     *
     * @param client address of either family
     * @param nodeId its node, {@link Assignment#NOBODY} to forget the client
     * @param nowNs the time
     * @param out gets a delta when one is full
     */
    public void assigned(final IpAddress client, final int nodeId, final long nowNs, final StickyOutput out) {
        final int before = nodeOf(client);
        if (nodeId == Assignment.NOBODY) {
            table.remove(client);
        } else {
            table.put(client, nodeId);
        }
        if (publisher != null && before != nodeId) {
            publisher.changed(client, nodeId, nowNs, out);
        }
    }

    /**
     * Takes a message that the membership accepted; those that are not about stickiness, or not of the director that we follow, are
     * ignored.
     *
     * @param senderId who sent it
     * @param body what it says
     * @param nowNs the time
     */
    public void onMessage(final int senderId, final Body body, final long nowNs) {
        if (publisher != null && body instanceof StickyRequest) {
            publisher.onRequest(nowNs);
        } else if (follower != null && follower.directorId() == senderId) {
            if (body instanceof StickyDelta delta) {
                follower.onDelta(delta, nowNs);
            } else if (body instanceof StickySnapshot snapshot) {
                follower.onSnapshot(snapshot, nowNs);
            }
        }
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out gets the messages
     */
    public void poll(final long nowNs, final StickyOutput out) {
        if (publisher != null) {
            publisher.poll(nowNs, out);
        } else if (follower != null) {
            follower.poll(nowNs, out);
        }
    }

    /**
     * When {@link #poll} has to be called next.
     *
     * @return a time, {@link Long#MAX_VALUE} for never
     */
    public long nextDeadlineNs() {
        if (publisher != null) {
            return publisher.nextDeadlineNs();
        }
        return follower != null ? follower.nextDeadlineNs() : Long.MAX_VALUE;
    }

    /** Do we hold all that the director holds? A director does. */
    public boolean isInSync() {
        return publisher != null || (follower != null && follower.isInSync());
    }

    /** How many clients are assigned. */
    public int size() {
        return table.size();
    }

    /** The node of a client, {@link Assignment#NOBODY} if it has none. */
    public int nodeOf(final IpAddress client) {
        return table.getOrDefault(client, Assignment.NOBODY);
    }
}
