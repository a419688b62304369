package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.announce.ArpResponder;
import io.fairlead.vrrp.announce.GratuitousArpEncoder;
import io.fairlead.vrrp.announce.NeighborResponder;
import io.fairlead.vrrp.announce.UnsolicitedAdvertisementEncoder;
import org.agrona.MutableDirectBuffer;

/** Speaks for the virtual IPs of one virtual router: by ARP, or by neighbour discovery if they are IPv6. Conductor only. */
interface AddressVoice {

    /** The one for the router's family. */
    static AddressVoice of(final VirtualRouterConfig config, final Leg leg) {
        return config.localAddress().isIpv6() ? new ByNeighborDiscovery(config, leg) : new ByArp(config, leg);
    }

    /** Tells everybody where a virtual IP is. */
    void announce(IpAddress address);

    /** Answers a frame that asks for a virtual IP; true if it did. */
    boolean answer(VirtualRouterState state, MutableDirectBuffer buffer, int index, int length);

    /** Over IPv4. */
    final class ByArp implements AddressVoice {

        private final FrameSender sender;
        private final GratuitousArpEncoder gratuitousArps;
        private final ArpResponder responder;
        private final EthernetFrame ethernet = new EthernetFrame();
        private final ArpPacket arp = new ArpPacket();

        private ByArp(final VirtualRouterConfig config, final Leg leg) {
            sender = leg.sender();
            gratuitousArps = new GratuitousArpEncoder(leg.mac());
            responder = new ArpResponder(config, leg.mac());
        }

        @Override
        public void announce(final IpAddress address) {
            sender.send(gratuitousArps.encode(address, sender.frame(), 0));
        }

        @Override
        public boolean answer(
                final VirtualRouterState state, final MutableDirectBuffer buffer, final int index, final int length) {
            ethernet.wrap(buffer, index, length);
            arp.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
            return arp.isValid() && sender.sendIfAny(responder.respond(state, arp, sender.frame(), 0));
        }
    }

    /** Over IPv6. */
    final class ByNeighborDiscovery implements AddressVoice {

        private final FrameSender sender;
        private final UnsolicitedAdvertisementEncoder unsolicitedAdvertisements;
        private final NeighborResponder responder;

        private ByNeighborDiscovery(final VirtualRouterConfig config, final Leg leg) {
            sender = leg.sender();
            unsolicitedAdvertisements = new UnsolicitedAdvertisementEncoder(leg.mac());
            responder = new NeighborResponder(config, leg.mac());
        }

        @Override
        public void announce(final IpAddress address) {
            sender.send(unsolicitedAdvertisements.encode(address, sender.frame(), 0));
        }

        @Override
        public boolean answer(
                final VirtualRouterState state, final MutableDirectBuffer buffer, final int index, final int length) {
            return sender.sendIfAny(responder.respond(state, buffer, index, length, sender.frame(), 0));
        }
    }
}
