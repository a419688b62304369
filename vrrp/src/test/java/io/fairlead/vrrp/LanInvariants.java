package io.fairlead.vrrp;

/**
 * What must hold on the {@link VirtualLan} at any time.
 *
 * <ul>
 *   <li><em>Never two masters that hear each other for longer than one interval and a delay:</em> the better one advertises once per interval, and the
 *       worse one steps down at the first advertisement it receives. The time is counted anew whenever one between the two is lost, one of
 *       them pauses, or they are separated.
 *   <li><em>Never no master for longer than master-down (three intervals and skew), preparation and a delay</em>, as seen by any node that could be
 *       master, and ran all the time: the last advertisement of a master may arrive a delay after its death; then the node's
 *       timer runs, and it announces 50 ms after that, prepared or not.
 * </ul>
 *
 * <p>Both allow for polls that come late.
 */
final class LanInvariants {

    private static final long TWO_MASTERS_NS =
            VirtualLan.INTERVAL_NS + VirtualLan.MAX_DELAY_NS + VirtualLan.MAX_POLL_LATENESS_NS;

    /** Late twice: at the end of the master-down interval and at the end of the preparation. */
    private static final long NO_MASTER_SLACK_NS =
            TakeoverPreparation.MAX_URGENT_NS + VirtualLan.MAX_DELAY_NS + 2 * VirtualLan.MAX_POLL_LATENESS_NS;

    private final VirtualLan lan;
    private final long[][] twoMastersSinceNs;
    private final long[] noMasterSinceNs;

    LanInvariants(final VirtualLan lan) {
        this.lan = lan;
        final int count = lan.nodes().size();
        twoMastersSinceNs = new long[count][count];
        noMasterSinceNs = new long[count];
    }

    void lost(final SimulatedNode sender, final SimulatedNode receiver) {
        twoMastersSinceNs[sender.index()][receiver.index()] = lan.nowNs();
        twoMastersSinceNs[receiver.index()][sender.index()] = lan.nowNs();
    }

    /** Whoever advertises is master, even if it steps down within the same event, having slept and then read its queue. */
    void advertised(final SimulatedNode sender) {
        for (final SimulatedNode node : lan.nodes()) {
            if (lan.isConnected(sender, node)) {
                noMasterSinceNs[node.index()] = lan.nowNs();
            }
        }
    }

    void beforeEvent() {
        for (final SimulatedNode node : lan.nodes()) {
            boolean isServed = false;
            for (final SimulatedNode other : lan.nodes()) {
                isServed |= other.isMaster() && lan.isConnected(node, other);
                checkTwoMasters(node, other);
            }
            checkNoMaster(node, isServed);
        }
    }

    private void checkTwoMasters(final SimulatedNode a, final SimulatedNode b) {
        if (a == b || !a.isMaster() || !b.isMaster() || !lan.isConnected(a, b)) {
            twoMastersSinceNs[a.index()][b.index()] = lan.nowNs();
        } else if (lan.nowNs() - twoMastersSinceNs[a.index()][b.index()] > TWO_MASTERS_NS) {
            throw violation("two masters that hear each other: " + a.index() + " and " + b.index());
        }
    }

    private void checkNoMaster(final SimulatedNode node, final boolean isServed) {
        if (isServed || !node.isActive() || node.config().priority() == 0) {
            noMasterSinceNs[node.index()] = lan.nowNs();
        } else if (lan.nowNs() - noMasterSinceNs[node.index()]
                > node.config().masterDownIntervalNs() + NO_MASTER_SLACK_NS) {
            throw violation("no master as seen by " + node.index());
        }
    }

    private AssertionError violation(final String what) {
        return new AssertionError(what + " at " + lan.nowNs() + " ns: " + lan.nodes());
    }
}
