package io.fairlead.lb.steering;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpAddress;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * What a data-path thread tells the conductor: which client stays with which node, which flow's owner is to be asked for, and what it was asked. One
 * thread writes, one polls; writing allocates nothing. The conductor answers by {@link SteeringCommands}.
 */
public final class SteeringEvents {

    /** With room for all clients that outlived the last process, who are told of at once. */
    private static final int CAPACITY = 2 * 1024 * 1024;

    private static final int CLIENT_LEARNED = 1;
    private static final int CLIENT_EXPIRED = 2;
    private static final int FLOW_UNKNOWN = 3;
    private static final int FLOW_OWNED = 4;
    private static final int FLOW_ORPHANED = 5;
    private static final int SOURCE_HEAVY = 6;
    private static final int SOURCE_LIGHT = 7;
    private static final int NODE_CLAIMED = 8;
    private static final int FLOW_PROBED = 11;
    private static final int CONNECTION_OPENED = 12;
    private static final int CONNECTION_HELD = 13;
    private static final int CONNECTION_CLOSED = 14;
    private static final int CONNECTIONS_TOLD = 15;

    private final OneToOneRingBuffer ring =
            new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64)));
    private final FlowKey key = new FlowKey();

    /** The conductor's side. */
    public interface Handler {

        /**
         * A client is new or moved to another node.
         *
         * @param client address of either family
         * @param owner node id
         */
        void onClientLearned(IpAddress client, int owner);

        /**
         * A client timed out.
         *
         * @param client address of either family
         */
        void onClientExpired(IpAddress client);

        /**
         * A segment came of a flow that this node does not know.
         *
         * @param flow valid during the call
         */
        void onFlowUnknown(FlowKey flow);

        /**
         * The flow that another node asked for is this node's.
         *
         * @param flow valid during the call
         * @param asker node id of who asked
         */
        void onFlowOwned(FlowKey flow, int asker);

        /**
         * The node of a connection is gone: its client is to be reset.
         *
         * @param flow valid during the call
         * @param clientMac where the client's frames come from
         * @param clientTags of the client's frames, see {@link io.fairlead.netstack.wire.EthernetFrame#tags}
         * @param sequence that the client expects, as far as was seen
         */
        void onFlowOrphaned(FlowKey flow, long clientMac, int clientTags, int sequence);

        /**
         * A client has more connections than a node's fair share. Told again from time to time while that lasts.
         *
         * @param client address of either family
         * @param owner id of the node that it stays with
         * @param connections that it has open
         * @param all open connections that the director knows of
         */
        void onSourceHeavy(IpAddress client, int owner, int connections, int all);

        /**
         * A client of which the former was told is like any other again.
         *
         * @param client address of either family
         */
        void onSourceLight(IpAddress client);

        /**
         * ARP said who has another node's address.
         *
         * @param nodeId the address
         * @param mac that is said to have it
         * @param isReply whether it was a reply to this node, from the MAC address that the table has for the node
         */
        void onNodeClaimed(int nodeId, long mac, boolean isReply);

        /**
         * The node of a connection is gone, and it is not known what the client expects: it is to be made to say so.
         *
         * @param flow valid during the call
         * @param clientMac where the client's frames come from
         * @param clientTags of the client's frames
         */
        void onFlowProbed(FlowKey flow, long clientMac, int clientTags);

        /**
         * A connection is open.
         *
         * @param flow valid during the call
         * @param owner node id
         * @param clientMac where the client's frames come from, 0 if that is not known
         * @param clientTags of the client's frames
         * @param isNew false if it is told of because all are
         */
        void onConnectionOpened(FlowKey flow, int owner, long clientMac, int clientTags, boolean isNew);

        /**
         * The client has ended a connection.
         *
         * @param flow valid during the call
         */
        void onConnectionClosed(FlowKey flow);

        /** All open connections were told of, as {@link SteeringCommands#tellConnections} asked for. */
        void onConnectionsTold();

        /**
         * Who takes the answers to {@link SteeringCommands#explain}.
         *
         * @return called for each part of an answer
         */
        Explained explained();
    }

    boolean clientLearned(final long clientHigh, final long clientLow, final int owner) {
        return SteeringRecords.offerClient(ring, CLIENT_LEARNED, clientHigh, clientLow, owner);
    }

    boolean clientExpired(final long clientHigh, final long clientLow) {
        return SteeringRecords.offerClient(ring, CLIENT_EXPIRED, clientHigh, clientLow, 0);
    }

    boolean flowUnknown(final FlowKey flow) {
        return SteeringRecords.offerFlow(ring, FLOW_UNKNOWN, flow, 0, false);
    }

    boolean flowOwned(final FlowKey flow, final int asker) {
        return SteeringRecords.offerFlow(ring, FLOW_OWNED, flow, asker, true);
    }

    boolean flowOrphaned(final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
        return SteeringRecords.offerOrphan(ring, FLOW_ORPHANED, flow, sequence, clientTags, clientMac);
    }

    boolean sourceHeavy(
            final long clientHigh, final long clientLow, final int owner, final int connections, final int all) {
        return SteeringRecords.offerSource(ring, SOURCE_HEAVY, clientHigh, clientLow, owner, connections, all);
    }

    boolean sourceLight(final long clientHigh, final long clientLow) {
        return SteeringRecords.offerClient(ring, SOURCE_LIGHT, clientHigh, clientLow, 0);
    }

    boolean nodeClaimed(final int nodeId, final long mac, final boolean isReply) {
        return SteeringRecords.offerClient(ring, NODE_CLAIMED, mac, isReply ? 1 : 0, nodeId);
    }

    boolean flowProbed(final FlowKey flow, final long clientMac, final int clientTags) {
        return SteeringRecords.offerOrphan(ring, FLOW_PROBED, flow, 0, clientTags, clientMac);
    }

    boolean connectionOpened(
            final FlowKey flow, final int owner, final long clientMac, final int clientTags, final boolean isNew) {
        return SteeringRecords.offerConnection(
                ring, isNew ? CONNECTION_OPENED : CONNECTION_HELD, flow, owner, clientTags, clientMac);
    }

    boolean connectionClosed(final FlowKey flow) {
        return SteeringRecords.offerFlow(ring, CONNECTION_CLOSED, flow, 0, false);
    }

    boolean connectionsTold() {
        return SteeringRecords.offerMark(ring, CONNECTIONS_TOLD);
    }

    boolean explainedChoice(
            final int question,
            final ChosenBy chosenBy,
            final int node,
            final boolean isDirector,
            final int stickyNode,
            final int stickyAgeSeconds) {
        return ExplanationRecords.offerChoice(ring, question, chosenBy, node, isDirector, stickyNode, stickyAgeSeconds);
    }

    boolean explainedCandidate(
            final int question, final SteeringTable.Node node, final boolean isEligible, final long added) {
        return ExplanationRecords.offerCandidate(ring, question, node, isEligible, added);
    }

    boolean explainedFlow(
            final int question,
            final FlowKey flow,
            final int owner,
            final int state,
            final int idleSeconds,
            final int translatedPort,
            final int proxyPort) {
        return ExplanationRecords.offerFlow(ring, question, flow, owner, state, idleSeconds, translatedPort, proxyPort);
    }

    boolean explainedEnd(final int question, final int flows) {
        return ExplanationRecords.offerEnd(ring, question, flows);
    }

    /**
     * How much was ever written: whoever sees it grow wakes the conductor. The data path's thread only.
     *
     * @return a position
     */
    public long written() {
        return ring.producerPosition();
    }

    /**
     * Hands waiting events to the handler, in order.
     *
     * @param handler called for each
     * @param limit most events
     * @return events handled
     */
    public int poll(final Handler handler, final int limit) {
        return ring.read((typeId, buffer, index, length) -> dispatch(handler, typeId, buffer, index), limit);
    }

    private void dispatch(final Handler handler, final int typeId, final MutableDirectBuffer buffer, final int index) {
        switch (typeId) {
            case CLIENT_LEARNED -> handler.onClientLearned(client(buffer, index), SteeringRecords.owner(buffer, index));
            case CLIENT_EXPIRED -> handler.onClientExpired(client(buffer, index));
            case FLOW_UNKNOWN -> handler.onFlowUnknown(SteeringRecords.flow(buffer, index, key));
            case FLOW_ORPHANED ->
                handler.onFlowOrphaned(
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.clientMac(buffer, index),
                        SteeringRecords.clientTags(buffer, index),
                        SteeringRecords.sequence(buffer, index));
            case NODE_CLAIMED ->
                handler.onNodeClaimed(
                        SteeringRecords.owner(buffer, index),
                        SteeringRecords.clientHigh(buffer, index),
                        SteeringRecords.clientLow(buffer, index) != 0);
            case FLOW_PROBED ->
                handler.onFlowProbed(
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.clientMac(buffer, index),
                        SteeringRecords.clientTags(buffer, index));
            case CONNECTION_OPENED, CONNECTION_HELD ->
                handler.onConnectionOpened(
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.owner(buffer, index),
                        SteeringRecords.clientMac(buffer, index),
                        SteeringRecords.clientTags(buffer, index),
                        typeId == CONNECTION_OPENED);
            case CONNECTION_CLOSED -> handler.onConnectionClosed(SteeringRecords.flow(buffer, index, key));
            case CONNECTIONS_TOLD -> handler.onConnectionsTold();
            case FLOW_OWNED ->
                handler.onFlowOwned(SteeringRecords.flow(buffer, index, key), SteeringRecords.owner(buffer, index));
            case SOURCE_HEAVY ->
                handler.onSourceHeavy(
                        client(buffer, index),
                        SteeringRecords.owner(buffer, index),
                        SteeringRecords.connections(buffer, index),
                        SteeringRecords.allConnections(buffer, index));
            case SOURCE_LIGHT -> handler.onSourceLight(client(buffer, index));
            default -> ExplanationRecords.dispatch(handler.explained(), typeId, buffer, index, key);
        }
    }

    private static IpAddress client(final DirectBuffer buffer, final int index) {
        return IpAddress.ofMapped(SteeringRecords.clientHigh(buffer, index), SteeringRecords.clientLow(buffer, index));
    }
}
