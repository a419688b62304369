package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The records of {@link SteeringEvents} and {@link SteeringCommands}, native byte order, IPv4 addresses in IPv4-mapped form:
 *
 * <pre>
 *   client record:  client (16) | owner (4)
 *   source record:  the same | its connections (4) | all connections (4)
 *   flow record:    client (16) | owner (4) | ports (4) | destination (16) | protocol (4) | unused (4) | is claimed (8)
 *   orphan record:  the same with a sequence number in place of the owner, tags behind the protocol, and a MAC address in place of is claimed
 *   claim record:   a client record with a MAC address and whether it was a reply in place of the client, and the node in place of the owner
 *   connection record:  an orphan record with the owner
 *   mark:           unused (4)
 * </pre>
 */
final class SteeringRecords {

    private static final int CLIENT_HIGH_FIELD_OFFSET = 0;
    private static final int CLIENT_LOW_FIELD_OFFSET = 8;
    private static final int OWNER_FIELD_OFFSET = 16;
    private static final int PORTS_FIELD_OFFSET = 20;
    private static final int DESTINATION_HIGH_FIELD_OFFSET = 24;
    private static final int DESTINATION_LOW_FIELD_OFFSET = 32;
    private static final int PROTOCOL_FIELD_OFFSET = 40;
    private static final int TAGS_FIELD_OFFSET = 44;
    private static final int CLAIMED_FIELD_OFFSET = 48;
    private static final int CLIENT_LENGTH = 20;
    private static final int CONNECTIONS_FIELD_OFFSET = 20;
    private static final int ALL_CONNECTIONS_FIELD_OFFSET = 24;
    private static final int SOURCE_LENGTH = 28;
    static final int FLOW_LENGTH = 56;

    private SteeringRecords() {}

    static boolean offerClient(
            final OneToOneRingBuffer ring,
            final int typeId,
            final long clientHigh,
            final long clientLow,
            final int owner) {
        final int claim = ring.tryClaim(typeId, CLIENT_LENGTH);
        if (claim < 0) {
            return false;
        }
        putClient(ring.buffer(), claim, clientHigh, clientLow, owner);
        ring.commit(claim);
        return true;
    }

    static boolean offerSource(
            final OneToOneRingBuffer ring,
            final int typeId,
            final long clientHigh,
            final long clientLow,
            final int owner,
            final int connections,
            final int all) {
        final int claim = ring.tryClaim(typeId, SOURCE_LENGTH);
        if (claim < 0) {
            return false;
        }
        putClient(ring.buffer(), claim, clientHigh, clientLow, owner);
        ring.buffer().putInt(claim + CONNECTIONS_FIELD_OFFSET, connections);
        ring.buffer().putInt(claim + ALL_CONNECTIONS_FIELD_OFFSET, all);
        ring.commit(claim);
        return true;
    }

    private static void putClient(
            final MutableDirectBuffer buffer,
            final int index,
            final long clientHigh,
            final long clientLow,
            final int owner) {
        buffer.putLong(index + CLIENT_HIGH_FIELD_OFFSET, clientHigh);
        buffer.putLong(index + CLIENT_LOW_FIELD_OFFSET, clientLow);
        buffer.putInt(index + OWNER_FIELD_OFFSET, owner);
    }

    static boolean offerFlow(
            final OneToOneRingBuffer ring,
            final int typeId,
            final FlowKey flow,
            final int owner,
            final boolean isClaimed) {
        return offer(ring, typeId, flow, owner, 0, isClaimed ? 1 : 0);
    }

    static boolean offerOrphan(
            final OneToOneRingBuffer ring,
            final int typeId,
            final FlowKey flow,
            final int sequence,
            final int clientTags,
            final long clientMac) {
        return offer(ring, typeId, flow, sequence, clientTags, clientMac);
    }

    static boolean offerConnection(
            final OneToOneRingBuffer ring,
            final int typeId,
            final FlowKey flow,
            final int owner,
            final int clientTags,
            final long clientMac) {
        return offer(ring, typeId, flow, owner, clientTags, clientMac);
    }

    static boolean offerMark(final OneToOneRingBuffer ring, final int typeId) {
        final int claim = ring.tryClaim(typeId, Integer.BYTES);
        if (claim < 0) {
            return false;
        }
        ring.buffer().putInt(claim, 0);
        ring.commit(claim);
        return true;
    }

    private static boolean offer(
            final OneToOneRingBuffer ring,
            final int typeId,
            final FlowKey flow,
            final int owner,
            final int clientTags,
            final long isClaimed) {
        final int claim = ring.tryClaim(typeId, FLOW_LENGTH);
        if (claim < 0) {
            return false;
        }
        putFlow(ring.buffer(), claim, flow, owner);
        ring.buffer().putInt(claim + TAGS_FIELD_OFFSET, clientTags);
        ring.buffer().putLong(claim + CLAIMED_FIELD_OFFSET, isClaimed);
        ring.commit(claim);
        return true;
    }

    /** The fields of a flow record but the last one. */
    static void putFlow(final MutableDirectBuffer buffer, final int index, final FlowKey flow, final int owner) {
        putClient(buffer, index, flow.clientHigh(), flow.clientLow(), owner);
        buffer.putLong(index + DESTINATION_HIGH_FIELD_OFFSET, flow.destinationHigh());
        buffer.putLong(index + DESTINATION_LOW_FIELD_OFFSET, flow.destinationLow());
        buffer.putInt(index + PORTS_FIELD_OFFSET, (flow.clientPort() << 16) | flow.destinationPort());
        buffer.putInt(index + PROTOCOL_FIELD_OFFSET, flow.protocol());
    }

    static long clientHigh(final DirectBuffer buffer, final int index) {
        return buffer.getLong(index + CLIENT_HIGH_FIELD_OFFSET);
    }

    static long clientLow(final DirectBuffer buffer, final int index) {
        return buffer.getLong(index + CLIENT_LOW_FIELD_OFFSET);
    }

    static int owner(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + OWNER_FIELD_OFFSET);
    }

    static int connections(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + CONNECTIONS_FIELD_OFFSET);
    }

    static int allConnections(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + ALL_CONNECTIONS_FIELD_OFFSET);
    }

    static boolean isClaimed(final DirectBuffer buffer, final int index) {
        return buffer.getLong(index + CLAIMED_FIELD_OFFSET) != 0;
    }

    static int sequence(final DirectBuffer buffer, final int index) {
        return owner(buffer, index);
    }

    static int clientTags(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + TAGS_FIELD_OFFSET);
    }

    static long clientMac(final DirectBuffer buffer, final int index) {
        return buffer.getLong(index + CLAIMED_FIELD_OFFSET);
    }

    static FlowKey flow(final DirectBuffer buffer, final int index, final FlowKey key) {
        final int ports = buffer.getInt(index + PORTS_FIELD_OFFSET);
        return key.ipv6(
                clientHigh(buffer, index),
                clientLow(buffer, index),
                ports >>> 16,
                buffer.getLong(index + DESTINATION_HIGH_FIELD_OFFSET),
                buffer.getLong(index + DESTINATION_LOW_FIELD_OFFSET),
                ports & 0xFFFF,
                buffer.getInt(index + PROTOCOL_FIELD_OFFSET));
    }
}
