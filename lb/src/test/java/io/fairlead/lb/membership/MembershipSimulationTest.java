package io.fairlead.lb.membership;

import static io.fairlead.lb.membership.VirtualLan.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.ConfigurationDigest.Mismatch;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FlowQuery;
import io.fairlead.lb.report.FlowTuple;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.Verdict;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MembershipSimulationTest {

    private static final byte[] KEY = new byte[32];

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    private static VirtualLan lan(final long seed) {
        return new VirtualLan(seed, () -> Authenticator.keyed(KEY));
    }

    private static List<SimulatedNode> startAll(final VirtualLan lan, final int count) {
        final List<SimulatedNode> nodes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            nodes.add(lan.start(number));
        }
        return nodes;
    }

    private static void assertAllKnowEachOther(final List<SimulatedNode> nodes) {
        for (final SimulatedNode node : nodes) {
            for (final SimulatedNode other : nodes) {
                assertThat(node == other || node.knows(other))
                        .as(
                                "%s knows %s",
                                node.membership.report().name(),
                                other.membership.report().name())
                        .isTrue();
            }
        }
    }

    @Test
    void shouldProveEachOtherWithinMillisecondsWhenStartedTogether() {
        final VirtualLan lan = lan(1);
        final List<SimulatedNode> nodes = startAll(lan, 5);
        lan.run(5 * MS);
        assertAllKnowEachOther(nodes);
        assertThat(nodes.get(0).events).contains("appeared n2", "appeared n5");
    }

    @Test
    void shouldProveALatecomerWithinMilliseconds() {
        final VirtualLan lan = lan(1);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(10 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(5_300 * MS);
        nodes.add(lan.start(4));
        lan.run(5 * MS);
        assertAllKnowEachOther(nodes);
        assertThat(nodes.get(3).membership.directorId()).isEqualTo(nodes.get(0).id());
    }

    @Test
    void shouldNameWhoIsHeardAndDoesNotHearUntilItDoes() {
        final VirtualLan lan = lan(1);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        final Membership hearing = nodes.get(0).membership;
        lan.deafen(nodes.get(1), true);
        lan.run(1_500 * MS);
        assertThat(hearing.deaf(lan.nowNs())).isEmpty();
        lan.run(3_000 * MS);
        assertThat(hearing.deaf(lan.nowNs())).containsExactly(nodes.get(1).id());
        assertThat(nodes.get(1).membership.deaf(lan.nowNs())).isEmpty();

        lan.deafen(nodes.get(1), false);
        lan.run(1_100 * MS);
        assertThat(hearing.deaf(lan.nowNs())).isEmpty();
        assertAllKnowEachOther(nodes);
    }

    @Test
    void shouldNotNameAsDeafWhoIsGone() {
        final VirtualLan lan = lan(1);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.deafen(nodes.get(1), true);
        lan.run(4_000 * MS);
        assertThat(nodes.get(0).membership.deaf(lan.nowNs())).isNotEmpty();
        lan.kill(nodes.get(1));
        lan.run(11_000 * MS);
        assertThat(nodes.get(0).membership.deaf(lan.nowNs())).isEmpty();
    }

    /** As during an upgrade, node by node; its bytes are those of {@code VersionSkewTest}. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldBeOneClusterWithNodesOfTheFirstVersion(final long seed) {
        final VirtualLan lan = lan(seed);
        lan.loss(0.1);
        lan.pace(500, 4);
        final List<SimulatedNode> nodes = startAll(lan, 4);
        nodes.get(1).ofTheFirstVersion();
        nodes.get(2).ofTheFirstVersion();
        lan.run(300 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(8_000 * MS);
        assertOneDirector(lan, nodes, nodes.get(0));
        assertThat(nodes.get(0).membership.nodes())
                .extracting(node -> node.report().managementIp6())
                .containsExactly(null, null, nodes.get(3).membership.report().managementIp6());

        lan.kill(nodes.remove(0));
        lan.run(12_000 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(8_000 * MS);

        assertOneDirector(lan, nodes, nodes.get(0));
        for (final SimulatedNode node : nodes) {
            assertThat(node.events).noneMatch(event -> event.contains("mismatch"));
            assertThat(node.verdicts)
                    .doesNotContainKeys(
                            Verdict.BAD_CONTENT, Verdict.BAD_LENGTH, Verdict.BAD_HMAC, Verdict.UNKNOWN_VERSION);
        }
    }

    private static void assertOneDirector(
            final VirtualLan lan, final List<SimulatedNode> nodes, final SimulatedNode director) {
        lan.loss(0);
        lan.run(3_100 * MS);
        assertAllKnowEachOther(nodes);
        assertThat(nodes).allMatch(node -> node.membership.directorId() == director.id());
        lan.loss(0.1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldConvergeWhenAFifthOfTheFramesIsLost(final long seed) {
        final VirtualLan lan = lan(seed);
        lan.loss(0.2);
        final List<SimulatedNode> nodes = startAll(lan, 6);
        lan.run(300 * MS);
        nodes.get(2).role(Role.DIRECTOR);
        lan.run(6_000 * MS);
        lan.loss(0);
        lan.run(3_100 * MS);
        assertAllKnowEachOther(nodes);
        for (final SimulatedNode node : nodes) {
            assertThat(node.membership.directorId()).isEqualTo(nodes.get(2).id());
            assertThat(node.count(Verdict.BAD_HMAC)).isZero();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSuspectASilentNodeWithinThreeSecondsAndLoseItAfterTen(final long seed) {
        final VirtualLan lan = lan(seed);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        final SimulatedNode director = nodes.get(0);
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        lan.run(5_000 * MS + lan.random().nextInt(1_000) * MS);
        lan.kill(nodes.get(1));
        lan.run(1_900 * MS);
        assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.ALIVE);
        lan.run(1_100 * MS);
        assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.SUSPECT);
        assertThat(director.stateOf(nodes.get(2))).isEqualTo(NodeState.ALIVE);
        lan.run(7_000 * MS);
        assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.DEAD);
        assertThat(director.events).contains("changed n2 SUSPECT ineligible", "lost n2 SILENT");
        assertThat(nodes.get(2).events).doesNotContain("changed n1 SUSPECT ineligible");
    }

    /** Interval in milliseconds, and how many may be missed. */
    @ParameterizedTest(name = "{0} ms, {1} missed")
    @CsvSource({"1000, 3", "20, 5", "50, 2", "10000, 2"})
    void shouldSendNoNewClientToASilentNodeOnceItsReportsAreMissed(final int intervalMs, final int missedReports) {
        final VirtualLan lan = lan(13);
        lan.pace(intervalMs, missedReports);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        final SimulatedNode director = nodes.get(0);
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        for (int round = 0; round < 20; round++) {
            lan.run((3L * intervalMs + lan.random().nextInt(intervalMs)) * MS);
            assertThat(director.knows(nodes.get(2))).isTrue();
            lan.kill(nodes.get(2));
            lan.run((long) (missedReports - 1) * intervalMs * MS - VirtualLan.DELAY_NS);
            assertThat(director.stateOf(nodes.get(2))).isEqualTo(NodeState.ALIVE);
            lan.run(intervalMs * MS + 2 * VirtualLan.DELAY_NS);
            assertThat(director.stateOf(nodes.get(2))).isEqualTo(NodeState.SUSPECT);
            assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.ALIVE);
            nodes.set(2, lan.start(3));
        }
    }

    @ParameterizedTest(name = "{0} ms, {1} missed")
    @CsvSource({"1000, 3, 1, 200, 7200", "20, 5, 3, 10, 600"})
    void shouldLoseNoLivingNodeOverALongTimeWithJitterAndLostReports(
            final int intervalMs,
            final int missedReports,
            final int mostLostInARow,
            final long jitterMs,
            final int seconds) {
        final VirtualLan lan = lan(14);
        lan.pace(intervalMs, missedReports);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(20 * MS);
        assertAllKnowEachOther(nodes);
        lan.loss(0.05);
        lan.mostLostInARow(mostLostInARow);
        lan.jitter(jitterMs * MS);
        nodes.forEach(node -> node.events.clear());
        lan.run(seconds * 1_000L * MS);
        assertThat(nodes.get(0).events).isEmpty();
        assertThat(nodes.get(1).events).noneMatch(event -> event.startsWith("changed n1"));
        assertThat(nodes.get(0).count(Verdict.OK)).isGreaterThan(seconds * 1_000 / intervalMs);
    }

    @Test
    void shouldJudgeANodeByTheIntervalThatItNamesAndNameTheDifference() {
        final VirtualLan lan = lan(15);
        final SimulatedNode director = lan.start(1);
        lan.pace(3_000, 3);
        final SimulatedNode slow = lan.start(2);
        lan.pace(50, 4);
        final SimulatedNode quick = lan.start(3);
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        assertThat(slow.events).contains("appeared n3");
        lan.run(30_000 * MS);
        assertThat(director.events).noneMatch(event -> event.contains("SUSPECT"));
        assertThat(Objects.requireNonNull(slow.membership.node(quick.id())).mismatches())
                .containsExactly(Mismatch.REPORT_PACE);
        // who says nothing about it, the director here, differs from nobody
        assertThat(Objects.requireNonNull(director.membership.node(quick.id())).mismatches())
                .isEmpty();
        lan.kill(quick);
        lan.run(150 * MS + VirtualLan.DELAY_NS);
        assertThat(director.stateOf(quick)).isEqualTo(NodeState.SUSPECT);
        lan.kill(slow);
        lan.run(5_900 * MS);
        assertThat(director.stateOf(slow)).isEqualTo(NodeState.ALIVE);
        lan.run(3_100 * MS);
        assertThat(director.stateOf(slow)).isEqualTo(NodeState.SUSPECT);
    }

    @Test
    void shouldKeepANodeOutThatReportsAndIsUnreachableUntilItIsReachable() {
        final VirtualLan lan = lan(16);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        final SimulatedNode director = nodes.get(0);
        final int id = nodes.get(1).id();
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        lan.run(2_000 * MS);
        director.membership.unreachable(id, true, lan.nowNs(), director);
        assertThat(director.events).endsWith("changed n2 SUSPECT ineligible");
        lan.run(20_000 * MS);
        assertThat(director.events).endsWith("changed n2 SUSPECT ineligible");
        assertThat(Objects.requireNonNull(director.membership.node(id)).lossReason())
                .isEqualTo(LossReason.ARP_FAILURE);
        director.membership.unreachable(id, false, lan.nowNs(), director);
        assertThat(director.events).endsWith("changed n2 ALIVE eligible");
        director.membership.unreachable(0, true, lan.nowNs(), director);
    }

    @Test
    void shouldLeaveANodeOutThatIsReachableAgainButSilent() {
        final VirtualLan lan = lan(17);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        final SimulatedNode director = nodes.get(0);
        final int id = nodes.get(1).id();
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        lan.run(2_000 * MS);
        lan.kill(nodes.get(1));
        lan.run(1_500 * MS);
        director.membership.unreachable(id, true, lan.nowNs(), director);
        lan.run(3_000 * MS);
        director.membership.unreachable(id, false, lan.nowNs(), director);
        assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.SUSPECT);
        assertThat(Objects.requireNonNull(director.membership.node(id)).lossReason())
                .isEqualTo(LossReason.SILENT);
        lan.run(7_000 * MS);
        assertThat(director.events).endsWith("lost n2 SILENT");
        director.membership.unreachable(id, false, lan.nowNs(), director);
        assertThat(director.stateOf(nodes.get(1))).isEqualTo(NodeState.DEAD);
    }

    @Test
    void shouldNoticeASilentDirectorAndFollowTheNextOne() {
        final VirtualLan lan = lan(3);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(4_000 * MS);
        lan.kill(nodes.get(0));
        lan.run(3_000 * MS);
        assertThat(nodes.get(2).membership.directorId()).isEqualTo(Membership.NO_DIRECTOR);
        nodes.get(1).role(Role.DIRECTOR);
        lan.run(2 * MS);
        assertThat(nodes.get(1).membership.directorId()).isEqualTo(nodes.get(1).id());
        assertThat(nodes.get(2).membership.directorId()).isEqualTo(nodes.get(1).id());
        assertThat(nodes.get(2).events).containsSubsequence("director 1", "director 0", "director 2");
    }

    @Test
    void shouldFollowWhoeverClaimedLastWhenTwoAreDirector() {
        final VirtualLan lan = lan(4);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(20 * MS);
        nodes.get(1).role(Role.DIRECTOR);
        lan.run(1_500 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(5_000 * MS);
        assertThat(nodes.get(2).events.stream().filter(event -> event.startsWith("director")))
                .containsExactly("director 2", "director 1");
        nodes.get(0).role(Role.BACKUP);
        lan.run(5 * MS);
        assertThat(nodes.get(2).membership.directorId()).isEqualTo(nodes.get(1).id());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldProveARestartedNodeQuicklyEvenWhenFramesAreLost(final long seed) {
        final VirtualLan lan = lan(seed);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(3_000 * MS);
        lan.kill(nodes.get(1));
        lan.run(500 * MS);
        final SimulatedNode restarted = lan.start(2);
        lan.run(2 * MS);
        lan.loss(0.3);
        assertThat(nodes.get(0).knows(restarted)).isTrue();
        assertThat(restarted.knows(nodes.get(0))).isTrue();
        assertThat(nodes.get(0).events).contains("changed n2 rebooted");
        lan.kill(restarted);
        final SimulatedNode again = lan.start(2);
        lan.run(1_700 * MS);
        assertThat(nodes.get(0).knows(again)).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotBeMovedByReplayedFrames(final long seed) {
        final VirtualLan lan = lan(seed);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(20 * MS);
        nodes.get(1).role(Role.DIRECTOR);
        lan.run(4_000 * MS);
        lan.kill(nodes.get(1));
        nodes.set(1, lan.start(2));
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(3_000 * MS);
        assertAllKnowEachOther(nodes);
        final List<byte[]> old = List.copyOf(lan.captured());
        final List<Integer> eventCounts =
                nodes.stream().map(node -> node.events.size()).toList();
        for (int i = 0; i < 500; i++) {
            lan.inject(0, old.get(lan.random().nextInt(old.size())));
            lan.run(lan.random().nextInt(20) * MS);
        }
        assertAllKnowEachOther(nodes);
        assertThat(nodes.stream().map(node -> node.events.size()).toList()).isEqualTo(eventCounts);
        assertThat(nodes.get(2).membership.directorId()).isEqualTo(nodes.get(0).id());
        assertThat(nodes.get(2).count(Verdict.REPLAYED)).isPositive();
    }

    @Test
    void shouldProveARestartedNodeWhileItsOldBootIsReplayed() {
        final VirtualLan lan = lan(5);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(2_500 * MS);
        final List<byte[]> old = List.copyOf(lan.captured());
        lan.kill(nodes.get(1));
        // the observer restarts too: it has never seen the old boot alive
        lan.kill(nodes.get(0));
        final SimulatedNode observer = lan.start(1);
        for (int i = 0; i < 200; i++) {
            lan.inject(0, old.get(lan.random().nextInt(old.size())));
            lan.run(MS / 2);
        }
        assertThat(observer.membership.nodes()).isEmpty();
        final SimulatedNode restarted = lan.start(2);
        for (int i = 0; i < 200; i++) {
            lan.inject(0, old.get(lan.random().nextInt(old.size())));
            lan.run(MS / 2);
        }
        assertThat(observer.knows(restarted)).isTrue();
    }

    @Test
    void shouldActAtOnceOnGoodbyeAndOnBadHealth() {
        final VirtualLan lan = lan(6);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        final SimulatedNode director = nodes.get(0);
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        lan.run(2_200 * MS);
        nodes.get(1).membership.update(SimulatedNode.report("n2", Role.BACKUP, false), lan.nowNs(), nodes.get(1));
        lan.run(MS);
        assertThat(director.events).endsWith("changed n2 ineligible");
        nodes.get(1).membership.stop(false, nodes.get(1));
        lan.run(MS);
        assertThat(director.events).endsWith("lost n2 GOODBYE");
        nodes.get(2).membership.stop(true, nodes.get(2));
        lan.run(MS);
        assertThat(director.events).endsWith("changed n3 SUSPECT ineligible");
        lan.run(11_000 * MS);
        assertThat(director.events).endsWith("lost n3 SILENT");
        assertThat(nodes.get(2).membership.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNotSuspectAnybodyWhenItSleptItself() {
        final VirtualLan lan = lan(7);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        lan.run(2_000 * MS);
        final long wokenNs = lan.nowNs() + 20_000 * MS;
        nodes.get(0).poll(wokenNs);
        assertThat(nodes.get(0).stateOf(nodes.get(1))).isEqualTo(NodeState.ALIVE);
        nodes.get(0).poll(wokenNs + 1_000 * MS);
        nodes.get(0).poll(wokenNs + 2_000 * MS);
        nodes.get(0).poll(wokenNs + 3_000 * MS);
        assertThat(nodes.get(0).stateOf(nodes.get(1))).isEqualTo(NodeState.SUSPECT);
    }

    @Test
    void shouldNameAConfigurationThatDiffersAndForgiveItWhenRepaired() {
        final VirtualLan lan = lan(8);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(20 * MS);
        final Report same = nodes.get(1).membership.report();
        final Report other = new Report(
                same.name(),
                same.role(),
                same.priority(),
                same.virtualRouterIds(),
                same.load(),
                same.healthy(),
                same.redirects(),
                same.scanning(),
                same.draining(),
                78,
                same.uptimeMs(),
                same.virtualRouters(),
                same.balancing(),
                same.pace(),
                same.managementIp6(),
                same.mtu());
        nodes.get(1).membership.update(other, lan.nowNs(), nodes.get(1));
        assertThat(nodes.get(1).events).endsWith("changed n1 mismatch " + Set.of(Mismatch.REDIRECTS));
        lan.run(MS);
        assertThat(nodes.get(0).events).endsWith("changed n2 mismatch " + Set.of(Mismatch.REDIRECTS));
        nodes.get(1).membership.update(same, lan.nowNs(), nodes.get(1));
        lan.run(MS);
        assertThat(nodes.get(0).events).endsWith("changed n2 mismatch " + Set.of());
    }

    @Test
    void shouldTellAtOnceThatItHasNoIpv6AddressAnyMore() {
        final VirtualLan lan = lan(8);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(20 * MS);
        final Report before = nodes.get(1).membership.report();
        assertThat(before.managementIp6()).isNotNull();
        final Report without = new Report(
                before.name(),
                before.role(),
                before.priority(),
                before.virtualRouterIds(),
                before.load(),
                before.healthy(),
                before.redirects(),
                before.scanning(),
                before.draining(),
                before.configurationDigest(),
                before.uptimeMs(),
                before.virtualRouters(),
                before.balancing(),
                before.pace());

        nodes.get(1).membership.update(without, lan.nowNs(), nodes.get(1));
        lan.run(MS);

        assertThat(nodes.get(0).events).endsWith("changed n2");
        assertThat(nodes.get(0).membership.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.report().managementIp6()).isNull());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldEndAnOwnerQueryOnceAndInFullUnlessFramesAreLost(final long seed) {
        final VirtualLan lan = lan(seed);
        final List<SimulatedNode> nodes = startAll(lan, 4);
        lan.run(20 * MS);
        nodes.get(0).role(Role.DIRECTOR);
        IntStream.range(0, 1_000).mapToObj(SimulatedNode::client).forEach(nodes.get(1).ownedClients::add);
        nodes.get(2).ownedClients.add(SimulatedNode.client(2_001));
        lan.run(3_000 * MS);
        lan.kill(nodes.get(0));
        final SimulatedNode next = nodes.get(3);
        next.membership.suspect(nodes.get(0).id(), LossReason.ADVERTISEMENTS_MISSING, next);
        final boolean lossy = seed % 2 != 0;
        lan.loss(lossy ? 0.05 : 0);
        next.membership.startOwnerQuery(lan.nowNs(), lan.nowNs() + 50 * MS, next);
        lan.run(50 * MS);
        assertThat(next.events.stream().filter(event -> event.startsWith("collected")))
                .hasSize(1);
        assertThat(next.owners.keySet()).isSubsetOf(allOwned(nodes));
        if (!lossy) {
            assertThat(next.events).endsWith("collected, silent 0");
            assertThat(next.owners)
                    .hasSize(1_001)
                    .containsEntry(SimulatedNode.client(998), nodes.get(1).id())
                    .containsEntry(SimulatedNode.client(999), nodes.get(1).id())
                    .containsEntry(SimulatedNode.client(2_001), nodes.get(2).id());
            assertThat(nodes.get(2).events).contains("candidate n4");
        }
    }

    private static List<IpAddress> allOwned(final List<SimulatedNode> nodes) {
        return nodes.stream().flatMap(node -> node.ownedClients.stream()).toList();
    }

    @Test
    void shouldEndAnOwnerQueryAtTheDeadlineWhenANodeIsSilent() {
        final VirtualLan lan = lan(9);
        final List<SimulatedNode> nodes = startAll(lan, 3);
        lan.run(20 * MS);
        nodes.get(1).ownedClients.add(SimulatedNode.client(7));
        lan.kill(nodes.get(2));
        nodes.get(0).membership.startOwnerQuery(lan.nowNs(), lan.nowNs() + 50 * MS, nodes.get(0));
        lan.run(49 * MS);
        assertThat(nodes.get(0).owners)
                .containsEntry(SimulatedNode.client(7), nodes.get(1).id());
        assertThat(nodes.get(0).events).noneMatch(event -> event.startsWith("collected"));
        lan.run(2 * MS);
        assertThat(nodes.get(0).events).endsWith("collected, silent 1");
    }

    @Test
    void shouldEndAnOwnerQueryAtOnceWhenThereIsNobodyToAsk() {
        final VirtualLan lan = lan(10);
        final SimulatedNode alone = lan.start(1);
        lan.run(20 * MS);
        alone.membership.startOwnerQuery(lan.nowNs(), lan.nowNs() + 50 * MS, alone);
        assertThat(alone.events).containsExactly("collected, silent 0");
    }

    @Test
    void shouldDeliverFlowMessagesOfProvenNodesOnly() {
        final VirtualLan lan = lan(11);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        final FlowQuery query = new FlowQuery(new FlowTuple(6, SimulatedNode.client(1), 2, SimulatedNode.client(3), 4));
        nodes.get(0).send(Destination.ALL, query);
        lan.run(20 * MS);
        assertThat(nodes.get(1).delivered).isEmpty();
        nodes.get(0).send(Destination.ALL, query);
        lan.run(MS);
        assertThat(nodes.get(1).delivered).containsExactly(query);
    }

    @Test
    void shouldKeepLivingNodesWhenForgersFillTheTable() {
        final VirtualLan lan = new VirtualLan(12, Authenticator::open);
        final List<SimulatedNode> nodes = startAll(lan, 2);
        lan.run(20 * MS);
        for (int number = 10; number < 10 + 2 * Peers.MAX_PEERS; number++) {
            final SimulatedNode forger = new SimulatedNode(lan, number, Authenticator.open());
            forger.poll(lan.nowNs());
        }
        lan.run(MS);
        assertThat(nodes.get(0).count(Verdict.TOO_MANY_NODES)).isPositive();
        assertThat(nodes.get(0).knows(nodes.get(1))).isTrue();
        lan.run(4_000 * MS);
        final SimulatedNode late = lan.start(3);
        lan.run(5 * MS);
        assertThat(nodes.get(0).knows(late)).isTrue();
    }
}
