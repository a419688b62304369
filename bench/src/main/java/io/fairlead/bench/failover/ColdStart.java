package io.fairlead.bench.failover;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.VrrpPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All nodes of a group start within one interval, in any order: nobody but the first has a reason to become director. */
final class ColdStart {
    private static final Duration CALM = Duration.ofSeconds(1);
    private static final String MASTER = "Entering MASTER STATE";

    private final Group group;
    private final Timing timing;
    private final Random random;

    ColdStart(final Group group, final Timing timing, final Random random) {
        this.group = group;
        this.timing = timing;
        this.random = random;
    }

    /**
     * What became of one start.
     *
     * @param falseMasters how many nodes of lower priority became director although the first one was starting
     * @param wrongNeighbour whether the client was left with the MAC address of another node than the director
     */
    record Result(int falseMasters, boolean wrongNeighbour) {}

    /** Starts the group, and stops it at the end, also after a failure. */
    Result run() {
        final List<Integer> logged =
                group.nodes().stream().map(ColdStart::mastershipsLogged).toList();
        final List<VrrpPeer> order = new ArrayList<>(group.nodes());
        Collections.shuffle(order, random);
        // It asks for the virtual IP all the while, so that it believes whoever answers first.
        final LabProcess asking = group.client().start("asking", "ping", "-q", "-i", "0.05", LabPlan.VIRTUAL_IP);
        try {
            for (final VrrpPeer node : order) {
                node.start();
                Await.pause(timing.interval().multipliedBy(random.nextInt(100)).dividedBy(300));
            }
            group.awaitFirst();
            Await.pause(CALM.plus(timing.interval().multipliedBy(2)));
            final String neighbour = group.client().neighbourMac(LabPlan.VIRTUAL_IP);
            int falseMasters = 0;
            for (int i = 1; i < group.nodes().size(); i++) {
                falseMasters += mastershipsLogged(group.nodes().get(i)) - logged.get(i);
            }
            return new Result(falseMasters, !neighbour.equals(group.first().virtualIpMac()));
        } finally {
            asking.close();
            group.stop();
        }
    }

    private static int mastershipsLogged(final VrrpPeer node) {
        return node.logText().split(MASTER, -1).length - 1;
    }
}
