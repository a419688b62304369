package io.fairlead.vrrp.wire;

import static io.fairlead.vrrp.AdvertisementVerdict.ADDRESS_COUNT_BEYOND_PACKET;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.BAD_IP_CHECKSUM;
import static io.fairlead.vrrp.AdvertisementVerdict.DESTINATION_NOT_MULTICAST;
import static io.fairlead.vrrp.AdvertisementVerdict.FRAGMENTED;
import static io.fairlead.vrrp.AdvertisementVerdict.NOT_VRRP;
import static io.fairlead.vrrp.AdvertisementVerdict.OK;
import static io.fairlead.vrrp.AdvertisementVerdict.TRUNCATED;
import static io.fairlead.vrrp.AdvertisementVerdict.TTL_NOT_255;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_TYPE;
import static io.fairlead.vrrp.AdvertisementVerdict.UNKNOWN_VERSION;

import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads advertisements out of Ethernet frames: the checks of RFC 3768 section 7.1 that need no configuration. The others are made by
 * {@link VirtualRouter#onAdvertisement}. Not thread-safe; belongs to the conductor.
 */
public final class AdvertisementDecoder {

    private final EthernetFrame ethernet = new EthernetFrame();
    private final Ipv4Packet ipv4 = new Ipv4Packet();
    private final VrrpV2Flyweight vrrp = new VrrpV2Flyweight();
    private @Nullable Advertisement advertisement;

    /**
     * Validates a frame. It may be padded behind the IP packet, tagged, and have IP options.
     *
     * @param frame buffer that holds it
     * @param offset of its first byte
     * @param length in bytes
     * @return OK if {@link #advertisement} has it now, or why not
     */
    public AdvertisementVerdict decode(final MutableDirectBuffer frame, final int offset, final int length) {
        advertisement = null;
        if (!ethernet.wrap(frame, offset, length).isValid()) {
            return TRUNCATED;
        }
        if (ethernet.etherType() != EtherType.IPV4) {
            return NOT_VRRP;
        }
        ipv4.wrap(frame, ethernet.payloadIndex(), ethernet.payloadLength());
        final AdvertisementVerdict ipVerdict = ipVerdict();
        if (ipVerdict != OK) {
            return ipVerdict;
        }
        // the IP payload, not the rest of the frame: what follows it is padding
        final int messageLength = ipv4.payloadLength();
        if (messageLength < 1) {
            return TRUNCATED;
        }
        if (VrrpV2Flyweight.versionAt(frame, ipv4.payloadIndex()) != VrrpV2Flyweight.VERSION) {
            return UNKNOWN_VERSION;
        }
        vrrp.wrap(frame, ipv4.payloadIndex(), messageLength);
        final AdvertisementVerdict verdict = v2Verdict();
        if (verdict == OK) {
            advertisement = v2Advertisement();
        }
        return verdict;
    }

    private AdvertisementVerdict ipVerdict() {
        if (!ipv4.isValid()) {
            return TRUNCATED;
        }
        if (ipv4.protocol() != IpProtocol.VRRP) {
            return NOT_VRRP;
        }
        if (!ipv4.isChecksumValid()) {
            return BAD_IP_CHECKSUM;
        }
        if (ipv4.isFragment()) {
            return FRAGMENTED;
        }
        if (ipv4.destination() != VrrpIpv4.GROUP) {
            return DESTINATION_NOT_MULTICAST;
        }
        return ipv4.ttl() == VrrpIpv4.TTL ? OK : TTL_NOT_255;
    }

    private AdvertisementVerdict v2Verdict() {
        if (!vrrp.hasHeader()) {
            return TRUNCATED;
        }
        if (vrrp.type() != VrrpV2Flyweight.TYPE_ADVERTISEMENT) {
            return UNKNOWN_TYPE;
        }
        if (!vrrp.hasAddresses()) {
            return ADDRESS_COUNT_BEYOND_PACKET;
        }
        return vrrp.isChecksumValid() ? OK : BAD_CHECKSUM;
    }

    private Advertisement v2Advertisement() {
        final List<IpAddress> addresses = new ArrayList<>(vrrp.addressCount());
        for (int i = 0; i < vrrp.addressCount(); i++) {
            addresses.add(IpAddress.ofIpv4(vrrp.address(i)));
        }
        return new Advertisement(
                VrrpVersion.V2,
                vrrp.vrid(),
                vrrp.priority(),
                vrrp.intervalSeconds() * VrrpVersion.V2.intervalUnitNs(),
                vrrp.authenticationType(),
                IpAddress.ofIpv4(ipv4.source()),
                addresses);
    }

    /**
     * The advertisement of the last {@link #decode}.
     *
     * @return what it says
     * @throws IllegalStateException if the verdict was not OK
     */
    public Advertisement advertisement() {
        if (advertisement == null) {
            throw new IllegalStateException("the last frame was no valid advertisement");
        }
        return advertisement;
    }
}
