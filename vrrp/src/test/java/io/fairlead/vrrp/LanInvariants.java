package io.fairlead.vrrp;

/**
 * What must hold on the {@link VirtualLan} at any time.
 *
 * <ul>
 *   <li><em>Never two masters that hear each other for longer than one interval and a delay:</em> the better one advertises once per interval, and the
 *       worse one steps down at the first advertisement it receives. The time is counted anew whenever one between the two is lost, one of
 *       them pauses, they are separated, or the priority of one changes, since the other may be the better one from then on.
 *   <li><em>Never no master for longer than master-down (three intervals and skew), preparation and a delay</em>, as seen by any node that could be
 *       master, and ran all the time: the last advertisement of a master may arrive a delay after its death; then the node's
 *       timer runs, and it announces 50 ms, or an interval if that is shorter, after that, prepared or not. A priority that changes meanwhile changes
 *       the skew, so the longest counts.
 * </ul>
 *
 * <p>Both allow for polls that come late. With different intervals the longest counts, since a backup goes by that of the master it has lost.
 */
final class LanInvariants {

    private final VirtualLan lan;
    private final long[][] twoMastersSinceNs;
    private final long[] noMasterSinceNs;
    private final int[] lowestPriority;

    LanInvariants(final VirtualLan lan) {
        this.lan = lan;
        final int count = lan.nodes().size();
        twoMastersSinceNs = new long[count][count];
        noMasterSinceNs = new long[count];
        lowestPriority = new int[count];
    }

    void lost(final SimulatedNode sender, final SimulatedNode receiver) {
        twoMastersSinceNs[sender.index()][receiver.index()] = lan.nowNs();
        twoMastersSinceNs[receiver.index()][sender.index()] = lan.nowNs();
    }

    void priorityChanged(final SimulatedNode changed) {
        for (final SimulatedNode node : lan.nodes()) {
            lost(changed, node);
        }
    }

    /** Whoever advertises is master, even if it steps down within the same event, having slept and then read its queue. */
    void advertised(final SimulatedNode sender) {
        for (final SimulatedNode node : lan.nodes()) {
            if (lan.isHeard(node, sender)) {
                served(node);
            }
        }
    }

    void beforeEvent() {
        for (final SimulatedNode node : lan.nodes()) {
            boolean isServed = false;
            for (final SimulatedNode other : lan.nodes()) {
                isServed |= other.isMaster() && lan.isHeard(node, other);
                checkTwoMasters(node, other);
            }
            checkNoMaster(node, isServed);
        }
    }

    private void checkTwoMasters(final SimulatedNode a, final SimulatedNode b) {
        if (a == b || !a.isMaster() || !b.isMaster() || !lan.isConnected(a, b)) {
            twoMastersSinceNs[a.index()][b.index()] = lan.nowNs();
        } else if (lan.nowNs() - twoMastersSinceNs[a.index()][b.index()]
                > lan.longestIntervalNs() + lan.maxDelayNs() + lan.maxPollLatenessNs()) {
            throw violation("two masters that hear each other: " + a.index() + " and " + b.index());
        }
    }

    private void checkNoMaster(final SimulatedNode node, final boolean isServed) {
        if (isServed || !node.isActive() || node.priority() == 0) {
            served(node);
            return;
        }
        lowestPriority[node.index()] = Math.min(lowestPriority[node.index()], node.priority());
        if (lan.nowNs() - noMasterSinceNs[node.index()] > noMasterNs(node)) {
            throw violation("no master as seen by " + node.index());
        }
    }

    /** The poll is late twice: at the end of the master-down interval and at the end of the preparation. */
    private long noMasterNs(final SimulatedNode node) {
        return node.config().version().masterDownIntervalNs(lowestPriority[node.index()], lan.longestIntervalNs())
                + Math.min(TakeoverPreparation.MAX_URGENT_NS, lan.longestIntervalNs())
                + lan.maxDelayNs()
                + 2 * lan.maxPollLatenessNs();
    }

    private void served(final SimulatedNode node) {
        noMasterSinceNs[node.index()] = lan.nowNs();
        lowestPriority[node.index()] = node.priority();
    }

    private AssertionError violation(final String what) {
        return new AssertionError(what + " at " + lan.nowNs() + " ns: " + lan.nodes());
    }
}
