package io.fairlead.tools.replay;

import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.daemon.MemoryNode;
import io.fairlead.tools.daemon.MemoryNode.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of the cluster by the names that administrators know them by. */
final class Cluster {

    private final MemoryNode node;
    private final String ownName;
    private final Map<Long, String> names = new HashMap<>();

    Cluster(final MemoryNode node, final String ownName) {
        this.node = node;
        this.ownName = ownName;
    }

    String ownName() {
        return ownName;
    }

    List<Candidate> candidates() {
        return node.candidates();
    }

    /** The name of the node that has a MAC address, else the address. */
    String nameOf(final long mac) {
        final String known = names.get(mac);
        if (known != null) {
            return known;
        }
        candidates().forEach(candidate -> names.put(candidate.mac(), candidate.name()));
        return names.getOrDefault(mac, MacAddress.format(mac));
    }
}
