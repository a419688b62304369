package io.fairlead.lb.membership;

import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.report.Connections;
import io.fairlead.lb.report.ConnectionsRequest;
import io.fairlead.lb.report.Destination;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connections that the director sees known on all nodes, so that its successor can end those whose node died with it. Neither side holds a
 * connection itself: they are in the data path's tables. Pure, not thread-safe.
 */
public final class ConnectionReplicator {

    private final ConnectionSource source;
    private final ConnectionReplica replica;
    private long index;
    private @Nullable ConnectionPublisher publisher;
    private @Nullable ConnectionFollower follower;

    /**
     * A replicator that neither publishes nor follows.
     *
     * @param source asked for all connections when we are director
     * @param replica told of those of a director that we follow
     */
    public ConnectionReplicator(final ConnectionSource source, final ConnectionReplica replica) {
        this.source = source;
        this.replica = replica;
    }

    /**
     * We are director. The next {@link #poll} begins a snapshot.
     *
     * @param nowNs the time
     */
    public void publish(final long nowNs) {
        pause();
        publisher = new ConnectionPublisher(source, index, nowNs);
    }

    /**
     * Another node is director.
     *
     * @param director where requests go
     * @param nowNs the time
     */
    public void follow(final Destination director, final long nowNs) {
        pause();
        follower = new ConnectionFollower(replica, director, nowNs);
    }

    /** Nobody is director. What is held is kept. */
    public void pause() {
        if (publisher != null) {
            index = publisher.index();
        }
        publisher = null;
        follower = null;
    }

    /**
     * A connection began here or has ended.
     *
     * @param connection which one
     * @param nowNs the time
     */
    public void changed(final Connection connection, final long nowNs) {
        if (publisher != null) {
            publisher.changed(connection, connection.isOpen(), nowNs);
        }
    }

    /**
     * One of all connections that are open here.
     *
     * @param connection which one
     * @param nowNs the time
     */
    public void held(final Connection connection, final long nowNs) {
        if (publisher != null) {
            publisher.changed(connection, false, nowNs);
        }
    }

    /** There are no others. */
    public void allHeld() {
        if (publisher != null) {
            publisher.allHeld();
        }
    }

    /**
     * Takes a message that the membership accepted; those that are not about connections, or not of the director that we follow, are ignored.
     *
     * @param senderId who sent it
     * @param body what it says
     * @param nowNs the time
     */
    public void onMessage(final int senderId, final Body body, final long nowNs) {
        if (publisher != null && body instanceof ConnectionsRequest) {
            publisher.onRequest(nowNs);
        } else if (follower != null && follower.directorId() == senderId && body instanceof Connections message) {
            follower.onConnections(message, nowNs);
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
}
