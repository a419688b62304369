package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Switch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes with two interfaces, and a virtual router of the same sync group on each. */
@Tag("long")
@BesideOthers
final class SyncGroupIT {
    private static final int FIRST = 51;
    private static final int SECOND = 52;
    private static final String FIRST_VIRTUAL_IP = "10.51.0.100";
    private static final String SECOND_VIRTUAL_IP = "10.52.0.100";
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %1$d
                syncGroup: legs
                virtualIps: [10.51.0.100/24]
              - id: 52
                interface: eth1
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %1$d
                syncGroup: legs
                virtualIps: [10.52.0.100/24]
            """ + Pair.CLUSTER;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldMoveBothLegsWhenTheLinkOfEitherFailsAndBackWhenItReturns() {
        try (Pair pair = open("legs")) {
            final Segment segment = pair.segment();
            final Capture capture = segment.capture(Pair.CLIENT_OF_A);
            awaitClient(pair, pair.a());
            for (final Switch network : List.of(segment.secondNetwork(), segment.network())) {
                network.unplug(Pair.A);

                pair.awaitState("MASTER", pair.b(), FIRST, SECOND);
                pair.awaitState("INIT", pair.a(), FIRST, SECOND);
                awaitClient(pair, pair.b());

                network.plugIn(Pair.A);
                pair.awaitDirector(pair.a(), FIRST, SECOND);
                awaitClient(pair, pair.a());
            }
            // On the leg that was whole b was told, and did not have to find out.
            assertThat(Pair.advertisements(capture, pair.a(), FIRST))
                    .extracting(CapturedAdvertisement::priority)
                    .containsOnlyOnce(0);
            pair.await(
                    "both faults in the log",
                    () -> pair.a().logText().contains("(VI_51) Entering FAULT STATE")
                            && pair.a().logText().contains("(VI_52) Entering FAULT STATE"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldChangeNothingWhenOneLegIsCutBetweenTheNodes() {
        try (Pair pair = open("leg-cut")) {
            final Capture capture = pair.segment().capture(Pair.CLIENT_OF_A);
            pair.segment().secondNetwork().separate(Pair.A, Pair.B);
            pair.await("b held back", () -> pair.b()
                    .logText()
                    .contains(
                            "(VI_52) Receive advertisement timeout, waiting for the other members of the sync group"));
            final int before = Pair.advertisements(capture, pair.a(), FIRST).size();
            pair.await(
                    "five more master-down intervals",
                    () -> Pair.advertisements(capture, pair.a(), FIRST).size() > before + 20);

            assertThat(pair.isIn("MASTER", pair.a(), FIRST, SECOND)).isTrue();
            assertThat(pair.isIn("BACKUP", pair.b(), FIRST, SECOND)).isTrue();
            assertThat(pair.b().logText()).doesNotContain("Entering MASTER STATE");
            awaitClient(pair, pair.a());
        }
    }

    private static Pair open(final String name) {
        final Pair pair = Pair.open(name);
        try {
            Stream.of(Pair.A, Pair.B, Pair.CLIENT_OF_A).forEach(pair.segment()::addSecondInterface);
            pair.a().configure(CONFIGURATION.formatted(200));
            pair.b().configure(CONFIGURATION.formatted(100));
            pair.start(FIRST, SECOND);
            return pair;
        } catch (final RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    /** Waits until the virtual IPs of both networks answer from this node. */
    private static void awaitClient(final Pair pair, final FairleadPeer director) {
        final Client client = pair.client(Pair.CLIENT_OF_A);
        final String mac = director.virtualIpMac();
        pair.await(
                "both virtual IPs at " + director.name(),
                () -> client.pings(FIRST_VIRTUAL_IP)
                        && client.pings(SECOND_VIRTUAL_IP)
                        && client.neighbourMac(FIRST_VIRTUAL_IP).equals(mac)
                        && client.neighbourMac(SECOND_VIRTUAL_IP).equals(mac.replaceFirst("02:51", "02:52")));
    }
}
