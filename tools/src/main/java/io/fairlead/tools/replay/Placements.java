package io.fairlead.tools.replay;

import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.capture.Decision;
import io.fairlead.tools.capture.FrameKind;
import io.fairlead.tools.daemon.MemoryNode.Candidate;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Where the connections of a capture went: for each client its first one, for each node how many. */
final class Placements {

    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV6_SOURCE_OFFSET = 8;

    private final Cluster cluster;
    private final FrameKind kind = new FrameKind();
    private final Map<IpAddress, Placement> byClient = new LinkedHashMap<>();
    private final Map<String, Long> connections = new TreeMap<>();
    private List<Candidate> candidates = List.of();

    Placements(final Cluster cluster) {
        this.cluster = cluster;
    }

    void onDecision(
            final Decision decision, final DirectBuffer buffer, final int index, final int length, final long frame) {
        if (!decision.isPlacement()) {
            return;
        }
        final EthernetFrame ethernet = kind.of(buffer, index, length).ethernet();
        final String node = node(decision, ethernet);
        connections.merge(node, 1L, Long::sum);
        final int packet = index + ethernet.payloadIndex();
        final IpAddress client = ethernet.etherType() == EtherType.IPV6
                ? IpAddress.ofIpv6(
                        buffer.getLong(packet + IPV6_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN),
                        buffer.getLong(packet + IPV6_SOURCE_OFFSET + Long.BYTES, ByteOrder.BIG_ENDIAN))
                : IpAddress.ofIpv4(buffer.getInt(packet + IPV4_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN));
        if (!byClient.containsKey(client)) {
            final List<Candidate> now = cluster.candidates();
            if (!now.equals(candidates)) {
                candidates = now;
            }
            byClient.put(client, new Placement(client, frame, node, decision.chosenBy(), candidates));
        }
    }

    private String node(final Decision decision, final EthernetFrame ethernet) {
        if (decision.has(SteeringCounter.REFUSED_NO_NODE)) {
            return "";
        }
        return decision.isToNode() ? cluster.nameOf(ethernet.destination()) : cluster.ownName();
    }

    /** The first connection of each client, in the order in which they came. */
    Map<IpAddress, Placement> byClient() {
        return byClient;
    }

    /** How many connections each node got; those that none took have no name. */
    Map<String, Long> connections() {
        return connections;
    }
}
