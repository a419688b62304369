package io.fairlead.tools.replay;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.daemon.MemoryNode.Candidate;
import java.util.List;

/**
 * Where the first connection of a client went.
 *
 * @param client its address
 * @param frame number of the frame in the capture that began it
 * @param node name of the node; empty if none took it
 * @param chosenBy why it was that one
 * @param candidates all nodes as they were then
 */
record Placement(IpAddress client, long frame, String node, ChosenBy chosenBy, List<Candidate> candidates) {}
