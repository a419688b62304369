package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.SteeringTable.NO_NODE;

import io.fairlead.lb.flow.FlowKey;

/**
 * Which node a new connection goes to: the one that its client stays with, else the one that was chosen for the client a moment ago, else the policy's; never one that
 * takes no new clients. Belongs to one data-path thread; allocates nothing.
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
    int passiveNode(final FlowKey key) {
        final SteeringTable table = situation.table();
        return table.redirects().isPassive(key.destinationPort()) ? table.indexOfId(clients.nodeOf(key)) : NO_NODE;
    }

    /** The index of the node of any other new connection, remembered for the client's next one; NO_NODE if none takes new clients. */
    int assign(final FlowKey key) {
        int node = remembered(key);
        if (node == NO_NODE) {
            node = chooser.choose(situation.table(), key.clientHigh(), key.clientLow());
        }
        if (node != NO_NODE) {
            newClients.put(key, situation.table().node(node).id(), situation.seconds());
        }
        return node;
    }

    /** What {@link #passiveNode}, else {@link #assign} would return; nothing is changed but {@link #chosenBy}. */
    int find(final FlowKey key) {
        int node = passiveNode(key);
        if (node != NO_NODE) {
            chosenBy = ChosenBy.PASSIVE;
            return node;
        }
        node = remembered(key);
        if (node == NO_NODE) {
            node = chooser.best(situation.table(), key.clientHigh(), key.clientLow());
            chosenBy = node == NO_NODE ? ChosenBy.NOBODY : ChosenBy.POLICY;
        }
        return node;
    }

    private int remembered(final FlowKey key) {
        int node = eligible(clients.nodeOf(key));
        chosenBy = ChosenBy.STICKY;
        if (node == NO_NODE) {
            node = eligible(newClients.nodeOf(key, situation.seconds()));
            chosenBy = ChosenBy.RECENT;
        }
        return node;
    }

    private int eligible(final int nodeId) {
        final SteeringTable table = situation.table();
        final int node = table.indexOfId(nodeId);
        return node != NO_NODE && table.node(node).isEligible() ? node : NO_NODE;
    }

    /** Why {@link #find} has just returned what it returned. */
    ChosenBy chosenBy() {
        return chosenBy;
    }

    /** What was added to the score of the node at an index since its last report. */
    long added(final int node) {
        return chooser.added(node);
    }
}
