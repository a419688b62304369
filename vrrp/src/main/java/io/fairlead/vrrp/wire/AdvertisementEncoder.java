package io.fairlead.vrrp.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.vrrp.ChecksumForm;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.auth.AuthenticatedMessage;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the advertisements of one virtual router as whole Ethernet frames, byte for byte as keepalived does: TOS 0xc0, no "don't
 * fragment", an IP identification that counts from 1, no padding. Over IPv6 the flow label is 0, which keepalived leaves to its kernel. Not
 * thread-safe.
 */
public final class AdvertisementEncoder {

    private final VirtualRouterConfig config;
    private final long localMac;
    private final AdvertisementAuthenticator authenticator;
    private final boolean isIpv6;
    private final int messageLength;
    private final int payloadLength;
    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final VrrpV2Flyweight v2 = new VrrpV2Flyweight();
    private final VrrpV3Flyweight v3 = new VrrpV3Flyweight();
    private int identification;

    /**
     * For one virtual router.
     *
     * @param config of the router
     * @param localMac the node's own address: there is no virtual MAC, hypervisors drop it
     * @param authenticator of the router, which signs
     */
    public AdvertisementEncoder(
            final VirtualRouterConfig config, final long localMac, final AdvertisementAuthenticator authenticator) {
        this.config = config;
        this.localMac = localMac;
        this.authenticator = authenticator;
        isIpv6 = config.isIpv6();
        final int addressCount = config.addresses().size();
        messageLength = config.version() == VrrpVersion.V2
                ? VrrpV2Flyweight.length(addressCount)
                : VrrpV3Flyweight.length(addressCount, isIpv6);
        payloadLength = messageLength + authenticator.trailerLength();
    }

    /**
     * How much room a frame needs.
     *
     * @return length in bytes
     */
    public int frameLength() {
        return EthernetFrame.HEADER_LENGTH + ipHeaderLength() + payloadLength;
    }

    private int ipHeaderLength() {
        return isIpv6 ? Ipv6Packet.HEADER_LENGTH : Ipv4Packet.MIN_HEADER_LENGTH;
    }

    /**
     * Writes a frame to the group.
     *
     * @param priority to announce, 0 to resign
     * @param epochNs wall clock, nanoseconds since 1970 UTC, for a trailer
     * @param frame to write to
     * @param offset of its first byte
     * @return length of the frame in bytes
     */
    public int encode(final int priority, final long epochNs, final MutableDirectBuffer frame, final int offset) {
        return encode(priority, VrrpTransport.group(isIpv6), VrrpTransport.groupMac(isIpv6), epochNs, frame, offset);
    }

    /**
     * Writes a frame to one of the unicast peers.
     *
     * @param priority to announce, 0 to resign
     * @param peer its address
     * @param peerMac where frames to it go
     * @param epochNs wall clock, nanoseconds since 1970 UTC, for a trailer
     * @param frame to write to
     * @param offset of its first byte
     * @return length of the frame in bytes
     */
    public int encode(
            final int priority,
            final IpAddress peer,
            final long peerMac,
            final long epochNs,
            final MutableDirectBuffer frame,
            final int offset) {
        ethernet.wrap(frame, offset, frameLength());
        ethernet.destination(peerMac).source(localMac).etherType(isIpv6 ? EtherType.IPV6 : EtherType.IPV4);
        final int ipIndex = offset + EthernetFrame.HEADER_LENGTH;
        final int messageIndex = ipIndex + ipHeaderLength();
        if (isIpv6) {
            ipv6.wrap(frame, ipIndex, ipHeaderLength() + payloadLength)
                    .header(
                            VrrpTransport.TRAFFIC_CLASS,
                            VrrpTransport.HOP_LIMIT,
                            IpProtocol.VRRP,
                            config.localAddress(),
                            peer,
                            payloadLength);
        } else {
            identification = identification + 1 & 0xFFFF;
            ipv4.wrap(frame, ipIndex, ipHeaderLength() + payloadLength)
                    .header(
                            VrrpTransport.TRAFFIC_CLASS,
                            VrrpTransport.HOP_LIMIT,
                            IpProtocol.VRRP,
                            config.localAddress().ipv4(),
                            peer.ipv4(),
                            ipHeaderLength() + payloadLength)
                    .identification(identification);
        }
        message(priority, frame, messageIndex);
        authenticator.sign(
                new AuthenticatedMessage(
                        config.version(),
                        config.vrid(),
                        config.localAddress(),
                        frame,
                        messageIndex,
                        messageLength,
                        authenticator.trailerLength()),
                epochNs);
        frame.putShort(
                messageIndex + VrrpFlyweight.CHECKSUM_FIELD_OFFSET, (short) checksum(frame, messageIndex), BIG_ENDIAN);
        return frameLength();
    }

    private void message(final int priority, final MutableDirectBuffer frame, final int index) {
        final VrrpFlyweight vrrp = config.version() == VrrpVersion.V2
                ? v2.wrap(frame, index, messageLength)
                : v3.wrap(frame, index, messageLength, isIpv6);
        final int addressCount = config.addresses().size();
        vrrp.header(config.vrid(), priority, addressCount, config.advertisementIntervalNs());
        for (int i = 0; i < addressCount; i++) {
            vrrp.address(i, config.addresses().get(i));
        }
    }

    /** The field is zero; see {@link AdvertisementDecoder} for what is covered. */
    private int checksum(final MutableDirectBuffer frame, final int index) {
        if (isIpv6) {
            return InternetChecksum.fold(InternetChecksum.add(ipv6.pseudoHeader(), frame, index, payloadLength));
        }
        final boolean hasPseudoHeader =
                config.version() == VrrpVersion.V3 && config.checksum() == ChecksumForm.WITH_PSEUDO_HEADER;
        final long pseudoHeader = hasPseudoHeader
                ? InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), IpProtocol.VRRP, messageLength)
                : 0;
        return InternetChecksum.fold(InternetChecksum.add(pseudoHeader, frame, index, messageLength));
    }
}
