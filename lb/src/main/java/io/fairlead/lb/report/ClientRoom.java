package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import java.util.Collection;

/** The room that one message has for clients, in bytes as they are encoded: those of IPv6 need more of it. Not thread-safe. */
public final class ClientRoom {

    /** 320 owned clients or 160 assignments of IPv4: nodes that know no IPv6 clients take no more, and it leaves room for a handshake. */
    static final int LENGTH = 1280;

    private final int ipv4Length;
    private final int ipv6Length;
    private int left = LENGTH;
    private boolean hasIpv6;

    private ClientRoom(final int ipv4Length, final int ipv6Length) {
        this.ipv4Length = ipv4Length;
        this.ipv6Length = ipv6Length;
    }

    /**
     * Of a message that tells of clients and their nodes.
     *
     * @return an empty room
     */
    public static ClientRoom ofAssignments() {
        return new ClientRoom(FieldType.ASSIGNMENT_LENGTH, FieldType.IPV6_ASSIGNMENT_LENGTH);
    }

    /**
     * Of a message that tells of the sender's clients.
     *
     * @return an empty room
     */
    public static ClientRoom ofOwnedClients() {
        return new ClientRoom(FieldType.OWNED_CLIENT_LENGTH, FieldType.IPV6_OWNED_CLIENT_LENGTH);
    }

    /**
     * Takes room for a client.
     *
     * @param client to be sent
     * @return false if it does not fit any more; nothing is taken then
     */
    public boolean take(final IpAddress client) {
        final int length;
        if (client.isIpv6()) {
            // the first one also needs the field that it is in
            length = ipv6Length + (hasIpv6 ? 0 : FieldType.HEADER_LENGTH);
        } else {
            length = ipv4Length;
        }
        if (length > left) {
            return false;
        }
        left -= length;
        hasIpv6 |= client.isIpv6();
        return true;
    }

    boolean takeAll(final Collection<IpAddress> clients) {
        return clients.stream().allMatch(this::take);
    }

    /** Empties the room, for the next message. */
    public void clear() {
        left = LENGTH;
        hasIpv6 = false;
    }
}
