package io.fairlead.tools.replay;

import java.util.List;
import java.util.Map;

/**
 * What a replay has shown.
 *
 * @param node name of the node that was replayed
 * @param managementIp its address
 * @param mac its MAC address
 * @param isDirector whether it steered at the end
 * @param durationNs from the first frame to the last
 * @param frames what became of those of the capture
 * @param nodes how many clients and connections each node got, in the order of their names
 * @param counters what the node has counted from the first frame on
 */
public record ReplayResult(
        String node,
        String managementIp,
        String mac,
        boolean isDirector,
        long durationNs,
        Frames frames,
        List<Share> nodes,
        Map<String, Long> counters) {

    /**
     * The frames of a capture.
     *
     * @param read all
     * @param fromWire given to the node as from the wire
     * @param fromHost given to the node as from its kernel
     * @param reports of other nodes, told again by who is played in their place
     * @param own left out, because the node has sent them itself
     * @param outbound left out, because they are marked as sent
     * @param advertisements left out, because another director has sent them
     * @param cut filled up with zeros, because the capture has only their beginnings
     * @param written to the output
     */
    public record Frames(
            long read,
            long fromWire,
            long fromHost,
            long reports,
            long own,
            long outbound,
            long advertisements,
            long cut,
            long written) {}

    /**
     * What a node got.
     *
     * @param node its name, empty for those that no node took
     * @param clients whose first connection it got
     * @param connections that it got
     */
    public record Share(String node, long clients, long connections) {}
}
