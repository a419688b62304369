package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;

import io.fairlead.lb.flow.FlowKey;

/**
 * Which node a new connection goes to: the one that its client stays with, else the one that was chosen for the client a moment ago, else the policy's; never one that
 * takes no new connections of the redirect. The connections of a heavy source are placed one by one, if that is the policy. Belongs to one data-path thread; allocates
 * nothing.
 */
final class Assigner {

    private final Situation situation;
    private final ClientNodes clients;
    private final NodeChooser chooser;
    private final NewClients newClients = new NewClients();
    private ChosenBy chosenBy = ChosenBy.NOBODY;

    Assigner(final Situation situation, final ClientNodes clients, final NodeChooser chooser) {
        this.situation = situation;
        this.clients = clients;
        this.chooser = chooser;
    }

    /** The index of the node that has opened this port for this client, whether it takes new ones or not; NO_NODE if it is no such port or the client has no node. */
    int passiveNode(final FlowKey key, final RedirectRule rule) {
        chosenBy = ChosenBy.PASSIVE;
        return rule.isPassive() ? clients.indexOf(key) : NO_NODE;
    }

    /** The index of the node of any other new connection, remembered for the client's next one; NO_NODE if none takes it. */
    int assign(final FlowKey key, final RedirectRule rule) {
        final SteeringTable table = situation.table();
        if (isSpread(key, rule)) {
            chosenBy = ChosenBy.SPREAD;
            return chooser.chooseForConnection(table, key, rule.redirect());
        }
        int node = remembered(key, rule.redirect());
        if (node == NO_NODE) {
            chosenBy = ChosenBy.POLICY;
            node = chooser.choose(table, key, rule.redirect());
        }
        if (node != NO_NODE) {
            newClients.put(key, table.node(node).id(), situation.seconds());
        }
        return node;
    }

    /** What {@link #passiveNode}, else {@link #assign} would return; nothing is changed but {@link #chosenBy}. */
    int find(final FlowKey key, final RedirectRule rule) {
        int node = passiveNode(key, rule);
        if (node != NO_NODE) {
            return node;
        }
        final SteeringTable table = situation.table();
        if (isSpread(key, rule)) {
            chosenBy = ChosenBy.SPREAD;
            node = chooser.bestForConnection(table, key, rule.redirect());
        } else {
            node = remembered(key, rule.redirect());
            if (node == NO_NODE) {
                chosenBy = ChosenBy.POLICY;
                node = chooser.best(table, key, rule.redirect());
            }
        }
        if (node == NO_NODE) {
            chosenBy = ChosenBy.NOBODY;
        }
        return node;
    }

    /** A proxy that opens further ports for its client needs to have the client for itself. */
    private boolean isSpread(final FlowKey key, final RedirectRule rule) {
        return !rule.hasPassivePorts() && clients.isSpread(key);
    }

    private int remembered(final FlowKey key, final int redirect) {
        int node = taking(key, clients.nodeOf(key), redirect);
        chosenBy = ChosenBy.STICKY;
        if (node == NO_NODE) {
            node = taking(key, newClients.nodeOf(key, situation.seconds()), redirect);
            chosenBy = ChosenBy.RECENT;
        }
        return node;
    }

    private int taking(final FlowKey key, final int nodeId, final int redirect) {
        final SteeringTable table = situation.table();
        final int node = situation.nodes().byId(nodeId);
        return node != NO_NODE && table.takes(node, key, redirect) ? node : NO_NODE;
    }

    /** Why the node was returned that was returned last; {@link ChosenBy#NOBODY} since {@link #forget}. */
    ChosenBy chosenBy() {
        return chosenBy;
    }

    /** What is asked for next is about another frame. */
    void forget() {
        chosenBy = ChosenBy.NOBODY;
    }

    /** What was added to the score of the node at an index since its last report. */
    long added(final int node) {
        return chooser.added(node);
    }
}
