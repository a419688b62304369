package io.fairlead.tools.daemon;

import io.fairlead.netstack.engine.PortSlot;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.MulticastMembership;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.attach.Damage;
import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.attach.LocalVipRoutes;
import io.fairlead.tapio.attach.Reattachment;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.daemon.LegKeeper.LegDamage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the host with the stack behind it, and all that has to be there for it: ports, multicast groups, local routes to the virtual IPs. Owns the ports
 * from opening to closing; the two threads that use them are asked to leave first ({@link PortHandover}).
 *
 * <p>Made and closed by the thread that starts and stops the node, kept by the thread of the {@link LegKeepers} between that; {@link #link} and
 * {@link #attachment} are for any.
 */
final class HostLeg implements LegKeeper.Ground, AutoCloseable {

    private static final IpAddress VRRP_GROUP = IpAddress.parse("224.0.0.18");
    private static final IpAddress VRRP_GROUP_IPV6 = IpAddress.parse("ff02::12");

    /** A second, as the data path tries. */
    private static final int TOO_MANY_FAILURES = 10;

    private final HostInterface host;
    private final Path folder;
    private final HostLegs all;
    private final DataPathPorts opener;
    private final List<VirtualRouterSettings> routers;
    private final Deque<MulticastMembership> memberships = new ArrayDeque<>();
    private volatile @Nullable InlineAttachment attachment;
    private volatile @Nullable Link link;
    private LegPorts ports = LegPorts.ABSENT;
    private @Nullable Reattachment way;
    private @Nullable PortHandover handover;
    private @Nullable Netlink keepersNetlink;

    HostLeg(
            final Netlink netlink,
            final LoadedConfig loaded,
            final HostInterface host,
            final Path folder,
            final HostLegs all,
            final DataPathPorts opener,
            final int threads) {
        this.host = host;
        this.folder = folder;
        this.all = all;
        this.opener = opener;
        this.routers = loaded.config().virtualRouters().stream()
                .filter(router -> router.interfaceName().equals(host.name()))
                .toList();
        final InlineAttachment made = InlineAttachment.attach(
                host.name(), folder, loaded.config().engine().offload() ? Offload.TCP_AND_UDP : Offload.NONE, threads);
        try {
            stand(netlink, made);
        } catch (final RuntimeException e) {
            memberships.forEach(MulticastMembership::close);
            ports.close();
            made.detach();
            throw e;
        }
    }

    private void stand(final Netlink netlink, final InlineAttachment made) {
        attachment = made;
        final Link found = netlink.links()
                .find(made.hostIfIndex())
                .orElseThrow(() -> new IllegalStateException(host.name() + " was deleted while it was being attached"));
        ports = opener.open(made.uplinkQueues(), made.hostQueues());
        // so that switches which snoop let the advertisements through
        if (routers.stream().anyMatch(router -> !router.isIpv6())) {
            memberships.push(MulticastMembership.join(InetAddresses.of(VRRP_GROUP), found.index()));
        }
        if (routers.stream().anyMatch(VirtualRouterSettings::isIpv6)) {
            memberships.push(MulticastMembership.join(InetAddresses.of(VRRP_GROUP_IPV6), found.index()));
        }
        link = found;
        acceptVips(netlink);
    }

    /** Has the kernel take frames to the virtual IPs for its own, if it does not yet. */
    void acceptVips(final Netlink netlink) {
        final Link carrier = link;
        if (carrier != null) {
            final LocalVipRoutes routes = new LocalVipRoutes(netlink);
            routers.forEach(router -> router.virtualIps()
                    .forEach(virtualIp -> routes.add(carrier, InetAddresses.of(virtualIp.address()))));
        }
    }

    /** From here on the leg is kept, by one thread with a netlink of its own. */
    void keptBy(final Netlink netlink, final PortHandover portHandover) {
        keepersNetlink = netlink;
        handover = portHandover;
    }

    HostInterface host() {
        return host;
    }

    /** Empty while there is none. */
    Optional<InlineAttachment> attachment() {
        return Optional.ofNullable(attachment);
    }

    /** The host TAP that bears the interface's name; empty while there is none. */
    Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    LegPorts ports() {
        return ports;
    }

    @Override
    public Optional<LegDamage> damage() {
        final Optional<Damage> damage = Objects.requireNonNull(attachment).damage(netlink());
        if (damage.isPresent()) {
            return damage.map(found -> new LegDamage(words(found), found.canBeMended()));
        }
        return unreadable("uplink", handover().uplinks())
                .or(() -> unreadable("host", handover().hosts()));
    }

    private String words(final Damage damage) {
        return switch (damage) {
            case NIC_GONE -> "the network interface behind it was removed";
            case HOST_TAP_GONE -> "the host TAP, which bears its name, was deleted";
            case UPLINK_TAP_GONE -> "the uplink TAP was deleted";
            case UPLINK_TAP_DOWN -> "the uplink TAP was set down";
            case REDIRECTION_GONE -> "a tc filter that leads its frames through the stack was removed";
        };
    }

    /** If one queue cannot be read, its clients are cut off: all are opened again, for the others would take over what it leaves. */
    private static Optional<LegDamage> unreadable(final String name, final List<PortSlot> slots) {
        return slots.stream()
                .filter(slot -> slot.failuresInARow() >= TOO_MANY_FAILURES)
                .findFirst()
                .map(slot -> new LegDamage(
                        "reads from the " + name + " TAP fail with " + Errnos.describe(slot.lastError()), false));
    }

    @Override
    public void mend() {
        Objects.requireNonNull(attachment).mend(netlink());
    }

    @Override
    public void leave() throws ControlException {
        handover().to(LegPorts.ABSENT);
        link = null;
        final InlineAttachment left = Objects.requireNonNull(attachment);
        attachment = null;
        memberships.forEach(MulticastMembership::close);
        memberships.clear();
        ports.close();
        ports = LegPorts.ABSENT;
        way = left.leave();
    }

    @Override
    public boolean attach() throws ControlException {
        if (way == null) {
            // the attempt before came as far as that
            leave();
        }
        final Optional<InlineAttachment> again = Objects.requireNonNull(way).attempt();
        if (again.isEmpty()) {
            return false;
        }
        way = null;
        stand(netlink(), again.get());
        // what was undone of the former attachment took those of all interfaces along
        all.acceptVips(netlink());
        handover().to(ports);
        return true;
    }

    private Netlink netlink() {
        return Objects.requireNonNull(keepersNetlink);
    }

    private PortHandover handover() {
        return Objects.requireNonNull(handover);
    }

    /** Gives the interface back; after both threads have ended. */
    @Override
    public void close() {
        memberships.forEach(MulticastMembership::close);
        memberships.clear();
        ports.close();
        final InlineAttachment standing = attachment;
        if (standing != null) {
            standing.detach();
        } else {
            InlineAttachment.detach(folder);
        }
    }
}
