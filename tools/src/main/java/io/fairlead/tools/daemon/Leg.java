package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One of the node's interfaces from the conductor's side. Load reports and steered frames go by the first; each has its own virtual routers.
 * Conductor only.
 */
final class Leg {

    private final AttachedInterface attached;
    private final FrameSender sender;
    private final VipKeeper vips;
    private final MacKeeper macs;

    Leg(final AttachedInterface attached, final AtomicCounter sent, final AtomicCounter failed, final long nowNs) {
        this.attached = attached;
        this.sender = new FrameSender(attached.ports().conductorUplink(), sent, failed);
        this.vips = new VipKeeper(attached.kernelAddresses());
        this.macs = new MacKeeper(attached, nowNs);
    }

    String interfaceName() {
        return attached.name();
    }

    long mac() {
        return attached.mac();
    }

    /** Where this node's advertisements come from: the primary address, or the link-local one over IPv6 (RFC 9568 section 5.1.2.1). */
    IpAddress source(final boolean isIpv6) {
        final IpAddress source = isIpv6 ? attached.linkLocal() : attached.ipv4();
        if (source == null) {
            throw new IllegalStateException("interface " + attached.name() + " has no "
                    + (isIpv6 ? "IPv6 link-local address" : "IPv4 address") + " to send advertisements from");
        }
        return source;
    }

    KernelNeighbors neighbors() {
        return attached.kernelNeighbors();
    }

    FrameSender sender() {
        return sender;
    }

    VipKeeper vips() {
        return vips;
    }

    /** Keeps what the kernel has to know of the interface. */
    void poll(final long nowNs) {
        vips.poll(nowNs);
        macs.poll(nowNs);
    }

    long nextDeadlineNs() {
        return Math.min(vips.nextDeadlineNs(), macs.nextDeadlineNs());
    }
}
