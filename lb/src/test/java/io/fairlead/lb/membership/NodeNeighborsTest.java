package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a node at the director, with reports each second of which three may be missed, and a probe each five seconds:
 *
 * <pre>
 *  state         event                             next state    and
 *  STALE         (time)                            PROBE         asks, each second while reports come, each 250 ms while they are late
 *  PROBE         reply                             REACHABLE
 *  PROBE         three asked in vain, had answered UNREACHABLE   out of service
 *  PROBE         three asked in vain, never did    UNREACHABLE   named, stays in service
 *  PROBE         reports get late                  PROBE         begins anew, quicker
 *  PROBE         late report comes                 STALE
 *  REACHABLE     five seconds                      PROBE
 *  REACHABLE     report is late by a quarter       PROBE         asks each 250 ms
 *  UNREACHABLE   reply                             REACHABLE     back in service
 *  UNREACHABLE   late report comes                 STALE         back in service
 *  UNREACHABLE   report in time                    UNREACHABLE   asks each second
 *  any           other boot id or MAC              STALE         back in service, has never answered
 *  any           no more director                  STALE         back in service
 * </pre>
 */
final class NodeNeighborsTest implements NeighborOutput {

    private static final int NODE = SimulatedNode.idOf(2);
    private static final long MAC = 0x0200_0000_0002L;
    private static final long OTHER_MAC = 0x0200_0000_00FFL;
    private static final long SECOND = SECONDS.toNanos(1);

    // so that the clock wraps during the test
    private final long startNs = Long.MAX_VALUE - 2 * SECOND - 1_234_567;
    private final List<String> told = new ArrayList<>();
    private NodeNeighbors neighbors = new NodeNeighbors(MembershipConfig.DEFAULT, 5 * SECOND);
    private long nowNs = startNs;
    private boolean answers;
    private ReportPace pace = ReportPace.UNSAID;

    /** A story of words, and what was told, with the milliseconds since its first word. */
    record Row(String name, String story, String state, List<String> told) {
        Row(final String name, final String story, final String state, final String... told) {
            this(name, story, state, List.of(told));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("backup asks nobody", "report +10000", "STALE"),
                new Row("new node answers", "director answers report +100", "REACHABLE", "0 ask"),
                new Row(
                        "node that is well is asked each five seconds",
                        "director answers reports*12",
                        "REACHABLE",
                        "0 ask",
                        "5000 ask",
                        "10000 ask"),
                new Row(
                        "node that never answers is named once and stays",
                        "director silent reports*12",
                        "UNREACHABLE",
                        "0 ask",
                        "1000 ask",
                        "2000 ask",
                        "3000 never answered",
                        "8000 ask"),
                new Row(
                        "late report: three questions, and the answer is known before three reports are missed",
                        "director answers reports*2 silent +4000",
                        "UNREACHABLE",
                        "0 ask",
                        "2250 ask",
                        "2500 ask",
                        "2750 ask",
                        "3000 unreachable"),
                new Row(
                        "late node is back with its report",
                        "director answers reports*2 silent +2500 answers report +100",
                        "REACHABLE",
                        "0 ask",
                        "2250 ask",
                        "2500 ask",
                        "2750 ask",
                        "3000 unreachable",
                        "4500 reachable",
                        "4500 ask"),
                new Row(
                        "late node answers: its kernel lives, so only its reports count; asked till they are missed",
                        "director answers reports*2 +9000",
                        "REACHABLE",
                        "0 ask",
                        "2250 ask",
                        "2500 ask",
                        "2750 ask",
                        "3000 ask",
                        "3250 ask",
                        "3500 ask",
                        "3750 ask"),
                new Row(
                        "late node that never answered is left to its reports",
                        "director silent reports*5 +4000",
                        "UNREACHABLE",
                        "0 ask",
                        "1000 ask",
                        "2000 ask",
                        "3000 never answered",
                        "8000 ask"),
                new Row(
                        "one way failure: out while its reports come, asked each second, back when it answers",
                        "director answers reports*1 silent reports*9 answers reports*3",
                        "REACHABLE",
                        "0 ask",
                        "5000 ask",
                        "6000 ask",
                        "7000 ask",
                        "8000 unreachable",
                        "9000 ask",
                        "10000 ask",
                        "10000 reachable"),
                new Row(
                        "one lost answer is not yet silence",
                        "director answers reports*2 silent reports*4 answers reports*2",
                        "REACHABLE",
                        "0 ask",
                        "5000 ask",
                        "6000 ask"),
                new Row(
                        "restart gives a new chance",
                        "director answers reports*1 silent reports*8 reboot reports*2",
                        "PROBE",
                        "0 ask",
                        "5000 ask",
                        "6000 ask",
                        "7000 ask",
                        "8000 unreachable",
                        "9000 reachable",
                        "9000 ask",
                        "10000 ask"),
                new Row(
                        "another MAC address is asked, and at once",
                        "director answers reports*2 move report +100",
                        "REACHABLE",
                        "0 ask",
                        "2000 ask 02:ff"),
                new Row(
                        "who is no more director holds nobody back",
                        "director answers reports*1 silent reports*8 backup +5000",
                        "STALE",
                        "0 ask",
                        "5000 ask",
                        "6000 ask",
                        "7000 ask",
                        "8000 unreachable",
                        "9000 reachable"),
                new Row(
                        "new director waits for reports that did not come here before",
                        "report +2900 answers director +1000",
                        "REACHABLE",
                        "2900 ask"),
                new Row(
                        "dead node is forgotten",
                        "director answers reports*2 silent +3000 dead +9000",
                        "null",
                        "0 ask",
                        "2250 ask",
                        "2500 ask",
                        "2750 ask",
                        "3000 unreachable",
                        "5000 reachable"),
                new Row(
                        "claims are passed on and change nothing",
                        "director answers report forge +100",
                        "REACHABLE",
                        "0 ask",
                        "0 contradicted"),
                new Row(
                        "own sleep proves nothing: questions begin anew",
                        "director answers reports*2 silent +500 sleep*1700 sleep*900 +400",
                        "PROBE",
                        "0 ask",
                        "2250 ask",
                        "4200 ask",
                        "5100 ask",
                        "5350 ask"),
                new Row(
                        "short pace: out within 100 ms",
                        "quick director answers report +10 silent +300",
                        "UNREACHABLE",
                        "0 ask",
                        "30 ask",
                        "47 ask",
                        "65 ask",
                        "82 unreachable"),
                new Row(
                        "without probing: asked once, and when it is late",
                        "rarely director answers reports*9 silent +4000",
                        "UNREACHABLE",
                        "0 ask",
                        "9250 ask",
                        "9500 ask",
                        "9750 ask",
                        "10000 unreachable"),
                new Row(
                        "without probing: never taken out while its reports come",
                        "rarely director answers reports*2 silent reports*30",
                        "REACHABLE",
                        "0 ask"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldFollowTheTable(final Row row) {
        for (final String word : row.story().split(" ", -1)) {
            tell(word);
        }
        assertThat(told).containsExactlyElementsOf(row.told());
        assertThat(String.valueOf(neighbors.state(NODE))).isEqualTo(row.state());
    }

    private long bootId = 1;
    private long mac = MAC;

    private void tell(final String word) {
        final String[] parts = word.split("\\*", -1);
        switch (parts[0]) {
            case "quick" -> {
                pace = new ReportPace(20, 5);
                neighbors = new NodeNeighbors(new MembershipConfig(SECOND, 5, 3, 10 * SECOND), 5 * SECOND);
            }
            case "rarely" -> neighbors = new NodeNeighbors(MembershipConfig.DEFAULT, 0);
            case "director" -> neighbors.director(true, nowNs, this);
            case "backup" -> neighbors.director(false, nowNs, this);
            case "answers" -> answers = true;
            case "silent" -> answers = false;
            case "reboot" -> bootId++;
            case "move" -> mac = OTHER_MAC;
            case "forge" -> neighbors.onArp(NODE, OTHER_MAC, true, nowNs, this);
            case "dead" -> neighbors.remove(NODE, this);
            case "sleep" -> {
                nowNs += MILLISECONDS.toNanos(Long.parseLong(parts[1]));
                neighbors.poll(nowNs, this);
            }
            case "report" -> report();
            case "reports" -> {
                for (int i = 0; i < Integer.parseInt(parts[1]); i++) {
                    report();
                    run(SECOND);
                }
            }
            default -> run(MILLISECONDS.toNanos(Long.parseLong(word.substring(1))));
        }
    }

    private void report() {
        neighbors.onReport(
                new Node(
                        NODE,
                        mac,
                        bootId,
                        NodeState.ALIVE,
                        LossReason.NONE,
                        SimulatedNode.report("n2", Role.BACKUP, true, pace),
                        Set.of(),
                        nowNs),
                nowNs,
                this);
        neighbors.poll(nowNs, this);
    }

    private void run(final long durationNs) {
        final long endNs = nowNs + durationNs;
        while (neighbors.nextDeadlineNs() != Long.MAX_VALUE && neighbors.nextDeadlineNs() - endNs < 0) {
            nowNs = neighbors.nextDeadlineNs() - nowNs > 0 ? neighbors.nextDeadlineNs() : nowNs;
            neighbors.poll(nowNs, this);
            assertThat(neighbors.nextDeadlineNs() - nowNs)
                    .as("it does not spin")
                    .satisfiesAnyOf(
                            leftNs -> assertThat(neighbors.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE),
                            leftNs -> assertThat(leftNs).isPositive());
        }
        nowNs = endNs;
    }

    private void note(final String what) {
        told.add(String.format(Locale.ROOT, "%d %s", NANOSECONDS.toMillis(nowNs - startNs), what));
    }

    @Override
    public void sendArpRequest(final int nodeId, final long requestedMac) {
        assertThat(nodeId).isEqualTo(NODE);
        assertThat(requestedMac).isEqualTo(mac);
        note(requestedMac == MAC ? "ask" : "ask 02:ff");
        if (answers) {
            neighbors.onArp(nodeId, requestedMac, true, nowNs, this);
        }
    }

    @Override
    public void nodeUnreachable(final int nodeId) {
        note("unreachable");
    }

    @Override
    public void nodeReachable(final int nodeId) {
        note("reachable");
    }

    @Override
    public void nodeNeverAnswered(final int nodeId) {
        note("never answered");
        assertThat(neighbors.neverAnswered()).containsExactly(nodeId);
    }

    @Override
    public void claimContradictsReport(final int nodeId, final long claimingMac) {
        assertThat(claimingMac).isEqualTo(OTHER_MAC);
        note("contradicted");
    }

    @Test
    void shouldIgnoreWhatIsSaidOfAnUnknownNode() {
        neighbors.director(true, nowNs, this);
        neighbors.onArp(NODE, OTHER_MAC, true, nowNs, this);
        neighbors.remove(NODE, this);
        assertThat(told).isEmpty();
        assertThat(neighbors.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
}
