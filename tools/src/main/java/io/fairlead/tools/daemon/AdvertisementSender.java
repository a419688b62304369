package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.auth.AdvertisementAuthenticator;
import io.fairlead.vrrp.wire.AdvertisementEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/** Puts a virtual router's advertisements on the wire: to the group, or to each unicast peer at the MAC address that the kernel knows. Conductor only. */
final class AdvertisementSender {

    private static final long KNOWN_FOR_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long ASK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Leg leg;
    private final EpochNanoClock wallClock;
    private final AdvertisementEncoder encoder;
    private final Map<IpAddress, Peer> peers = new LinkedHashMap<>();

    private static final class Peer {
        private OptionalLong mac = OptionalLong.empty();
        private long askAgainNs = Long.MIN_VALUE;
    }

    AdvertisementSender(
            final VirtualRouterConfig config,
            final Leg leg,
            final AdvertisementAuthenticator authenticator,
            final EpochNanoClock wallClock) {
        this.leg = leg;
        this.wallClock = wallClock;
        this.encoder = new AdvertisementEncoder(config, leg.mac(), authenticator);
        config.unicastPeers().forEach(peer -> peers.put(peer, new Peer()));
    }

    void send(final int priority, final long nowNs) {
        final FrameSender sender = leg.sender();
        final long epochNs = wallClock.nanoTime();
        if (peers.isEmpty()) {
            sender.send(encoder.encode(priority, epochNs, sender.frame(), 0));
        }
        peers.forEach((address, peer) -> {
            find(address, peer, nowNs);
            // one that is not found is asked for again with the next advertisement
            if (peer.mac.isPresent()) {
                sender.send(encoder.encode(priority, address, peer.mac.getAsLong(), epochNs, sender.frame(), 0));
            }
        });
    }

    /** Has the kernel look for the peers before they are needed. */
    void findPeers(final long nowNs) {
        peers.forEach((address, peer) -> find(address, peer, nowNs));
    }

    private void find(final IpAddress address, final Peer peer, final long nowNs) {
        if (peer.askAgainNs == Long.MIN_VALUE || nowNs - peer.askAgainNs >= 0) {
            peer.mac = leg.neighbors().macOf(address);
            peer.askAgainNs = nowNs + (peer.mac.isPresent() ? KNOWN_FOR_NS : ASK_AGAIN_NS);
        }
    }
}
