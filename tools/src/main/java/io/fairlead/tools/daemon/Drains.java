package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.Drain;
import io.fairlead.tools.events.EventKind;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Carries out an administrator's word on which nodes take new clients. A drained node keeps its connections, and may be director; it says in its
 * reports that it is drained, and that is what the others go by. Conductor only.
 */
final class Drains {

    private final NodeIdentity identity;
    private final NodeNames names;
    private final Membership membership;
    private final OwnState own;
    private final Eligibility eligibility;
    private final BooleanSupplier takesClients;
    private final Consumer<Drain> broadcast;
    private final Consumer<Boolean> onOwn;

    Drains(
            final NodeIdentity identity,
            final Membership membership,
            final OwnState own,
            final Eligibility eligibility,
            final BooleanSupplier takesClients,
            final Consumer<Drain> broadcast,
            final Consumer<Boolean> onOwn) {
        this.identity = identity;
        this.names = new NodeNames(identity, membership);
        this.membership = membership;
        this.own = own;
        this.eligibility = eligibility;
        this.takesClients = takesClients;
        this.broadcast = broadcast;
        this.onOwn = onOwn;
    }

    /**
     * Drains a node, or ends that. To be repeated until it is done, since the word may be lost on its way.
     *
     * @param name of any node
     * @param on whether it is to be drained
     * @return whether the node says that it is as wanted
     */
    boolean drain(final String name, final boolean on) throws RefusedException {
        final int target = names.idOf(name);
        if (on && !doesAnotherTakeClients(target)) {
            throw new RefusedException("no node but " + name + " takes new clients: they would have nowhere to go");
        }
        if (names.isOwn(target)) {
            obey(on, identity.name());
            return true;
        }
        final Node node = names.other(name);
        if (node.state() != NodeState.ALIVE) {
            throw new RefusedException(name + " has not been heard of lately");
        }
        broadcast.accept(new Drain(target, on));
        return node.report().draining() == on;
    }

    /** Another node passes the word on. */
    void onOrder(final Node from, final Drain order) {
        if (names.isOwn(order.target())) {
            obey(order.on(), from.report().name());
        }
    }

    private void obey(final boolean on, final String asker) {
        if (own.isDrained() != on) {
            EventKind.DRAIN_CHANGED
                    .log()
                    .addKeyValue("to", on ? "on" : "off")
                    .addKeyValue("node", asker)
                    .log(
                            on
                                    ? "drained, as asked for on {}: this node takes no new clients, its connections go on"
                                    : "no longer drained, as asked for on {}: this node takes new clients",
                            asker);
            own.drained(on);
            onOwn.accept(on);
        }
    }

    private boolean doesAnotherTakeClients(final int target) {
        return (!names.isOwn(target) && takesClients.getAsBoolean())
                || membership.nodes().stream().anyMatch(node -> node.id() != target && eligibility.isEligible(node));
    }
}
