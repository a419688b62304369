package io.fairlead.lb.steering;

import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FragmentTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.Ipv6Address;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Fragments of TCP and UDP to an address of the cluster: all of a datagram go where the one that comes first goes. If that is the one with the ports, its flow
 * decides; if it is another one, the client's node does. Belongs to one data-path thread; allocates nothing.
 */
final class Fragments {

    private static final int CAPACITY = 4096;

    private final Situation situation;
    private final FragmentTable table = new FragmentTable(CAPACITY);
    private final SweepPace pace = new SweepPace(CAPACITY);
    private final Interceptor interceptor;
    private final ClientNodes clients;
    private final LocalDelivery local;
    private final ClosedAddresses closed = new ClosedAddresses();
    private final FlowKey client = new FlowKey();
    private final AtomicCounter fragments;
    private final AtomicCounter early;
    private final AtomicCounter tableFull;
    private final AtomicCounter steered;
    private final AtomicCounter passedToHost;
    private final AtomicCounter dropNotAccepted;

    Fragments(
            final Situation situation,
            final Interceptor interceptor,
            final ClientNodes clients,
            final LocalDelivery local,
            final CounterSet<SteeringCounter> counters) {
        this.situation = situation;
        this.interceptor = interceptor;
        this.clients = clients;
        this.local = local;
        this.fragments = counters.get(SteeringCounter.FRAGMENTS);
        this.early = counters.get(SteeringCounter.FRAGMENTS_EARLY);
        this.tableFull = counters.get(SteeringCounter.FRAGMENT_TABLE_FULL);
        this.steered = counters.get(SteeringCounter.STEERED);
        this.passedToHost = counters.get(SteeringCounter.PASSED_TO_HOST);
        this.dropNotAccepted = counters.get(SteeringCounter.DROP_NOT_ACCEPTED);
    }

    void start(final long nowNs) {
        pace.start(nowNs);
    }

    void sweep(final long nowNs) {
        table.sweep(pace.due(nowNs), situation.seconds());
    }

    /** The verdict for a fragment to a VIP or a node's address. */
    int onFragment(final PacketView view) {
        fragments.incrementRelease();
        final boolean hasPorts = view.hasUpperLayerHeader() && view.parseTransport();
        final int proxyPort = hasPorts ? interceptor.proxyPort(view) : 0;
        if (proxyPort == 0 && isRefused(view)) {
            dropNotAccepted.incrementRelease();
            return DROP;
        }
        if (situation.wasSteeredHere(view)) {
            return proxyPort != 0 ? interceptor.onFrame(view, proxyPort) : local.laterFragment(view);
        }
        if (view.selectDatagram(table)) {
            final int node = situation.nodes().byId((int) table.nodeLow());
            if (node != SteeringTable.NO_NODE) {
                return follow(view, node, proxyPort);
            }
        }
        if (proxyPort != 0) {
            final int verdict = interceptor.onFrame(view, proxyPort);
            if (verdict != DROP) {
                remember(interceptor.lastNodeId());
            }
            return verdict;
        }
        return onFirstSeen(view, hasPorts);
    }

    /** Without the one that begins with the transport header nothing comes of the others. */
    private boolean isRefused(final PacketView view) {
        return view.hasUpperLayerHeader() && closed.refuses(situation.table().virtualIps(), view);
    }

    private int follow(final PacketView view, final int node, final int proxyPort) {
        if (node != situation.table().self()) {
            steered.incrementRelease();
            return situation.toNode(view, node);
        }
        return proxyPort != 0 ? interceptor.deliverHere(view, proxyPort) : local.laterFragment(view);
    }

    /** It belongs to no redirect, or does not say which. */
    private int onFirstSeen(final PacketView view, final boolean hasPorts) {
        int node = situation.table().self();
        if (!hasPorts && situation.isArmed()) {
            early.incrementRelease();
            client.ipv6(view.sourceHigh(), view.sourceLow(), 0, view.destinationHigh(), view.destinationLow(), 0, 0);
            final int known = clients.indexOf(client);
            node = known == SteeringTable.NO_NODE ? node : known;
        }
        remember(situation.table().node(node).id());
        if (node == situation.table().self()) {
            passedToHost.incrementRelease();
            return TO_HOST;
        }
        steered.incrementRelease();
        return situation.toNode(view, node);
    }

    private void remember(final int owner) {
        if (!table.put(0, Ipv6Address.mappedLow(owner), situation.seconds())) {
            tableFull.incrementRelease();
        }
    }
}
