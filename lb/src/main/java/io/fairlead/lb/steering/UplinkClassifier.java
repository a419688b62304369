package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_CONTROL;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.MacAddress;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Sorts every frame from the wire into the kernel's, the conductor's, and the redirects', and hands the last to the {@link Interceptor}. Everything that is
 * none of our business passes untouched and in order. Belongs to one data-path thread; allocates nothing.
 */
final class UplinkClassifier {

    private final Situation situation;
    private final Shard shard;
    private final Interceptor interceptor;
    private final Fragments fragments;
    private final QuotedErrors errors;
    private final AddressClaims claims = new AddressClaims();
    private final NodeClaims nodeClaims;
    private final ClosedAddresses closed = new ClosedAddresses();
    private final AtomicCounter passedToHost;
    private final AtomicCounter malformedPassed;
    private final AtomicCounter dropCut;
    private final AtomicCounter dropForeign;
    private final AtomicCounter dropLoop;
    private final AtomicCounter dropNotAccepted;
    private final AtomicCounter dropWrongQueue;

    UplinkClassifier(
            final Situation situation,
            final Shard shard,
            final Interceptor interceptor,
            final Fragments fragments,
            final QuotedErrors errors,
            final NodeClaims nodeClaims,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.shard = shard;
        this.interceptor = interceptor;
        this.fragments = fragments;
        this.errors = errors;
        this.nodeClaims = nodeClaims;
        this.passedToHost = counters.get(SteeringCounter.PASSED_TO_HOST);
        this.malformedPassed = counters.get(SteeringCounter.PASSED_MALFORMED);
        this.dropCut = counters.get(SteeringCounter.DROP_CUT);
        this.dropForeign = counters.get(SteeringCounter.DROP_FOREIGN_UNICAST);
        this.dropLoop = counters.get(SteeringCounter.DROP_LOOP);
        this.dropWrongQueue = counters.get(SteeringCounter.DROP_WRONG_QUEUE);
        this.dropNotAccepted = counters.get(SteeringCounter.DROP_NOT_ACCEPTED);
    }

    int onFrame(final PacketView view) {
        if (!view.ethernet.isValid()) {
            dropCut.incrementRelease();
            return DROP;
        }
        final long destination = view.ethernet.destination();
        if (destination != situation.ownMac() && !MacAddress.isGroup(destination)) {
            dropForeign.incrementRelease();
            return DROP;
        }
        return switch (view.ethernet.etherType()) {
            case EtherType.IPV4, EtherType.IPV6 -> onIp(view);
            case EtherType.ARP -> onArp(view);
            default -> passToHost();
        };
    }

    private int onArp(final PacketView view) {
        nodeClaims.onArp(view);
        return claims.isArpAbout(situation.table().virtualIps(), view) ? TO_CONTROL : passToHost();
    }

    private int onIp(final PacketView view) {
        if (!view.parseIp()) {
            malformedPassed.incrementRelease();
            return TO_HOST;
        }
        return switch (view.protocol()) {
            case IpProtocol.VRRP -> TO_CONTROL;
            case IpProtocol.LOAD_REPORT -> view.isIpv6() ? passUnredirected(view) : TO_CONTROL;
            case IpProtocol.TCP, IpProtocol.UDP -> onTransport(view);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> onIcmp(view);
            default -> passUnredirected(view);
        };
    }

    private int onTransport(final PacketView view) {
        if (!isToCluster(view)) {
            return passToHost();
        }
        if (situation.isOwnFrame(view)) {
            return dropLoop();
        }
        if (view.isFragment()) {
            return isMisplaced(view) ? dropMisplaced() : fragments.onFragment(view);
        }
        if (!view.parseTransport()) {
            malformedPassed.incrementRelease();
            return TO_HOST;
        }
        final int proxyPort = interceptor.proxyPort(view);
        if (proxyPort == 0) {
            return passUnredirected(view);
        }
        return isMisplaced(view) ? dropMisplaced() : interceptor.onFrame(view, proxyPort);
    }

    /** Has it come out of another queue than its client's? What is known of its flow is another thread's; a retransmission comes by the right one. */
    private boolean isMisplaced(final PacketView view) {
        return !shard.has(view.sourceHigh(), view.sourceLow());
    }

    private int dropMisplaced() {
        dropWrongQueue.incrementRelease();
        return DROP;
    }

    /**
     * Is it for a VIP or a node? A kernel discards a segment that came by link-layer broadcast (RFC 1122 section 3.3.6); steered it would get an owner on
     * every node that heard it.
     */
    private boolean isToCluster(final PacketView view) {
        return !MacAddress.isGroup(view.ethernet.destination())
                && (situation.table().virtualIps().isDestinationOf(view)
                        || situation.nodes().byAddress(view.destinationHigh(), view.destinationLow())
                                != SteeringTable.NO_NODE);
    }

    private int onIcmp(final PacketView view) {
        if (view.isIpv6() && claims.isNeighborMessageAbout(situation.table().virtualIps(), view)) {
            return TO_CONTROL;
        }
        if (isToCluster(view) && errors.isAboutRedirect(view)) {
            return situation.isOwnFrame(view) ? dropLoop() : errors.onError(view);
        }
        return passUnredirected(view);
    }

    private int dropLoop() {
        dropLoop.incrementRelease();
        return DROP;
    }

    private int passUnredirected(final PacketView view) {
        if (closed.refuses(situation.table().virtualIps(), view)) {
            dropNotAccepted.incrementRelease();
            return DROP;
        }
        return passToHost();
    }

    private int passToHost() {
        passedToHost.incrementRelease();
        return TO_HOST;
    }
}
