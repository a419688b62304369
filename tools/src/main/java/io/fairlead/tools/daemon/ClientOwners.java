package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Assignment;
import io.fairlead.netstack.wire.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.collections.Int2IntCounterMap;

/** Which node each sticky client stays with, as the data path has it; counted apart from what is replicated, which a follower knows before its data path does. Conductor only. */
final class ClientOwners {

    private final int ownId;
    private final Set<IpAddress> own = new HashSet<>();
    private final Map<IpAddress, Integer> nodeByClient = new HashMap<>();
    private final Int2IntCounterMap clientsByNode = new Int2IntCounterMap(0);

    /**
     * Knows of none.
     *
     * @param ownId of this node
     */
    ClientOwners(final int ownId) {
        this.ownId = ownId;
    }

    /** A client stays with a node, {@link Assignment#NOBODY} for none any more. */
    void assigned(final IpAddress client, final int owner) {
        if (owner == ownId) {
            own.add(client);
        } else {
            own.remove(client);
        }
        final Integer before =
                owner == Assignment.NOBODY ? nodeByClient.remove(client) : nodeByClient.put(client, owner);
        if (before != null) {
            clientsByNode.decrementAndGet(before);
        }
        if (owner != Assignment.NOBODY) {
            clientsByNode.incrementAndGet(owner);
        }
    }

    /** How many clients stay with a node. */
    int count(final int nodeId) {
        return clientsByNode.get(nodeId);
    }

    /** The clients of this node. */
    void forEachOwn(final Consumer<IpAddress> action) {
        own.forEach(action);
    }
}
