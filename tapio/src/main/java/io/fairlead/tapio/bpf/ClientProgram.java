package io.fairlead.tapio.bpf;

import static io.fairlead.tapio.bpf.Assembler.R0;
import static io.fairlead.tapio.bpf.Assembler.R1;
import static io.fairlead.tapio.bpf.Assembler.R6;
import static io.fairlead.tapio.bpf.Assembler.R7;
import static io.fairlead.tapio.bpf.Assembler.R8;
import static io.fairlead.tapio.bpf.Assembler.R9;

import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;

/**
 * The program that gives a frame to the queue of its client ({@link ClientQueue}):
 *
 * <ul>
 *   <li>IPv4 and IPv6 go by the client's address, behind up to two tags, fragments like all others;
 *   <li>an ICMP or ICMPv6 error from the wire goes by the address to which the packet that it quotes was sent, for that is the client of the flow. One that is a fragment itself, or
 *       behind more extension headers than the data path walks over, goes by its sender;
 *   <li>everything else, ARP among it, and what is cut goes to the first queue.
 * </ul>
 *
 * <p>Errors that the host's kernel sends go to the one who has sent the packet that they quote: the client.
 */
final class ClientProgram {

    private static final int MAX_TAGS = 2;
    private static final int MAX_EXTENSION_HEADERS = 8;

    private static final int IPV4_FRAGMENT_FIELD = 6;
    private static final int IPV4_PROTOCOL_FIELD = 9;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV4_FRAGMENT_BITS = 0x3fff;
    private static final int IPV6_NEXT_HEADER_FIELD = 6;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int IPV6_FRAGMENT_BITS = 0xfff9;
    private static final int ICMP_HEADER_LENGTH = 8;
    private static final int LAST_ICMPV6_ERROR = 4;
    private static final int[] ICMP_ERRORS = {3, 4, 11, 12};

    private static final String IPV4_ADDRESS = "IPv4 address";
    private static final String IPV6_ADDRESS = "IPv6 address";

    private final Assembler code = new Assembler();
    private final boolean isUplink;
    private final int queues;

    private ClientProgram(final Side side, final int queues) {
        this.isUplink = side == Side.UPLINK;
        this.queues = queues;
    }

    /** The instructions. */
    static long[] of(final Side side, final int queues) {
        return new ClientProgram(side, queues).write();
    }

    // R7: where the IP header begins, or the quoted one less what its destination lies behind a source; R8, R9: further
    // places, then the halves of the address
    private long[] write() {
        code.copy(R6, R1);
        walkOverTags();
        code.jumpIfEqual(R0, EtherType.IPV4, "IPv4").jumpIfEqual(R0, EtherType.IPV6, "IPv6");
        code.move(R0, 0).exit();
        code.label("IPv4");
        if (isUplink) {
            findIpv4Error();
        }
        code.label(IPV4_ADDRESS).loadWord(R7, isUplink ? IPV4_SOURCE : IPV4_DESTINATION);
        code.move64(R9, Ipv6Address.mappedLow(0)).orRegister(R9, R0).move(R8, 0).jump("hash");
        code.label("IPv6");
        if (isUplink) {
            findIpv6Error();
        }
        code.label(IPV6_ADDRESS);
        final int at = isUplink ? IPV6_SOURCE : IPV6_DESTINATION;
        loadHalfOfAddress(R8, at);
        loadHalfOfAddress(R9, at + Long.BYTES);
        hash();
        return code.assemble();
    }

    /** Leaves the EtherType behind them in R0, and in R7 where the payload begins. */
    private void walkOverTags() {
        code.move(R7, EthernetFrame.HEADER_LENGTH).loadHalf(R7, -Short.BYTES);
        for (int tag = 0; tag < MAX_TAGS; tag++) {
            code.jumpIfEqual(R0, EtherType.VLAN, "tag " + tag)
                    .jumpIfEqual(R0, EtherType.SERVICE_VLAN, "tag " + tag)
                    .jump("untagged");
            code.label("tag " + tag).add(R7, EthernetFrame.TAG_LENGTH).loadHalf(R7, -Short.BYTES);
        }
        code.label("untagged");
    }

    private void findIpv4Error() {
        code.loadByte(R7, IPV4_PROTOCOL_FIELD).jumpIfNotEqual(R0, IpProtocol.ICMP, IPV4_ADDRESS);
        code.loadHalf(R7, IPV4_FRAGMENT_FIELD).and(R0, IPV4_FRAGMENT_BITS).jumpIfNotEqual(R0, 0, IPV4_ADDRESS);
        code.loadByte(R7, 0).and(R0, 0x0f).shiftLeft(R0, 2).copy(R8, R7).addRegister(R8, R0);
        code.loadByte(R8, 0);
        for (final int type : ICMP_ERRORS) {
            code.jumpIfEqual(R0, type, "ICMP error");
        }
        code.jump(IPV4_ADDRESS);
        code.label("ICMP error").copy(R7, R8).add(R7, ICMP_HEADER_LENGTH + IPV4_DESTINATION - IPV4_SOURCE);
    }

    private void findIpv6Error() {
        code.copy(R8, R7).add(R8, IPV6_HEADER_LENGTH);
        code.loadByte(R7, IPV6_NEXT_HEADER_FIELD).copy(R9, R0);
        for (int header = 0; header < MAX_EXTENSION_HEADERS; header++) {
            final String next = "header " + (header + 1);
            final String options = "options " + header;
            code.jumpIfEqual(R9, IpProtocol.HOP_BY_HOP_OPTIONS, options)
                    .jumpIfEqual(R9, IpProtocol.ROUTING, options)
                    .jumpIfEqual(R9, IpProtocol.DESTINATION_OPTIONS, options)
                    .jumpIfNotEqual(R9, IpProtocol.FRAGMENT, "upper layer");
            code.loadHalf(R8, Short.BYTES).and(R0, IPV6_FRAGMENT_BITS).jumpIfNotEqual(R0, 0, IPV6_ADDRESS);
            code.loadByte(R8, 0).copy(R9, R0).add(R8, Long.BYTES).jump(next);
            code.label(options).loadByte(R8, 0).copy(R9, R0);
            code.loadByte(R8, 1).add(R0, 1).shiftLeft(R0, 3).addRegister(R8, R0);
            code.label(next);
        }
        code.label("upper layer").jumpIfNotEqual(R9, IpProtocol.ICMPV6, IPV6_ADDRESS);
        code.loadByte(R8, 0).jumpIfEqual(R0, 0, IPV6_ADDRESS).jumpIfGreater(R0, LAST_ICMPV6_ERROR, IPV6_ADDRESS);
        code.copy(R7, R8).add(R7, ICMP_HEADER_LENGTH + IPV6_DESTINATION - IPV6_SOURCE);
    }

    private void loadHalfOfAddress(final int register, final int offset) {
        code.loadWord(R7, offset).copy(register, R0).shiftLeft(register, Integer.SIZE);
        code.loadWord(R7, offset + Integer.BYTES).orRegister(register, R0);
    }

    private void hash() {
        code.label("hash")
                .move64(R1, ClientQueue.HIGH_FACTOR)
                .multiplyRegister(R8, R1)
                .addRegister(R9, R8);
        code.move64(R1, ClientQueue.FACTOR).multiplyRegister(R9, R1).shiftRight(R9, Integer.SIZE);
        code.multiply(R9, queues).shiftRight(R9, Integer.SIZE).copy(R0, R9).exit();
    }
}
