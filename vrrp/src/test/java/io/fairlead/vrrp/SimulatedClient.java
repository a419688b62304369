package io.fairlead.vrrp;

/** A client on the {@link VirtualLan}, plugged in beside a node: whom does its ARP cache take for the virtual IP? */
final class SimulatedClient {

    private static final int NOBODY = -1;

    private final int besideNode;
    private int cached = NOBODY;

    SimulatedClient(final int besideNode) {
        this.besideNode = besideNode;
    }

    /** It hears what that node hears. */
    int besideNode() {
        return besideNode;
    }

    /** The last word counts, as in any ARP cache. */
    void learn(final int node) {
        cached = node;
    }

    /** The index of the node that it sends to. */
    int cached() {
        return cached;
    }
}
