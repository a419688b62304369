package io.fairlead.tools.capture.live;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.tools.capture.Decision;
import io.fairlead.tools.capture.VerdictClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which frames a capture is for. Asked twice for each: before the decision, so that what passes in no case costs little, and after it, for only then there is a
 * verdict, and the port that the client knows. One data-path thread; allocates nothing.
 */
public final class FrameFilter {

    /** In an IPv4-mapped address (RFC 4291 section 2.5.5.2) the IPv4 address comes behind so many bits. */
    private static final int MAPPED_BITS = 96;

    private static final int NO_PORT = -1;
    private static final int PORTS_LENGTH = 4;

    private final boolean hasClient;
    private final boolean isIpv6;
    private final long highMask;
    private final long lowMask;
    private final long high;
    private final long low;
    private final int port;
    private final boolean hasVerdicts;
    private final Set<VerdictClass> verdicts;

    private final MutableDirectBuffer view = new UnsafeBuffer(new byte[0]);
    private final EthernetFrame ethernet = new EthernetFrame();
    private final ArpPacket arp = new ArpPacket();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private boolean isOfClient;
    private boolean isOfPort;

    /**
     * All that is given has to be true of a frame.
     *
     * @param client source or destination, of IP or ARP
     * @param port source or destination of TCP or UDP, before or after the decision; fragments but the first have none
     * @param verdicts any of them; all if there is none
     */
    public FrameFilter(final Optional<IpPrefix> client, final OptionalInt port, final Set<VerdictClass> verdicts) {
        hasClient = client.isPresent();
        isIpv6 = client.isPresent() && client.get().address().isIpv6();
        final int bits = client.map(IpPrefix::length).orElse(0) + (isIpv6 ? 0 : MAPPED_BITS);
        highMask = Ipv6Address.mask(bits);
        lowMask = Ipv6Address.mask(bits - Long.SIZE);
        high = client.map(prefix -> prefix.network().high()).orElse(0L);
        low = client.map(prefix -> prefix.network().mappedLow()).orElse(0L);
        this.port = port.orElse(NO_PORT);
        hasVerdicts = !verdicts.isEmpty();
        this.verdicts = hasVerdicts ? EnumSet.copyOf(verdicts) : EnumSet.noneOf(VerdictClass.class);
    }

    /** A frame is about to be decided. False if it passes in no case; then {@link #passes} is not to be asked. */
    boolean mayPass(final DirectBuffer buffer, final int index, final int length) {
        if (!hasClient && port == NO_PORT) {
            return true;
        }
        look(buffer, index, length);
        return isOfClient;
    }

    /** The same frame was decided, and perhaps rewritten. */
    boolean passes(final int verdict, final long moved, final DirectBuffer buffer, final int index, final int length) {
        if (port != NO_PORT && !isOfPort) {
            look(buffer, index, length);
            if (!isOfPort) {
                return false;
            }
        }
        return !hasVerdicts || verdicts.contains(Decision.classOf(verdict, moved));
    }

    private void look(final DirectBuffer buffer, final int index, final int length) {
        isOfClient = !hasClient;
        isOfPort = false;
        view.wrap(buffer, index, length);
        ethernet.wrap(view, 0, length);
        if (!ethernet.isValid()) {
            return;
        }
        switch (ethernet.etherType()) {
            case EtherType.IPV4 -> lookAtIpv4();
            case EtherType.IPV6 -> lookAtIpv6();
            case EtherType.ARP -> lookAtArp();
            default -> {}
        }
    }

    private void lookAtIpv4() {
        ipv4.wrap(view, ethernet.payloadIndex(), ethernet.payloadLength());
        if (ipv4.isValid()) {
            isOfClient |= isClient(ipv4.source()) || isClient(ipv4.destination());
            if (ipv4.fragmentOffset() == 0) {
                lookAtPorts(ipv4.protocol(), ipv4.payloadIndex(), ipv4.payloadLength());
            }
        }
    }

    private void lookAtIpv6() {
        ipv6.wrap(view, ethernet.payloadIndex(), ethernet.payloadLength());
        if (ipv6.isValid()) {
            isOfClient |= isClient(ipv6.sourceHigh(), ipv6.sourceLow())
                    || isClient(ipv6.destinationHigh(), ipv6.destinationLow());
            if (ipv6.fragmentOffset() == 0) {
                lookAtPorts(ipv6.upperLayerProtocol(), ipv6.upperLayerIndex(), ipv6.upperLayerLength());
            }
        }
    }

    private void lookAtArp() {
        arp.wrap(view, ethernet.payloadIndex(), ethernet.payloadLength());
        if (arp.isValid()) {
            isOfClient |= isClient(arp.senderIp()) || isClient(arp.targetIp());
        }
    }

    private void lookAtPorts(final int protocol, final int index, final int length) {
        if ((protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && length >= PORTS_LENGTH) {
            final int ports = view.getInt(index, BIG_ENDIAN);
            isOfPort = ports >>> Short.SIZE == port || (ports & 0xFFFF) == port;
        }
    }

    private boolean isClient(final int address) {
        return !isIpv6 && isClient(0, Ipv6Address.mappedLow(address));
    }

    private boolean isClient(final long addressHigh, final long addressLow) {
        return (addressHigh & highMask) == high
                && (addressLow & lowMask) == low
                // 0.0.0.0/0 is all of IPv4, and ::/0 all of IPv6
                && isIpv6 != Ipv6Address.isIpv4Mapped(addressHigh, addressLow);
    }
}
