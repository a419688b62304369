package io.fairlead.tools.capture;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a frame is for, as far as the conductor makes a difference. Looks at a frame and changes nothing. One thread. */
public final class FrameKind {

    private static final int IPV4_PROTOCOL_OFFSET = 9;
    private static final int IPV6_NEXT_HEADER_OFFSET = 6;
    private static final int NO_PROTOCOL = -1;

    private final MutableDirectBuffer view = new UnsafeBuffer(new byte[0]);
    private final EthernetFrame ethernet = new EthernetFrame();

    /** Looks at nothing yet. */
    public FrameKind() {}

    /**
     * Looks at a frame.
     *
     * @param buffer that holds it
     * @param index of its first byte
     * @param length in bytes
     * @return this
     */
    public FrameKind of(final DirectBuffer buffer, final int index, final int length) {
        view.wrap(buffer, index, length);
        ethernet.wrap(view, 0, length);
        return this;
    }

    /**
     * The frame's Ethernet header.
     *
     * @return valid until the next frame
     */
    public EthernetFrame ethernet() {
        return ethernet;
    }

    /**
     * Is it an advertisement?
     *
     * @return true if it is VRRP
     */
    public boolean isVrrp() {
        return protocol() == IpProtocol.VRRP;
    }

    /**
     * Is it from node to node?
     *
     * @return true if it is of IP protocol 253
     */
    public boolean isLoadReport() {
        return protocol() == IpProtocol.LOAD_REPORT;
    }

    private int protocol() {
        if (!ethernet.isValid()) {
            return NO_PROTOCOL;
        }
        final int offset =
                switch (ethernet.etherType()) {
                    case EtherType.IPV4 -> IPV4_PROTOCOL_OFFSET;
                    case EtherType.IPV6 -> IPV6_NEXT_HEADER_OFFSET;
                    default -> NO_PROTOCOL;
                };
        return offset == NO_PROTOCOL || ethernet.payloadLength() <= offset
                ? NO_PROTOCOL
                : view.getByte(ethernet.payloadIndex() + offset) & 0xFF;
    }

    /**
     * What it is, in words.
     *
     * @return such as "VRRP advertisement"
     */
    public String words() {
        if (ethernet.isValid() && ethernet.etherType() == EtherType.ARP) {
            return "ARP";
        }
        return switch (protocol()) {
            case IpProtocol.VRRP -> "VRRP advertisement";
            case IpProtocol.LOAD_REPORT -> "message between nodes";
            case IpProtocol.TCP -> "TCP";
            case IpProtocol.ICMPV6 -> "neighbour discovery";
            default -> "frame";
        };
    }
}
