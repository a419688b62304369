package io.fairlead.lb.steering;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.MacAddress;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The classifier of an interface on which nothing is balanced: VRRP and what is asked about a virtual IP go to the conductor, everything else passes
 * in order, and untouched but for what the kernel asks its neighbours in the name of a virtual IP.
 *
 * <p>One data-path thread calls it. Allocates nothing after construction.
 */
public final class AddressGuard implements FrameProcessor {

    private final long mac;
    private final int address;
    private final VirtualIps virtualIps;
    private final AddressClaims claims = new AddressClaims();
    private final ClosedAddresses closed = new ClosedAddresses();
    private final PacketView view = new PacketView();
    private final AtomicCounter passedToHost;
    private final AtomicCounter passedToUplink;
    private final AtomicCounter arpSenderCorrected;
    private final AtomicCounter dropCut;
    private final AtomicCounter dropForeign;
    private final AtomicCounter dropNotAccepted;

    /**
     * For one interface.
     *
     * @param mac of the interface
     * @param address its IPv4 address; 0 if it has none, and so no IPv4 VIP either
     * @param virtualIps the VIPs of its virtual routers
     * @param counters shared with the other interfaces
     */
    public AddressGuard(
            final long mac,
            final int address,
            final VirtualIps virtualIps,
            final CounterSet<SteeringCounter> counters) {
        this.mac = mac;
        this.address = address;
        this.virtualIps = virtualIps;
        this.passedToHost = counters.get(SteeringCounter.PASSED_TO_HOST);
        this.passedToUplink = counters.get(SteeringCounter.PASSED_TO_UPLINK);
        this.arpSenderCorrected = counters.get(SteeringCounter.ARP_SENDER_CORRECTED);
        this.dropCut = counters.get(SteeringCounter.DROP_CUT);
        this.dropForeign = counters.get(SteeringCounter.DROP_FOREIGN_UNICAST);
        this.dropNotAccepted = counters.get(SteeringCounter.DROP_NOT_ACCEPTED);
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        return 0;
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public int onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        if (!view.ethernet.isValid()) {
            dropCut.incrementRelease();
            return DROP;
        }
        final long destination = view.ethernet.destination();
        if (destination != mac && !MacAddress.isGroup(destination)) {
            dropForeign.incrementRelease();
            return DROP;
        }
        return switch (view.ethernet.etherType()) {
            case EtherType.IPV4, EtherType.IPV6 -> onIp();
            case EtherType.ARP -> claims.isArpAbout(virtualIps, view) ? TO_CONTROL : passToHost();
            default -> passToHost();
        };
    }

    private int onIp() {
        if (!view.parseIp()) {
            return passToHost();
        }
        if (view.protocol() == IpProtocol.VRRP || (view.isIpv6() && claims.isNeighborMessageAbout(virtualIps, view))) {
            return TO_CONTROL;
        }
        return closed.refuses(virtualIps, view) ? refuse() : passToHost();
    }

    private int refuse() {
        dropNotAccepted.incrementRelease();
        return DROP;
    }

    private int passToHost() {
        passedToHost.incrementRelease();
        return TO_HOST;
    }

    @Override
    public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        view.wrap(buffer, index, length);
        if (view.ethernet.isValid()
                && view.ethernet.etherType() == EtherType.ARP
                && claims.correctArpSender(virtualIps, address, view)) {
            arpSenderCorrected.incrementRelease();
        }
        passedToUplink.incrementRelease();
        return TO_UPLINK;
    }
}
