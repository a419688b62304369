package io.fairlead.bench.stress;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.steering.Explained;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.netstack.wire.IpAddress;

/** A conductor that is told of clients and nothing else. */
abstract class Clients implements SteeringEvents.Handler {

    @Override
    public final void onClientExpired(final IpAddress client) {}

    @Override
    public final void onFlowUnknown(final FlowKey flow) {}

    @Override
    public final void onFlowOwned(final FlowKey flow, final int asker) {}

    @Override
    public final void onFlowOrphaned(
            final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {}

    @Override
    public final void onSourceHeavy(final IpAddress client, final int owner, final int connections, final int all) {}

    @Override
    public final void onSourceLight(final IpAddress client) {}

    @Override
    public final void onNodeClaimed(final int nodeId, final long mac, final boolean isReply) {}

    @Override
    public final void onFlowProbed(final FlowKey flow, final long clientMac, final int clientTags) {}

    @Override
    public final void onConnectionOpened(
            final FlowKey flow, final int owner, final long clientMac, final int clientTags, final boolean isNew) {}

    @Override
    public final void onConnectionClosed(final FlowKey flow) {}

    @Override
    public final void onConnectionsTold() {}

    @Override
    public final Explained explained() {
        throw new UnsupportedOperationException("nobody has asked");
    }
}
