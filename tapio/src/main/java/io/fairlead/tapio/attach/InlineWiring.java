package io.fairlead.tapio.attach;

import io.fairlead.tapio.Offload;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.TapQueues;
import io.fairlead.tapio.bpf.Side;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.netlink.TapMode;
import io.fairlead.tapio.netlink.TrafficControl;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The changes by which a network interface, two TAPs and two redirections become one path through the stack, and their undoing.
 *
 * <p>Every step can be repeated, so that a change which was cut short at any point can be repaired or undone from the state alone.
 */
final class InlineWiring {

    /** Frames. Without offload, one super-frame of the wire becomes 45 here, so the kernel's default overflows on a burst of a few connections. */
    private static final int UPLINK_QUEUE_LENGTH = 8192;

    private final Netlink netlink;
    private final AttachmentState state;
    private final int queues;

    /** For all but the opening of its TAPs. */
    InlineWiring(final Netlink netlink, final AttachmentState state) {
        this(netlink, state, 1);
    }

    InlineWiring(final Netlink netlink, final AttachmentState state, final int queues) {
        this.netlink = netlink;
        this.state = state;
        this.queues = queues;
    }

    /** The open TAPs of an attachment. */
    record Ports(TapQueues uplink, TapQueues host) {

        void close() {
            uplink.close();
            host.close();
        }
    }

    /** Whether what is there needs no more than {@link #repair}. */
    boolean isStanding() {
        return state.complete()
                && nic().filter(link -> link.name().equals(state.names().nic())).isPresent()
                && tap(state.interfaceName()).isPresent();
    }

    /** Whether its TAPs can be opened with this many queues: their kind stays what it was when they were made. */
    boolean hasKindOfQueues() {
        return Stream.of(state.interfaceName(), state.names().uplink())
                .flatMap(name -> tap(name).stream())
                .flatMap(link -> netlink.links().tapMode(link).stream())
                .allMatch(mode -> mode.mayHaveSeveral() == (queues > 1));
    }

    /** What is wrong with it, the gravest first. The index tells a host TAP from another interface of that name. */
    Optional<Damage> damage(final int hostIfIndex) {
        final Optional<Link> nic = nic();
        if (nic.isEmpty()) {
            return Optional.of(Damage.NIC_GONE);
        }
        if (netlink.links().find(hostIfIndex).isEmpty()) {
            return Optional.of(Damage.HOST_TAP_GONE);
        }
        final Optional<Link> uplink = tap(state.names().uplink());
        if (uplink.isEmpty()) {
            return Optional.of(Damage.UPLINK_TAP_GONE);
        }
        if (!uplink.get().isUp()) {
            return Optional.of(Damage.UPLINK_TAP_DOWN);
        }
        final TrafficControl control = netlink.trafficControl();
        return control.isRedirected(nic.get(), uplink.get()) && control.isRedirected(uplink.get(), nic.get())
                ? Optional.empty()
                : Optional.of(Damage.REDIRECTION_GONE);
    }

    /** Puts right what can be while the ports are in use. Whether the network interface is up is its administrator's business. */
    void mend() {
        setUpUplink();
        redirect(link(state.names().nic()));
    }

    /** Refuses if another process reads from one of the TAPs. */
    void checkUnused() {
        tap(state.names().uplink()).ifPresent(this::checkUnused);
        tap(state.interfaceName()).ifPresent(this::checkUnused);
    }

    /** A device that may have several queues lets anybody open a further one. */
    private void checkUnused(final Link tap) {
        final Optional<TapMode> several = netlink.links().tapMode(tap).filter(TapMode::mayHaveSeveral);
        if (several.isEmpty()) {
            TapPort.open(tap.name(), Offload.NONE).close();
        } else if (several.get().open() > 0) {
            throw new SystemCallException("open TAP " + tap.name(), Errnos.EBUSY, TapPort.busyRemedy(tap.name()));
        }
    }

    /** From a plain interface to the whole path; the alias tells other nodes whose it is. */
    Ports build(final String alias, final Offload offload) {
        final TapQueues uplink = TapQueues.open(state.names().uplink(), offload, Side.UPLINK, queues);
        try {
            setUpUplink();
            netlink.links().setAlias(link(state.names().uplink()), alias);
            moveNicAside();
            final TapQueues host = TapQueues.open(state.interfaceName(), offload, Side.HOST, queues);
            try {
                setUpHost();
                return new Ports(uplink, host);
            } catch (final RuntimeException e) {
                host.close();
                throw e;
            }
        } catch (final RuntimeException e) {
            uplink.close();
            throw e;
        }
    }

    /** From what an earlier process left to the whole path, without touching what is right. */
    Ports repair(final Offload offload) {
        final TapQueues host = TapQueues.open(state.interfaceName(), offload, Side.HOST, queues);
        try {
            final TapQueues uplink = TapQueues.open(state.names().uplink(), offload, Side.UPLINK, queues);
            try {
                setUpUplink();
                setUpNic(link(state.names().nic()));
                repairHost(link(state.interfaceName()));
                return new Ports(uplink, host);
            } catch (final RuntimeException e) {
                uplink.close();
                throw e;
            }
        } catch (final RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Back to the plain interface, from anywhere. */
    void undo() {
        nic().filter(link -> link.name().equals(state.names().nic()))
                .ifPresent(netlink.trafficControl()::removeRedirect);
        removeTaps();
        nic().ifPresent(this::restoreNic);
    }

    /** Takes away the TAPs of an interface that is gone, so that another one can get its name. The addressing goes with them. */
    void removeTaps() {
        tap(state.names().uplink()).ifPresent(netlink.links()::delete);
        tap(state.interfaceName()).ifPresent(netlink.links()::delete);
    }

    /** Gives a network interface of the same name what the former one had: MAC address, addresses and routes. */
    void reinstate(final Link nic) {
        keepMac(nic);
        bringUp(nic);
    }

    /** Others know the node by it. */
    void keepMac(final Link nic) {
        if (nic.mac() != state.nic().mac()) {
            // drivers may refuse it while they are up
            netlink.links().setUp(nic, false);
            netlink.links().setMac(nic, state.nic().mac());
        }
    }

    private void setUpUplink() {
        final Link link = link(state.names().uplink());
        final long mac = uplinkMac(state.nic().mac());
        if (link.mac() != mac) {
            netlink.links().setMac(link, mac);
        }
        netlink.links().setTransmitQueueLength(link, UPLINK_QUEUE_LENGTH);
        setMtu(link);
        new InterfaceSettings(link.name()).setIpv6Disabled(true);
        netlink.links().setUp(link, true);
    }

    private void moveNicAside() {
        final Link nic = link(state.interfaceName());
        netlink.links().setUp(nic, false);
        netlink.links().rename(nic, state.names().nic());
        Addressing.clear(netlink, nic);
    }

    private void setUpHost() {
        final Link host = link(state.interfaceName());
        netlink.links().setMac(host, state.nic().mac());
        setMtu(host);
        // Before the network interface loses its IPv6.
        new InterfaceSettings(state.names().nic()).copyTo(new InterfaceSettings(host.name()));
        setUpNic(link(state.names().nic()));
        bringUp(host);
    }

    /** The redirection comes before the interface is up, so that the kernel's own stack never sees a frame of it. */
    private void setUpNic(final Link nic) {
        new InterfaceSettings(nic.name()).setIpv6Disabled(true);
        netlink.links().setAllMulticast(nic, true);
        redirect(nic);
        netlink.links().setUp(nic, true);
    }

    private void redirect(final Link nic) {
        final Link uplink = link(state.names().uplink());
        netlink.trafficControl().redirect(nic, uplink);
        netlink.trafficControl().redirect(uplink, nic);
    }

    /** Its addresses and routes may have changed rightly meanwhile: they are put back only if they cannot have been in use. */
    private void repairHost(final Link host) {
        if (host.mac() != state.nic().mac()) {
            netlink.links().setMac(host, state.nic().mac());
        }
        setMtu(host);
        if (!host.isUp() || netlink.addresses().of(host).isEmpty()) {
            bringUp(host);
        }
    }

    private void restoreNic(final Link nic) {
        final boolean untouched = nic.name().equals(state.interfaceName())
                && nic.isUp() == state.nic().up();
        if (!untouched) {
            netlink.links().setUp(nic, false);
            netlink.links().setAllMulticast(nic, state.nic().allMulticast());
            new InterfaceSettings(nic.name()).setIpv6Disabled(state.nic().ipv6Disabled());
            setMtu(nic);
            if (nic.mac() != state.nic().mac()) {
                netlink.links().setMac(nic, state.nic().mac());
            }
            netlink.links().rename(nic, state.interfaceName());
        }
        bringUp(link(state.interfaceName()));
        if (!state.nic().up()) {
            netlink.links().setUp(nic, false);
        }
    }

    /** The addresses were found free of duplicates where they were before; to look again would keep IPv6 away for a second. */
    private void bringUp(final Link link) {
        final InterfaceSettings settings = new InterfaceSettings(link.name());
        final String duplicateDetection = settings.acceptDad();
        settings.setAcceptDad("0");
        try {
            netlink.links().setUp(link, true);
            state.addressing().applyTo(netlink, link);
        } finally {
            settings.setAcceptDad(duplicateDetection);
        }
    }

    private void setMtu(final Link link) {
        if (link.mtu() != state.nic().mtu()) {
            netlink.links().setMtu(link, state.nic().mtu());
        }
    }

    /** By its index, which no other interface gets while the kernel and the namespace last. */
    private Optional<Link> nic() {
        return netlink.links().find(state.nic().index());
    }

    private Optional<Link> tap(final String name) {
        return netlink.links().find(name).filter(Link::isTun);
    }

    private Link link(final String name) {
        return netlink.links()
                .find(name)
                .orElseThrow(() -> new AttachException("interface " + name + " is gone: run fairlead detach"));
    }

    /** Locally administered, unicast, and other than the network interface's, always the same for it. */
    static long uplinkMac(final long nicMac) {
        final long localBit = 0x02_00_00_00_00_00L;
        final long groupBit = 0x01_00_00_00_00_00L;
        final long differingBit = 0x40_00_00_00_00_00L;
        return ((nicMac ^ differingBit) | localBit) & ~groupBit;
    }
}
