package io.fairlead.lb.steering;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IpAddress;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What the conductor tells and asks a data-path thread about single clients and flows: learned from other nodes. One thread writes, one
 * polls; polling allocates nothing. What finds no room is counted and given up: clients come again with the director's next
 * snapshot, a flow is asked for again by its next segment.
 */
public final class SteeringCommands {

    private static final int CAPACITY = 2 * 1024 * 1024;
    private static final int LEARN_CLIENT = 1;
    private static final int SUGGEST_CLIENT = 2;
    private static final int FLOW_OWNER = 3;
    private static final int FLOW_QUERIED = 4;
    private static final int EXPLAIN = 5;
    private static final int TELL_CONNECTIONS = 6;
    private static final int CONNECTION_OPEN = 7;
    private static final int CONNECTION_ENDED = 8;
    private static final int CONNECTIONS_BEGIN = 9;
    private static final int CONNECTIONS_COMPLETE = 10;

    private final OneToOneRingBuffer ring =
            new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64)));
    private final FlowKey key = new FlowKey();
    private final AtomicCounter lost;

    /** The data path's side. */
    interface Handler {

        void onLearnClient(long clientHigh, long clientLow, int owner, boolean isCertain);

        void onFlowOwner(FlowKey flow, int owner, boolean isClaimed);

        void onFlowQueried(FlowKey flow, int asker);

        void onExplain(FlowKey flow, int question);

        void onTellConnections();

        void onConnectionOpen(FlowKey flow, int owner, long clientMac, int clientTags);

        void onConnectionEnded(FlowKey flow);

        void onConnectionsBegin();

        void onConnectionsComplete();
    }

    /**
     * An empty queue.
     *
     * @param counters what is counted
     */
    public SteeringCommands(final CounterSet<SteeringCounter> counters) {
        lost = counters.get(SteeringCounter.STEERING_COMMANDS_LOST);
    }

    /**
     * A client's node, from the director's word: replaces what was known.
     *
     * @param client address of either family
     * @param owner node id
     */
    public void learnClient(final IpAddress client, final int owner) {
        countIfLost(SteeringRecords.offerClient(ring, LEARN_CLIENT, client.high(), client.mappedLow(), owner));
    }

    /**
     * A client's node, from that node's own word: counts only if nothing is known of the client.
     *
     * @param client address of either family
     * @param owner node id
     */
    public void suggestClient(final IpAddress client, final int owner) {
        countIfLost(SteeringRecords.offerClient(ring, SUGGEST_CLIENT, client.high(), client.mappedLow(), owner));
    }

    /**
     * The answer to {@link SteeringEvents.Handler#onFlowUnknown}: a node claimed the flow, or none did.
     *
     * @param flow the flow
     * @param owner node id of the claimer; of no meaning if there is none
     * @param isClaimed whether a node claimed it
     */
    public void flowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
        countIfLost(SteeringRecords.offerFlow(ring, FLOW_OWNER, flow, owner, isClaimed));
    }

    int poll(final MessageHandler dispatcher, final int limit) {
        return ring.read(dispatcher, limit);
    }

    void dispatch(final Handler handler, final int typeId, final DirectBuffer buffer, final int index) {
        switch (typeId) {
            case LEARN_CLIENT, SUGGEST_CLIENT ->
                handler.onLearnClient(
                        SteeringRecords.clientHigh(buffer, index),
                        SteeringRecords.clientLow(buffer, index),
                        SteeringRecords.owner(buffer, index),
                        typeId == LEARN_CLIENT);
            case FLOW_OWNER ->
                handler.onFlowOwner(
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.owner(buffer, index),
                        SteeringRecords.isClaimed(buffer, index));
            case TELL_CONNECTIONS -> handler.onTellConnections();
            case CONNECTION_OPEN ->
                handler.onConnectionOpen(
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.owner(buffer, index),
                        SteeringRecords.clientMac(buffer, index),
                        SteeringRecords.clientTags(buffer, index));
            case CONNECTION_ENDED -> handler.onConnectionEnded(SteeringRecords.flow(buffer, index, key));
            case CONNECTIONS_BEGIN -> handler.onConnectionsBegin();
            case CONNECTIONS_COMPLETE -> handler.onConnectionsComplete();
            case EXPLAIN ->
                handler.onExplain(SteeringRecords.flow(buffer, index, key), SteeringRecords.owner(buffer, index));
            default ->
                handler.onFlowQueried(SteeringRecords.flow(buffer, index, key), SteeringRecords.owner(buffer, index));
        }
    }

    /**
     * Another node asks whether this node owns a flow; the answer comes as {@link SteeringEvents.Handler#onFlowOwned} if it does.
     *
     * @param flow the flow
     * @param asker node id of who asks
     */
    public void flowQueried(final FlowKey flow, final int asker) {
        countIfLost(SteeringRecords.offerFlow(ring, FLOW_QUERIED, flow, asker, false));
    }

    /**
     * Where do a client's connections go, and where would a new one go? Answered through {@link SteeringEvents.Handler#explained}, unless another question is asked
     * meanwhile.
     *
     * @param flow client, destination port and protocol of the new connection; the rest counts for nothing
     * @param question comes back with the answer
     */
    public void explain(final FlowKey flow, final int question) {
        countIfLost(SteeringRecords.offerFlow(ring, EXPLAIN, flow, question, false));
    }

    /** Every open connection is to be told of by {@link SteeringEvents.Handler#onConnectionOpened}, then {@link SteeringEvents.Handler#onConnectionsTold}. */
    public void tellConnections() {
        countIfLost(SteeringRecords.offerMark(ring, TELL_CONNECTIONS));
    }

    /**
     * A connection that the director knows is open.
     *
     * @param flow the flow
     * @param owner node id
     * @param clientMac where the client's frames come from, 0 if that is not known
     * @param clientTags of the client's frames
     */
    public void connectionOpen(final FlowKey flow, final int owner, final long clientMac, final int clientTags) {
        countIfLost(SteeringRecords.offerConnection(ring, CONNECTION_OPEN, flow, owner, clientTags, clientMac));
    }

    /**
     * The client has ended a connection that the director knew.
     *
     * @param flow the flow
     */
    public void connectionEnded(final FlowKey flow) {
        countIfLost(SteeringRecords.offerFlow(ring, CONNECTION_ENDED, flow, 0, false));
    }

    /** From here on, the director tells of all of its connections. */
    public void connectionsBegin() {
        countIfLost(SteeringRecords.offerMark(ring, CONNECTIONS_BEGIN));
    }

    /** The director has told of all of them: what it has not told of since {@link #connectionsBegin} is over. */
    public void connectionsComplete() {
        countIfLost(SteeringRecords.offerMark(ring, CONNECTIONS_COMPLETE));
    }

    private void countIfLost(final boolean hadRoom) {
        if (!hadRoom) {
            lost.incrementRelease();
        }
    }
}
