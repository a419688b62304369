package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.VirtualRouterView;
import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv6Packet;
import io.fairlead.netstack.wire.NeighborMessage;
import io.fairlead.tools.events.EventKind;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.watch.ClusterNode;
import io.fairlead.vrrp.watch.RouterView;
import io.fairlead.vrrp.watch.Trouble;
import io.fairlead.vrrp.watch.WatchOutput;
import io.fairlead.vrrp.watch.WatchedRouter;
import io.fairlead.vrrp.watch.WireWatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Shows the watch on the wire what happens on each leg, and logs what it finds. Conductor only. */
final class WireWatcher implements WatchOutput {

    private static final Logger LOG = LoggerFactory.getLogger("watch");

    private final VirtualRouters routers;
    private final Leg nodesLeg;
    private final Membership membership;
    private final RouterDriver.Clock clock;
    private final Map<Leg, WireWatch> watches = new LinkedHashMap<>();
    private final Map<RouterDriver, VirtualRouterState> told = new HashMap<>();
    private final EthernetFrame ethernet = new EthernetFrame();
    private final ArpPacket arp = new ArpPacket();
    private final Ipv6Packet ipv6 = new Ipv6Packet();
    private final NeighborMessage neighbor = new NeighborMessage();

    /** The other nodes are on the first leg. */
    WireWatcher(
            final VirtualRouters routers,
            final Leg nodesLeg,
            final Membership membership,
            final RouterDriver.Clock clock) {
        this.routers = routers;
        this.nodesLeg = nodesLeg;
        this.membership = membership;
        this.clock = clock;
        watches.put(nodesLeg, new WireWatch(watched(nodesLeg), clock.nowNs()));
        for (final RouterDriver driver : routers.drivers()) {
            watches.computeIfAbsent(driver.leg(), leg -> new WireWatch(watched(leg), clock.nowNs()));
        }
    }

    private List<WatchedRouter> watched(final Leg leg) {
        return routers.drivers().stream()
                .filter(driver -> driver.leg() == leg)
                .map(driver -> new WatchedRouter(driver.config(), leg.mac()))
                .toList();
    }

    void onAdvertisement(final Leg leg, final Advertisement advertisement, final AdvertisementVerdict verdict) {
        final WireWatch watch = watches.get(leg);
        if (watch != null) {
            watch.onAdvertisement(advertisement, verdict, clock.nowNs(), this);
        }
    }

    /** An ARP packet or a message of neighbour discovery. */
    void onAddressFrame(final Leg leg, final MutableDirectBuffer buffer, final int index, final int length) {
        final WireWatch watch = watches.get(leg);
        ethernet.wrap(buffer, index, length);
        if (watch == null || !ethernet.isValid()) {
            return;
        }
        if (ethernet.etherType() == EtherType.ARP) {
            arp.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
            if (arp.isValid()) {
                watch.onAddressClaim(IpAddress.ofIpv4(arp.senderIp()), arp.senderMac(), clock.nowNs());
            }
            return;
        }
        ipv6.wrap(buffer, ethernet.payloadIndex(), ethernet.payloadLength());
        if (ipv6.isValid()) {
            neighbor.wrap(buffer, ipv6.upperLayerIndex(), ipv6.upperLayerLength());
            if (neighbor.isValid() && neighbor.type() == NeighborMessage.ADVERTISEMENT) {
                watch.onAddressClaim(
                        IpAddress.ofIpv6(neighbor.targetHigh(), neighbor.targetLow()),
                        neighbor.linkLayerAddress() == NeighborMessage.NO_LINK_LAYER_ADDRESS
                                ? ethernet.source()
                                : neighbor.linkLayerAddress(),
                        clock.nowNs());
            }
        }
    }

    /** ARP contradicts what the other nodes report. */
    void onNodeClaim(final IpAddress address, final long mac) {
        Objects.requireNonNull(watches.get(nodesLeg)).onNodeAddressClaim(address, mac, clock.nowNs());
    }

    /** The other nodes have changed, or what they report. */
    void onCluster() {
        final List<ClusterNode> nodes =
                membership.nodes().stream().map(WireWatcher::clusterNode).toList();
        watches.values().forEach(watch -> watch.onCluster(nodes));
    }

    private static ClusterNode clusterNode(final Node node) {
        return new ClusterNode(
                node.report().name(),
                IpAddress.ofIpv4(node.id()),
                node.mac(),
                node.state() == NodeState.ALIVE,
                node.report().role() == Role.DIRECTOR,
                node.report().virtualRouters().stream()
                        .map(view -> new RouterView(view.vrid(), view.isIpv6(), state(view.state()), view.master()))
                        .toList());
    }

    private static VirtualRouterState state(final VirtualRouterView.State reported) {
        return switch (reported) {
            case INITIALIZE -> VirtualRouterState.INITIALIZE;
            case BACKUP -> VirtualRouterState.BACKUP;
            case MASTER -> VirtualRouterState.MASTER;
        };
    }

    void poll() {
        for (final RouterDriver driver : routers.drivers()) {
            final VirtualRouterState state = driver.state();
            if (told.put(driver, state) != state) {
                final WireWatch watch = watches.get(driver.leg());
                if (watch != null) {
                    watch.onState(driver.config().vrid(), driver.config().isIpv6(), state, clock.nowNs());
                }
            }
        }
        watches.values().forEach(watch -> watch.poll(clock.nowNs(), this));
    }

    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (final WireWatch watch : watches.values()) {
            deadlineNs = Math.min(deadlineNs, watch.nextDeadlineNs());
        }
        return deadlineNs;
    }

    /** What is wrong now, the oldest first on each leg. */
    List<Trouble> troubles() {
        return watches.values().stream()
                .flatMap(watch -> watch.troubles().stream())
                .toList();
    }

    @Override
    public void troubleRaised(final Trouble trouble) {
        about(EventKind.WIRE_TROUBLE, trouble).log("{}", trouble.line());
    }

    @Override
    public void troubleLasts(final Trouble trouble) {
        LOG.warn("still: {}", trouble.line());
    }

    @Override
    public void troubleCleared(final Trouble trouble) {
        about(EventKind.WIRE_CLEARED, trouble).log("no more: {}", trouble.line());
    }

    private static LoggingEventBuilder about(final EventKind kind, final Trouble trouble) {
        final LoggingEventBuilder line = kind.log()
                .addKeyValue("trouble", StatusWords.of(trouble.kind()))
                .addKeyValue("subject", trouble.subject());
        return trouble.vrid() == 0 ? line : line.addKeyValue("router", trouble.vrid());
    }
}
