package io.fairlead.bench;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.TcpSegment;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A TCP frame of the least length, renewed from its template for each use because steering rewrites it in place. */
final class BenchFrame {

    static final int LENGTH = 60;

    /** Where it begins in its memory. */
    static final int INDEX = FramePort.HEAD_ROOM;

    /** Address of the first one. */
    static final int FIRST_CLIENT = 0x0A40_0000;

    /** How many flows each client has, but for {@link #opening}. */
    static final int FLOWS_OF_A_CLIENT = 16;

    private static final int FIRST_PORT = 20_000;
    private static final int IP_OFFSET = EthernetFrame.HEADER_LENGTH;
    private static final int TCP_OFFSET = IP_OFFSET + Ipv4Packet.MIN_HEADER_LENGTH;

    // a stride that shares no factor with the numbers of flows, so that one flow's neighbour in time is not its
    // neighbour in memory
    static final int STRIDE = 7_919;

    private final int flows;
    private final int addressOffset;
    private final int portOffset;
    private final byte[] template = new byte[LENGTH];
    private final UnsafeBuffer frame = new UnsafeBuffer(BufferUtil.allocateDirectAligned(INDEX + LENGTH, 64));
    private final int flowsOfAClient;
    private final int portStep;
    private int flow;
    private int sent;
    private int firstPort = FIRST_PORT;

    private BenchFrame(final int flows, final int flowsOfAClient, final int portStep, final boolean isFromClient) {
        this.flows = flows;
        this.flowsOfAClient = flowsOfAClient;
        this.portStep = portStep;
        this.addressOffset = IP_OFFSET + (isFromClient ? 12 : 16);
        this.portOffset = TCP_OFFSET + (isFromClient ? 0 : 2);
    }

    /** From clients to the VIP. */
    static BenchFrame request(final int flows, final long sourceMac, final int destinationPort, final int flags) {
        return new BenchFrame(flows, FLOWS_OF_A_CLIENT, 0, true)
                .fill(sourceMac, BenchNode.SELF_MAC, 0, BenchNode.VIP, 0, destinationPort, flags);
    }

    /** From clients to the VIP, each frame of a client the first one of another flow. */
    static BenchFrame opening(final int clients, final long sourceMac, final int destinationPort) {
        return new BenchFrame(clients, 1, 1, true)
                .fill(sourceMac, BenchNode.SELF_MAC, 0, BenchNode.VIP, 0, destinationPort, TcpSegment.SYN);
    }

    /** From the node's proxy to clients. */
    static BenchFrame reply(final int flows, final long destinationMac) {
        return new BenchFrame(flows, FLOWS_OF_A_CLIENT, 0, false)
                .fill(BenchNode.SELF_MAC, destinationMac, BenchNode.SELF, 0, BenchNode.PROXY_PORT, 0, TcpSegment.ACK);
    }

    private BenchFrame fill(
            final long sourceMac,
            final long destinationMac,
            final int source,
            final int destination,
            final int sourcePort,
            final int destinationPort,
            final int flags) {
        final MutableDirectBuffer buffer = new UnsafeBuffer(template);
        new EthernetFrame()
                .wrap(buffer, 0, LENGTH)
                .destination(destinationMac)
                .source(sourceMac)
                .etherType(EtherType.IPV4);
        new Ipv4Packet()
                .wrap(buffer, IP_OFFSET, LENGTH - IP_OFFSET)
                .header(
                        0,
                        64,
                        IpProtocol.TCP,
                        source,
                        destination,
                        TCP_OFFSET + TcpSegment.MIN_HEADER_LENGTH - IP_OFFSET);
        new TcpSegment()
                .wrap(buffer, TCP_OFFSET, TcpSegment.MIN_HEADER_LENGTH)
                .header(sourcePort, destinationPort, 1, 1, flags, 64_240);
        return this;
    }

    /** Begins with another flow. */
    BenchFrame startingAt(final int first) {
        flow = first;
        return this;
    }

    /** The memory of the next flow's frame; its checksums are of another flow, which no node looks at. */
    MutableDirectBuffer next() {
        flow = (flow + STRIDE) % flows;
        if (++sent == flows) {
            sent = 0;
            firstPort += portStep;
        }
        frame.putBytes(INDEX, template);
        frame.putInt(INDEX + addressOffset, FIRST_CLIENT + flow / flowsOfAClient, BIG_ENDIAN);
        frame.putShort(INDEX + portOffset, (short) (firstPort + flow % flowsOfAClient), BIG_ENDIAN);
        return frame;
    }
}
