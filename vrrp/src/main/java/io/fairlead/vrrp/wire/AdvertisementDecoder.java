package io.fairlead.vrrp.wire;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_BEYOND_PACKET;
import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_ZERO;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_IP_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
import static io.fairlead.vrrp.AdvertisementVerdict.FRAGMENTED;
import static io.fairlead.vrrp.AdvertisementVerdict.NOT_VRRP;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.TRAILING_BYTES;
import static io.fairlead.vrrp.AdvertisementVerdict.TRUNCATED;
import static io.fairlead.vrrp.AdvertisementVerdict.TTL_NOT_255;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_TYPE;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_VERSION;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VrrpVersion;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.auth.AuthenticatedMessage;
import io.fairlead.vrrp.auth.HmacTrailer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads advertisements out of Ethernet frames: version 2 over IPv4, version 3 over IPv4 and IPv6. Makes the checks of RFC 3768 and RFC 9568
 * section 7.1 that need no configuration. Then {@link #verify} asks the authenticator of the virtual router that it is for, and the other checks
 * are made by {@link VirtualRouter#onAdvertisement}. Not thread-safe; belongs to the conductor.
 */
public final class AdvertisementDecoder {

    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final VrrpV2Flyweight v2 = new VrrpV2Flyweight();
    private final VrrpV3Flyweight v3 = new VrrpV3Flyweight();

    private boolean isIpv6;
    private int payloadIndex;
    private int payloadLength;
    private @Nullable Advertisement advertisement;
    private @Nullable AuthenticatedMessage message;

    /**
     * Validates a frame. It may be padded behind the IP packet, tagged, and have IP options or extension headers.
     *
     * @param frame buffer that holds it
     * @param offset of its first byte
     * @param length in bytes
     * @return OK if {@link #advertisement} has it now, or why not
     */
    public AdvertisementVerdict decode(final MutableDirectBuffer frame, final int offset, final int length) {
        advertisement = null;
        message = null;
        if (!ethernet.wrap(frame, offset, length).isValid()) {
            return TRUNCATED;
        }
        final AdvertisementVerdict ipVerdict = ipVerdict(frame);
        if (ipVerdict != OK) {
            return ipVerdict;
        }
        if (payloadLength < 1) {
            return TRUNCATED;
        }
        final VrrpFlyweight vrrp = flyweight(frame);
        if (vrrp == null) {
            return UNKNOWN_VERSION;
        }
        final AdvertisementVerdict verdict = verdict(vrrp, frame);
        if (verdict == OK) {
            read(vrrp, frame);
        }
        return verdict;
    }

    /** Leaves the IP payload, not the rest of the frame: what follows it is padding. */
    private AdvertisementVerdict ipVerdict(final MutableDirectBuffer frame) {
        switch (ethernet.etherType()) {
            case EtherType.IPV4 -> {
                ipv4.wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength());
                return ipv4Verdict();
            }
            case EtherType.IPV6 -> {
                ipv6.wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength());
                return ipv6Verdict();
            }
            default -> {
                return NOT_VRRP;
            }
        }
    }

    private AdvertisementVerdict ipv4Verdict() {
        if (!ipv4.isValid()) {
            return TRUNCATED;
        }
        if (ipv4.protocol() != IpProtocol.VRRP) {
            return NOT_VRRP;
        }
        if (!ipv4.isChecksumValid()) {
            return BAD_IP_CHECKSUM;
        }
        isIpv6 = false;
        payloadIndex = ipv4.payloadIndex();
        payloadLength = ipv4.payloadLength();
        return pathVerdict(ipv4.isFragment(), ipv4.ttl());
    }

    private AdvertisementVerdict ipv6Verdict() {
        if (!ipv6.isValid()) {
            return TRUNCATED;
        }
        if (ipv6.upperLayerProtocol() != IpProtocol.VRRP) {
            return NOT_VRRP;
        }
        isIpv6 = true;
        payloadIndex = ipv6.upperLayerIndex();
        payloadLength = ipv6.upperLayerLength();
        return pathVerdict(ipv6.isFragment(), ipv6.hopLimit());
    }

    /** Whether a destination that is no group is right is for the virtual router to say. */
    private AdvertisementVerdict pathVerdict(final boolean isFragment, final int hopLimit) {
        if (isFragment) {
            return FRAGMENTED;
        }
        final IpAddress destination = destination();
        if (destination.isMulticast() && !destination.equals(VrrpTransport.group(isIpv6))) {
            return DESTINATION_NOT_MULTICAST;
        }
        return hopLimit == VrrpTransport.HOP_LIMIT ? OK : TTL_NOT_255;
    }

    private IpAddress source() {
        return isIpv6 ? IpAddress.ofIpv6(ipv6.sourceHigh(), ipv6.sourceLow()) : IpAddress.ofIpv4(ipv4.source());
    }

    private IpAddress destination() {
        return isIpv6
                ? IpAddress.ofIpv6(ipv6.destinationHigh(), ipv6.destinationLow())
                : IpAddress.ofIpv4(ipv4.destination());
    }

    /** Null for a version that is not known, or not over this IP. */
    private @Nullable VrrpFlyweight flyweight(final MutableDirectBuffer frame) {
        final int version = VrrpFlyweight.versionAt(frame, payloadIndex);
        if (version == VrrpVersion.V2.number() && !isIpv6) {
            return v2.wrap(frame, payloadIndex, payloadLength);
        }
        return version == VrrpVersion.V3.number() ? v3.wrap(frame, payloadIndex, payloadLength, isIpv6) : null;
    }

    private AdvertisementVerdict verdict(final VrrpFlyweight vrrp, final MutableDirectBuffer frame) {
        if (!vrrp.hasHeader()) {
            return TRUNCATED;
        }
        if (vrrp.type() != VrrpFlyweight.TYPE_ADVERTISEMENT) {
            return UNKNOWN_TYPE;
        }
        if (vrrp.addressCount() == 0) {
            return ADDRESS_COUNT_ZERO;
        }
        final int surplus = payloadLength - vrrp.length();
        if (surplus < 0) {
            return ADDRESS_COUNT_BEYOND_PACKET;
        }
        if (surplus != 0 && surplus != HmacTrailer.LENGTH) {
            return TRAILING_BYTES;
        }
        return isChecksumValid(vrrp, frame) ? OK : BAD_CHECKSUM;
    }

    /**
     * Over IPv6 a checksum covers the pseudo-header and a trailer too. Over IPv4 it covers no trailer; version 3 is sent both with and without
     * pseudo-header (see {@link io.fairlead.vrrp.ChecksumForm}).
     */
    private boolean isChecksumValid(final VrrpFlyweight vrrp, final MutableDirectBuffer frame) {
        if (isIpv6) {
            return InternetChecksum.fold(InternetChecksum.add(ipv6.pseudoHeader(), frame, payloadIndex, payloadLength))
                    == 0;
        }
        final long sum = InternetChecksum.add(0, frame, payloadIndex, vrrp.length());
        final long pseudoHeader =
                InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), IpProtocol.VRRP, vrrp.length());
        return InternetChecksum.fold(sum) == 0
                || (vrrp.version() == VrrpVersion.V3 && InternetChecksum.fold(sum + pseudoHeader) == 0);
    }

    private void read(final VrrpFlyweight vrrp, final MutableDirectBuffer frame) {
        final List<IpAddress> addresses = new ArrayList<>(vrrp.addressCount());
        for (int i = 0; i < vrrp.addressCount(); i++) {
            addresses.add(vrrp.address(i));
        }
        final IpAddress source = source();
        advertisement = new Advertisement(
                vrrp.version(),
                vrrp.vrid(),
                vrrp.priority(),
                vrrp.advertisementIntervalNs(),
                vrrp.authenticationType(),
                source,
                destination(),
                ethernet.source(),
                addresses);
        message = new AuthenticatedMessage(
                vrrp.version(), vrrp.vrid(), source, frame, payloadIndex, vrrp.length(), payloadLength - vrrp.length());
    }

    /**
     * The advertisement of the last {@link #decode}.
     *
     * @return what it says
     * @throws IllegalStateException if the verdict was not OK
     */
    public Advertisement advertisement() {
        return requireDecoded(advertisement);
    }

    /**
     * Does the advertisement of the last {@link #decode} come from someone who may send it? Its frame must still be in its buffer, untouched.
     *
     * @param authenticator of the virtual router that it is for
     * @param epochNs wall clock, nanoseconds since 1970 UTC
     * @return OK, or why not
     * @throws IllegalStateException if the verdict was not OK
     */
    public AdvertisementVerdict verify(final AdvertisementAuthenticator authenticator, final long epochNs) {
        return authenticator.verify(requireDecoded(message), epochNs);
    }

    private static <T> T requireDecoded(final @Nullable T decoded) {
        if (decoded == null) {
            throw new IllegalStateException("the last frame was no valid advertisement");
        }
        return decoded;
    }
}
