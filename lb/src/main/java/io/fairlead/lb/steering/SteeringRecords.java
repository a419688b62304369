package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The records of {@link SteeringEvents} and {@link SteeringCommands}, native byte order:
 *
 * <pre>
 *   client record:  client (4) | owner (4)
 *   flow record:    client (4) | owner (4) | destination (4) | ports (4) | protocol (4) | is claimed (4)
 * </pre>
 */
final class SteeringRecords {

    private static final int CLIENT_FIELD_OFFSET = 0;
    private static final int OWNER_FIELD_OFFSET = 4;
    private static final int DESTINATION_FIELD_OFFSET = 8;
    private static final int PORTS_FIELD_OFFSET = 12;
    private static final int PROTOCOL_FIELD_OFFSET = 16;
    private static final int CLAIMED_FIELD_OFFSET = 20;
    private static final int CLIENT_LENGTH = 8;
    private static final int FLOW_LENGTH = 24;

    private SteeringRecords() {}

    static boolean offerClient(final OneToOneRingBuffer ring, final int typeId, final int client, final int owner) {
        final int claim = ring.tryClaim(typeId, CLIENT_LENGTH);
        if (claim < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putInt(claim + CLIENT_FIELD_OFFSET, client);
        buffer.putInt(claim + OWNER_FIELD_OFFSET, owner);
        ring.commit(claim);
        return true;
    }

    static boolean offerFlow(
            final OneToOneRingBuffer ring,
            final int typeId,
            final FlowKey flow,
            final int owner,
            final boolean isClaimed) {
        final int claim = ring.tryClaim(typeId, FLOW_LENGTH);
        if (claim < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putInt(claim + CLIENT_FIELD_OFFSET, flow.clientIpv4());
        buffer.putInt(claim + OWNER_FIELD_OFFSET, owner);
        buffer.putInt(claim + DESTINATION_FIELD_OFFSET, flow.destinationIpv4());
        buffer.putInt(claim + PORTS_FIELD_OFFSET, (flow.clientPort() << 16) | flow.destinationPort());
        buffer.putInt(claim + PROTOCOL_FIELD_OFFSET, flow.protocol());
        buffer.putInt(claim + CLAIMED_FIELD_OFFSET, isClaimed ? 1 : 0);
        ring.commit(claim);
        return true;
    }

    static int client(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + CLIENT_FIELD_OFFSET);
    }

    static int owner(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + OWNER_FIELD_OFFSET);
    }

    static boolean isClaimed(final DirectBuffer buffer, final int index) {
        return buffer.getInt(index + CLAIMED_FIELD_OFFSET) != 0;
    }

    static FlowKey flow(final DirectBuffer buffer, final int index, final FlowKey key) {
        final int ports = buffer.getInt(index + PORTS_FIELD_OFFSET);
        return key.ipv4(
                client(buffer, index),
                ports >>> 16,
                buffer.getInt(index + DESTINATION_FIELD_OFFSET),
                ports & 0xFFFF,
                buffer.getInt(index + PROTOCOL_FIELD_OFFSET));
    }
}
