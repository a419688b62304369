package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.LabPlan;

/** Says how to enter a cluster that was kept. */
final class KeptHints {
    private KeptHints() {}

    static String text(final LabPlan plan) {
        final String launcher = plan.launcher().script().toString();
        return """

                The cluster is still up (as root):
                  ip netns exec %1$s bash                   a shell on node n1 (n2, n3, c1 to c4, origin likewise)
                  ip netns exec %2$s curl --proxy http://%3$s:%4$d http://10.51.0.200/page/x
                  FAIRLEAD_RUN_DIR=%5$s %6$s status --node n1
                  tail -f %7$s/n1/daemon.log
                Its control sockets are in that folder, not in /run/fairlead, so that a node of this machine is not disturbed.
                To remove it: %6$s demo --down""".formatted(
                        plan.namespaceName("n1"),
                        plan.namespaceName("c1"),
                        LabPlan.VIRTUAL_IP,
                        LabPlan.PROXY_PORT,
                        plan.runDirectory(),
                        launcher,
                        plan.directory());
    }
}
