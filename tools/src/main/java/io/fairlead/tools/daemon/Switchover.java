package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.report.Handover;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.events.EventKind;
import io.fairlead.vrrp.TransitionCause;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out an administrator's word on who is to be director. The old director goes on until the new one has synchronised and announced itself, so
 * clients notice nothing. Conductor only.
 *
 * <p>The word is passed on as a {@link Handover}: the node that it names raises its priority above everybody's and takes over at once; all others give
 * up what an earlier word raised theirs to. It lasts until the next one, or until the daemon of that node is restarted.
 */
final class Switchover {

    private static final Logger LOG = LoggerFactory.getLogger("vrrp");

    private final NodeIdentity identity;
    private final NodeNames names;
    private final Membership membership;
    private final VirtualRouters routers;
    private final OwnState own;
    private final Consumer<Handover> broadcast;

    Switchover(
            final NodeIdentity identity,
            final Membership membership,
            final VirtualRouters routers,
            final OwnState own,
            final Consumer<Handover> broadcast) {
        this.identity = identity;
        this.names = new NodeNames(identity, membership);
        this.membership = membership;
        this.routers = routers;
        this.own = own;
        this.broadcast = broadcast;
    }

    /**
     * Makes another node director.
     *
     * @param name of the node; null for the one that would follow the present director
     * @return the name of the node that takes over
     */
    String failover(final @Nullable String name) throws RefusedException {
        final int target = name == null ? next() : named(name);
        if (target == membership.directorId()) {
            throw new RefusedException(names.nameOf(target) + " is director already");
        }
        EventKind.FAILOVER_ASKED
                .log()
                .addKeyValue("target", names.nameOf(target))
                .log("failover to {} ({}) asked for", names.nameOf(target), Ipv4Address.format(target));
        tell(new Handover(target, true));
        return names.nameOf(target);
    }

    /** Back to the configured priorities, on all nodes. */
    void back() {
        EventKind.FAILOVER_ASKED.log().log("return to the configured priorities asked for");
        tell(new Handover(Handover.NOBODY, false));
    }

    /**
     * A node in maintenance is not director and takes no new clients.
     *
     * @return who relieves this node, if it is director and there is somebody
     */
    Optional<String> maintenance(final boolean on) {
        EventKind.MAINTENANCE_CHANGED
                .log()
                .addKeyValue("to", on ? "on" : "off")
                .log("maintenance is {}", on ? "on" : "off");
        own.maintenance(on);
        final boolean isDirector = routers.isAnyDirector();
        routers.maintenance(on);
        final Optional<Node> successor = on && isDirector ? candidates().findFirst() : Optional.empty();
        successor.ifPresent(node -> tell(new Handover(node.id(), false)));
        if (on && isDirector && successor.isEmpty()) {
            LOG.warn("no other node can be director: this one goes on until one can");
        }
        return successor.map(node -> node.report().name());
    }

    boolean isInMaintenance() {
        return routers.isInMaintenance();
    }

    /** Another node passes the word on. */
    void onHandover(final Node from, final Handover handover) {
        EventKind.FAILOVER_ASKED
                .log()
                .addKeyValue("node", from.report().name())
                .log(
                        "{} ({}) asks for {} as director",
                        from.report().name(),
                        Ipv4Address.format(from.id()),
                        handover.target() == Handover.NOBODY
                                ? "the highest priority"
                                : names.nameOf(handover.target()));
        obey(handover, from.report().name());
    }

    private void tell(final Handover handover) {
        broadcast.accept(handover);
        obey(handover, identity.name());
    }

    private void obey(final Handover handover, final String asker) {
        if (handover.target() != identity.managementIp()) {
            routers.lower();
            return;
        }
        if (handover.outrank()) {
            routers.raiseAbove(highestOfOthers());
        }
        routers.takeOver(TransitionCause.handover("asked for on " + asker));
    }

    private int highestOfOthers() {
        return membership.nodes().stream()
                .filter(node -> node.state() == NodeState.ALIVE)
                .mapToInt(node -> node.report().priority())
                .max()
                .orElse(0);
    }

    private int next() throws RefusedException {
        final Optional<Node> other = candidates()
                .filter(node -> node.id() != membership.directorId())
                .findFirst();
        final boolean isSelfFree = membership.directorId() != identity.managementIp() && own.priority() > 0;
        if (isSelfFree
                && other.map(node -> node.report().priority() < own.priority()).orElse(true)) {
            return identity.managementIp();
        }
        return other.map(Node::id)
                .orElseThrow(() -> new RefusedException(
                        "no other node can be director: none is alive with a priority above 0 and out of maintenance"));
    }

    /** Other nodes that could be director, the one that VRRP would choose first, but those that want less to do last. */
    private Stream<Node> candidates() {
        return membership.nodes().stream()
                .filter(node -> node.state() == NodeState.ALIVE && node.report().priority() > 0)
                .sorted(Comparator.comparing((Node node) -> !node.report().draining())
                        .thenComparingInt(node -> node.report().priority())
                        .thenComparing(Node::id, Integer::compareUnsigned)
                        .reversed());
    }

    private int named(final String name) throws RefusedException {
        if (name.equals(identity.name())) {
            if (own.priority() == 0) {
                throw new RefusedException(name + " is never director: its priority is 0, or it is in maintenance");
            }
            return identity.managementIp();
        }
        final Node node = names.other(name);
        if (node.state() != NodeState.ALIVE) {
            throw new RefusedException(name + " has not been heard of lately");
        }
        if (node.report().priority() == 0) {
            throw new RefusedException(name + " is never director: its priority is 0, or it is in maintenance");
        }
        return node.id();
    }
}
