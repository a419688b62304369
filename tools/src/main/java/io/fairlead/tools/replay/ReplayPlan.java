package io.fairlead.tools.replay;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be replayed, and how.
 *
 * @param config of the node that is played
 * @param capture what it meets
 * @param state what it is then
 * @param managementIp of the node, if the configuration names none
 * @param mac of the node; empty to find it in the capture
 * @param peers that are played beside those of the capture
 * @param drained nodes that are drained before the first frame
 * @param out where to write what comes out; empty for nowhere
 */
public record ReplayPlan(
        NodeConfig config,
        Path capture,
        NodeState state,
        Optional<IpAddress> managementIp,
        OptionalLong mac,
        List<PeerScript> peers,
        List<String> drained,
        Optional<Path> out) {

    /** Copies the lists. */
    public ReplayPlan {
        peers = List.copyOf(peers);
        drained = List.copyOf(drained);
    }

    /**
     * The same for the node with another configuration, and other nodes drained.
     *
     * @param otherConfig of the node
     * @param otherDrained nodes that are drained before the first frame
     * @return without a file to write
     */
    public ReplayPlan compared(final NodeConfig otherConfig, final List<String> otherDrained) {
        return new ReplayPlan(otherConfig, capture, state, managementIp, mac, peers, otherDrained, Optional.empty());
    }
}
