package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.VirtualRouterView;
import io.fairlead.vrrp.TakeoverGate;
import io.fairlead.vrrp.VirtualRouter;

/**
 * Keeps a node that has just started from being director for a moment, until one of higher priority that started a little later is: clients would
 * learn a wrong address twice. Load reports tell that such a node is there and listens. It is left as much time as it needs to listen to the end; after that, or
 * once any master was heard since the start, the timers of VRRP decide alone. Conductor only.
 */
final class ColdStartGate implements TakeoverGate {

    private final TakeoverGate next;
    private final Membership membership;
    private final long startNs;
    private boolean hasHeardMaster;

    ColdStartGate(final TakeoverGate next, final Membership membership, final long startNs) {
        this.next = next;
        this.membership = membership;
        this.startNs = startNs;
    }

    /** The cluster is at work: whoever takes over from now on is needed at once. */
    void masterHeard() {
        hasHeardMaster = true;
    }

    @Override
    public boolean mayPrepare(final VirtualRouter router, final long nowNs) {
        final long patienceNs =
                2 * (router.masterDownIntervalNs() + router.config().startupDelayNs());
        return (hasHeardMaster || nowNs - startNs > patienceNs || !isBetterOneListening(router))
                && next.mayPrepare(router, nowNs);
    }

    private boolean isBetterOneListening(final VirtualRouter router) {
        return membership.nodes().stream()
                .anyMatch(node -> node.state() == NodeState.ALIVE
                        && node.report().priority() > router.effectivePriority()
                        && listens(node, router));
    }

    private static boolean listens(final Node node, final VirtualRouter router) {
        return node.report().virtualRouters().stream()
                .anyMatch(view -> view.vrid() == router.config().vrid()
                        && view.isIpv6() == router.config().isIpv6()
                        && view.state() == VirtualRouterView.State.BACKUP
                        && view.master() == null);
    }

    @Override
    public boolean mayAnnounce(final VirtualRouter router, final long nowNs) {
        return next.mayAnnounce(router, nowNs);
    }
}
