package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.TcpFrameWriter;
import io.fairlead.netstack.wire.TcpPath;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the reset that a client gets in the name of a node that is gone (RFC 9293 section 3.5.2). It carries the sequence number that the client expects, as far as
 * that was seen; a client for which it is not exact answers with a challenge ACK (RFC 5961 section 3.2), whose acknowledgment is. Not thread-safe.
 */
public final class ResetWriter {

    /** Room for a frame. */
    public static final int MAX_FRAME_LENGTH = TcpFrameWriter.MAX_HEADERS_LENGTH;

    private final long ownMac;
    private final TcpFrameWriter frames = new TcpFrameWriter();

    /**
     * For one interface.
     *
     * @param ownMac where the frames come from
     */
    public ResetWriter(final long ownMac) {
        this.ownMac = ownMac;
    }

    /**
     * Writes a frame.
     *
     * @param buffer with room for {@link #MAX_FRAME_LENGTH} bytes
     * @param index of its first byte
     * @param flow to reset, as its client sees it
     * @param clientMac where the frame goes
     * @param clientTags that the client's frames carry, and so does this one; see {@link EthernetFrame#tags}
     * @param sequence that the client expects
     * @return the frame's length in bytes
     */
    public int write(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence) {
        return write(buffer, index, flow, clientMac, clientTags, sequence, TcpSegment.RST);
    }

    /**
     * Writes a frame that makes the client say what it expects: an acknowledgment of no data. If its sequence number is not one that the client accepts,
     * the client answers with its own acknowledgment (RFC 9293 section 3.10.7.4, first check), which is the number for {@link #write}. A window
     * is less than half of all numbers, so of two that are 2^31 apart one at least is not accepted.
     *
     * @param buffer with room for {@link #MAX_FRAME_LENGTH} bytes
     * @param index of its first byte
     * @param flow to probe, as its client sees it
     * @param clientMac where the frame goes
     * @param clientTags that the client's frames carry
     * @param sequence any
     * @return the frame's length in bytes
     */
    public int writeProbe(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence) {
        return write(buffer, index, flow, clientMac, clientTags, sequence, TcpSegment.ACK);
    }

    private int write(
            final MutableDirectBuffer buffer,
            final int index,
            final FlowKey flow,
            final long clientMac,
            final int clientTags,
            final int sequence,
            final int flags) {
        final TcpPath toClient = new TcpPath(
                ownMac,
                clientMac,
                clientTags,
                IpAddress.ofMapped(flow.destinationHigh(), flow.destinationLow()),
                flow.destinationPort(),
                IpAddress.ofMapped(flow.clientHigh(), flow.clientLow()),
                flow.clientPort());
        return frames.write(buffer, index, toClient, sequence, 0, flags, 0, 0);
    }
}
