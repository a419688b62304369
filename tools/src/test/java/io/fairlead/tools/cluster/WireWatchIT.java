package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.FairleadPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Mistakes that make VRRP fail without an error, and the sentence in log and status that says what to do. */
@Tag("long")
@BesideOthers
final class WireWatchIT {
    /** a is better in all of them, so that b hears what it sends. */
    private static final String ROUTER = """
              - id: %d
                priority: %d
                startupDelay: 0s
                version: %d
                advertisementInterval: %s
                virtualIps: [%s]
            """;

    private static final int HIGH = 200;
    private static final int LOW = 100;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNameEachSettingOnceWhenNodesDifferInIt() {
        try (Pair pair = Pair.open("differ")) {
            pair.a()
                    .configure("virtualRouters:\n"
                            + router(51, HIGH, 3, "200ms", "10.51.0.101/24")
                            + router(52, HIGH, 3, "200ms", "10.51.0.102/24")
                            + router(53, HIGH, 2, "1s", "10.51.0.103/24")
                            + router(54, HIGH, 2, "2s", "10.51.0.104/24")
                            + router(55, HIGH, 2, "1s", "10.51.0.105/24")
                            + "    authentication: {type: pass, password: first}\n"
                            + router(56, HIGH, 3, "200ms", "10.51.0.106/24")
                            + "    unicastPeers: [10.51.0.2]\n"
                            + Pair.CLUSTER);
            pair.b()
                    .configure("virtualRouters:\n"
                            + router(51, LOW, 3, "200ms", "10.51.0.101/24, 10.51.0.110/24")
                            + router(52, LOW, 3, "300ms", "10.51.0.102/24")
                            + router(53, LOW, 3, "1s", "10.51.0.103/24")
                            + router(54, LOW, 2, "1s", "10.51.0.104/24")
                            + router(55, LOW, 2, "1s", "10.51.0.105/24")
                            + "    authentication: {type: pass, password: second}\n"
                            + router(56, LOW, 3, "200ms", "10.51.0.106/24")
                            + Pair.CLUSTER);
            pair.a().start();
            pair.b().start();

            awaitNamed(
                    pair,
                    pair.b(),
                    "(VI_51) a (10.51.0.1) advertises the virtual IPs 10.51.0.101, this node has 10.51.0.101, 10.51.0.110."
                            + " Remedy: configure the same virtualIps on all nodes of VRID 51",
                    "(VI_52) a (10.51.0.1) advertises every 0.20 s, this node every 0.30 s."
                            + " Remedy: configure the same advertisementInterval on all nodes of VRID 52",
                    "(VI_53) a (10.51.0.1) speaks version 2 of VRRP, this node version 3."
                            + " Remedy: configure the same version on all nodes of VRID 53",
                    "(VI_54) a (10.51.0.1) advertises every 2.00 s, this node every 1.00 s."
                            + " Remedy: configure the same advertisementInterval on all nodes of VRID 54",
                    "(VI_55) a (10.51.0.1) sends advertisements that are refused here: password differs from ours."
                            + " Remedy: configure the same authentication on all nodes of VRID 55",
                    "(VI_56) a (10.51.0.1) sends its advertisements to unicast peers, this node to the group."
                            + " Remedy: configure unicastPeers on all nodes of VRID 56, or on none");
            awaitNamed(
                    pair,
                    pair.a(),
                    "(VI_53) b (10.51.0.2) speaks version 3 of VRRP, this node version 2."
                            + " Remedy: configure the same version on all nodes of VRID 53",
                    "(VI_55) b (10.51.0.2) sends advertisements that are refused here: password differs from ours."
                            + " Remedy: configure the same authentication on all nodes of VRID 55",
                    "(VI_53) this node and b (10.51.0.2) advertise VRID 53 at the same time: at least one of them does not"
                            + " hear the other, or refuses what it hears. Remedy: look for what is filtered between the two");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNameAStrangerOnceWhenItUsesOurVirtualRouterId() {
        try (Pair pair = Pair.open("stranger")) {
            final FairleadPeer stranger = pair.b();
            final String trustsNobody = "cluster:\n  nodes: [10.51.0.99]\n";
            pair.a()
                    .configure("virtualRouters:\n"
                            + router(51, LOW, 3, "200ms", "10.51.0.101/24")
                            + router(52, LOW, 3, "200ms", "10.51.0.102/24")
                            + trustsNobody);
            stranger.configure("virtualRouters:\n"
                    + router(51, HIGH, 3, "200ms", "10.51.0.111/24")
                    + router(52, HIGH, 2, "1s", "10.51.0.102/24")
                    + trustsNobody);
            pair.a().start();
            stranger.start();

            awaitNamed(
                    pair,
                    pair.a(),
                    "(VI_51) 10.51.0.2 (MAC 02:51:00:00:00:02) with priority 200 is no node of this cluster and uses VRID 51"
                            + " too; it advertises the virtual IPs 10.51.0.111, this node has 10.51.0.101."
                            + " Remedy: give one of the two groups another virtual router id",
                    "(VI_52) 10.51.0.2 (MAC 02:51:00:00:00:02) with priority 200 is no node of this cluster and uses VRID 52"
                            + " too; it speaks version 2 of VRRP, this node version 3.");
        }
    }

    /** On 52 b only watches, and hears nobody. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldNameThePathOnBothSidesWhenMulticastIsWithheldFromOneOfThem() {
        try (Pair pair = Pair.open("deaf")) {
            pair.a()
                    .configure("virtualRouters:\n"
                            + router(51, HIGH, 3, "200ms", "10.51.0.101/24")
                            + router(52, HIGH, 3, "200ms", "10.51.0.102/24")
                            + Pair.CLUSTER);
            pair.b()
                    .configure("virtualRouters:\n"
                            + router(51, LOW, 3, "200ms", "10.51.0.101/24")
                            + router(52, 0, 3, "200ms", "10.51.0.102/24")
                            + Pair.CLUSTER);
            pair.a().start();
            pair.b().start();
            pair.awaitDirector(pair.a(), 51, 52);

            pair.segment().network().withholdVrrp(Pair.B);

            awaitNamed(
                    pair,
                    pair.b(),
                    "(VI_51) a (10.51.0.1) says that it is director of VRID 51, but its advertisements do not arrive here:"
                            + " multicast to 224.0.0.18 is filtered between us. Remedy: give the switches a querier or turn IGMP"
                            + " snooping off, look for an ACL or a firewall, or configure unicastPeers");
            awaitNamed(
                    pair,
                    pair.a(),
                    "(VI_52) b (10.51.0.2) says that it hears no director of VRID 52, but this node advertises: multicast to"
                            + " 224.0.0.18 is filtered between us, or refused there. Remedy: give the switches a querier");
        }
    }

    private static String router(
            final int vrid, final int priority, final int version, final String interval, final String virtualIps) {
        return ROUTER.formatted(vrid, priority, version, interval, virtualIps);
    }

    /** Waits until status shows all of it, and looks that the log has each line once however often it was seen. */
    private static void awaitNamed(final Pair pair, final FairleadPeer node, final String... sentences) {
        for (final String sentence : sentences) {
            pair.await(sentence, () -> pair.warnings(node).stream().anyMatch(warning -> warning.startsWith(sentence)));
            // lines are written behind the back of whoever logs them
            pair.await(sentence + " in the log", () -> node.logText().contains("WARN  watch    " + sentence));
            assertThat(node.logText()).containsOnlyOnce("WARN  watch    " + sentence);
        }
        assertThat(node.command("status").output()).contains(sentences);
    }
}
