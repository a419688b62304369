package io.fairlead.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tools.daemon.ConductorCounter;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.Examination;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.Outcome;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.vrrp.watch.TroubleKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each trouble is found by its check and by no other, and none is found in a node that is well. */
final class DoctorTest {

    private static Arguments illness(String check, String cause, String remedy, Consumer<Patient> illness) {
        return Arguments.of(check, cause, remedy, illness);
    }

    private static Consumer<Patient> growing(String counter) {
        return patient -> patient.now.put(counter, patient.before.getOrDefault(counter, 0L) + 5);
    }

    static Stream<Arguments> illnesses() {
        return Stream.of(
                illness("kernel", "there is no /dev/net/tun", "modprobe tun", patient -> patient.hasTun = false),
                illness(
                        "routers",
                        "virtual router 51 on eth0 is in INIT and takes no part: eth0 is down",
                        "`fairlead maintenance`",
                        patient -> patient.router = Patient.router("INIT", false, "", "eth0 is down")),
                illness(
                        "routers",
                        "is MASTER, but its virtual IPs are not here",
                        "`fairlead events --type vrrp`",
                        patient -> patient.router = Patient.router("MASTER", false, "10.51.0.1")),
                illness(
                        "routers",
                        "is BACKUP and hears no director",
                        "multicast",
                        patient -> patient.router = Patient.router("BACKUP", false, "")),
                illness(
                        "redirects",
                        "no redirects: nothing is balanced",
                        "name the ports that clients use",
                        patient -> {
                            patient.redirects.clear();
                            patient.warnings.add("no redirects: nothing is balanced");
                        }),
                illness(
                        "proxies",
                        "http:3128 connection refused: the proxy listens on 127.0.0.1 only",
                        "let the proxy listen on all addresses",
                        patient -> patient.proxy = Patient.proxy(
                                CheckState.FAILED,
                                "connection refused: the proxy listens on 127.0.0.1 only",
                                "let the proxy listen on all addresses (0.0.0.0), or on 10.51.0.1")),
                illness(
                        "nodes",
                        "n2: no report for 4 s",
                        "run `fairlead doctor` on n2 (10.51.0.2)",
                        patient -> patient.nodes.set(
                                1, Patient.node("n2", false, false, List.of("no report for 4 s"), List.of()))),
                illness("nodes", "no node takes new clients", "`fairlead check`", patient -> {
                    patient.nodes.clear();
                    patient.nodes.add(Patient.node("n1", true, false, List.of(), List.of()));
                    patient.nodes.add(Patient.node("n2", false, false, List.of(), List.of()));
                }),
                illness(
                        "nodes",
                        "n2: no report for 4 s",
                        "IP protocol 253 is blocked from there to here",
                        patient -> patient.nodes.set(
                                1, Patient.node("n2", false, false, List.of("no report for 4 s"), List.of()))),
                illness(
                        "nodes",
                        "n2 reports from 10.52.0.2, which is outside the subnet of this node, 10.51.0.0/24",
                        "correct node.managementIp",
                        patient -> patient.nodes.set(
                                1, Patient.node("n2", "10.52.0.2", 1500, false, true, List.of(), List.of()))),
                illness(
                        "nodes",
                        "the director sees no other node: advertisements of others have arrived, but no load reports",
                        "let IP protocol 253 pass",
                        patient -> patient.nodes.remove(1)),
                illness(
                        "nodes",
                        "no director is known: advertisements of 10.51.0.2 for VRID 51 arrive, but no load reports: IP protocol 253 is"
                                + " blocked",
                        "let IP protocol 253 pass",
                        patient -> {
                            patient.role = NodeRole.BACKUP;
                            patient.router = Patient.router("BACKUP", false, "10.51.0.2");
                            patient.nodes.remove(1);
                            // of some time ago
                            patient.before.put("report-bad-length", 5L);
                            patient.now.put("report-bad-length", 5L);
                        }),
                illness(
                        "nodes",
                        "the director sees no other node: load reports arrive, but who sends them answers no challenge",
                        "in both directions",
                        patient -> {
                            patient.nodes.remove(1);
                            patient.now.put("report-not-yet-proven", 2L);
                        }),
                illness(
                        "nodes",
                        "the director sees no other node: load reports arrive, all of another cluster",
                        "the same cluster.name",
                        patient -> {
                            patient.nodes.remove(1);
                            patient.now.put("report-other-cluster", 2L);
                        }),
                illness(
                        "nodes",
                        "the director sees no other node: nothing arrives from another node",
                        "same subnet",
                        patient -> {
                            patient.nodes.remove(1);
                            patient.now.remove("vrrp-ok");
                        }),
                illness("nodes", "no director is known", "", patient -> {
                    patient.role = NodeRole.BACKUP;
                    patient.nodes.remove(1);
                }),
                illness(
                        "reports",
                        "reports arrive that are signed with a wrong key (report-bad-hmac +5 in 2 s)",
                        "the same cluster.keyFile",
                        growing("report-bad-hmac")),
                illness("reports", "not in cluster.nodes", "list it there", growing("report-unknown-sender")),
                illness("reports", "were routed", "one subnet", growing("report-ttl-not-255")),
                illness(
                        "settings",
                        "n2: redirects differ",
                        "compare its configuration with that of n1",
                        patient -> patient.nodes.set(
                                1, Patient.node("n2", false, true, List.of(), List.of("redirects differ")))),
                illness(
                        "sources",
                        "10.51.0.50: 90 connections, 69% of all",
                        "policy.heavySources.spread",
                        patient -> patient.heavySources.add(new HeavySourceStatus("10.51.0.50", "n1", 90, 69, false))),
                illness(
                        "sizes",
                        "5 fragments to an address of the cluster in 2 s",
                        "the same MTU",
                        growing("fragments")),
                illness(
                        "sizes",
                        "n2 has an MTU of 9000, this node one of 1500",
                        "the MTU of the segment",
                        patient -> patient.nodes.set(
                                1, Patient.node("n2", "10.51.0.2", 9000, false, true, List.of(), List.of()))),
                illness("sizes", "eth0 has an MTU of 1000", "1500", patient -> patient.mtu = 1000),
                illness("drops", "drop-loop +5 in 2 s: frames to the cluster", "find the loop", growing("drop-loop")),
                illness("drops", "eth1-drop-host-down +5", "set the interface up", growing("eth1-drop-host-down")),
                illness("drops", "refused-no-node +5", "mend the proxies", growing("refused-no-node")),
                illness(
                        "warnings",
                        "n2 has never answered ARP",
                        "look for a filter",
                        patient -> patient.warnings.add("n2 has never answered ARP. Remedy: look for a filter")),
                illness(
                        "warnings",
                        "node.yaml:9: cluster.discovery: open lets any machine join",
                        "use keyFile",
                        patient -> patient.warnings.add(
                                "node.yaml:9: cluster.discovery: open lets any machine join; use keyFile")),
                illness("warnings", "of a kind that is not known here", "wait", patient -> {
                    troubles(patient)
                            .add(new TroubleStatus("newer", 0, "x", "of a kind that is not known here", "wait"));
                    patient.warnings.add("of a kind that is not known here. Remedy: wait");
                }));
    }

    private static List<TroubleStatus> troubles(Patient patient) {
        return Objects.requireNonNull(patient.troubles);
    }

    @Test
    void shouldFindNothingInANodeThatIsWell() {
        assertThat(Doctor.examine(new Patient().snapshot(), Patient.NOW))
                .satisfies(report -> assertThat(report.healthy()).isTrue())
                .satisfies(report -> assertThat(report.checks())
                        .extracting(Examination::outcome)
                        .containsOnly(Outcome.OK));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("illnesses")
    void shouldFindEachTroubleByItsOwnCheckAlone(String check, String cause, String remedy, Consumer<Patient> illness) {
        Patient patient = new Patient().with(illness);

        assertThat(Doctor.examine(patient.snapshot(), Patient.NOW).checks())
                .filteredOn(examination -> !examination.findings().isEmpty())
                .extracting(Examination::check)
                .containsExactly(check);
        assertThat(patient.examined(check).findings()).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.cause()).contains(cause);
            assertThat(finding.remedy()).contains(remedy).isNotEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(TroubleKind.class)
    void shouldFindEachTroubleOnTheWireOnce(TroubleKind kind) {
        String label = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Patient patient = new Patient().with(ill -> {
            troubles(ill).add(new TroubleStatus(label, 51, "n2", "this is wrong", "mend it"));
            ill.warnings.add("(VI_51) this is wrong. Remedy: mend it");
        });

        assertThat(Doctor.examine(patient.snapshot(), Patient.NOW).checks())
                .flatExtracting(Examination::findings)
                .extracting(Object::toString)
                .containsExactly("Finding[cause=(VI_51) this is wrong, remedy=mend it]");
    }

    @Test
    void shouldNameTheRefusedReportsOfNowAsTheReasonWhyNobodyIsSeen() {
        Patient patient = new Patient().with(ill -> ill.nodes.remove(1)).with(growing("report-bad-hmac"));

        assertThat(patient.examined("nodes").findings()).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.cause())
                    .contains("the director sees no other node: reports arrive that are signed with a wrong key");
            assertThat(finding.remedy()).contains("the same cluster.keyFile");
        });
        assertThat(patient.examined("reports").findings()).hasSize(1);
    }

    @Test
    void shouldExplainEveryCounterOfDroppedFrames() {
        assertThat(Stream.of(EngineCounter.values(), SteeringCounter.values(), ConductorCounter.values())
                        .flatMap(Stream::of)
                        .map(counter -> CounterSet.label((Enum<?>) counter))
                        .filter(label -> label.startsWith("drop-")))
                .isNotEmpty()
                .allSatisfy(label -> assertThat(KnownLoss.of(label)).isPresent());
    }

    @Test
    void shouldCallLossesHarmlessThatAre() {
        Patient patient = new Patient().with(growing("drop-foreign-unicast"));

        assertThat(patient.examined("drops").outcome()).isEqualTo(Outcome.OK);
        assertThat(patient.examined("drops").summary())
                .isEqualTo("none that matter grew in 2 s; harmless: drop-foreign-unicast +5");
    }

    @Test
    void shouldLeaveToTheDirectorWhatItAloneKnows() {
        Patient patient = new Patient().with(backup -> backup.role = NodeRole.BACKUP);

        assertThat(patient.examined("sources").outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(Doctor.examine(patient.snapshot(), Patient.NOW).healthy()).isTrue();
    }

    @Test
    void shouldShowTheWarningsOfAnOlderDaemonThatTellsOfNoTroubles() {
        Patient patient = new Patient().with(old -> {
            old.troubles = null;
            old.warnings.add("(VI_51) this is wrong. Remedy: mend it");
        });

        assertThat(patient.examined("vrid").outcome()).isEqualTo(Outcome.CANNOT_TELL);
        assertThat(patient.examined("warnings").findings()).hasSize(1);
    }

    @Test
    void shouldSayFirstThatNoDaemonAnswersAndLookAtTheMachine() {
        Patient patient = new Patient().with(dead -> {
            dead.silence = "no daemon listens at /run/fairlead/n1/control.sock";
            dead.lastEvent = "the node cannot start: no interface eth0";
            dead.ioUringDisabled = 2;
        });
        List<Examination> checks =
                Doctor.examine(patient.snapshot(), Patient.NOW).checks();

        assertThat(checks.get(0).findings().get(0).cause())
                .isEqualTo(
                        "no daemon listens at /run/fairlead/n1/control.sock; the last it told: the node cannot start:"
                                + " no interface eth0");
        assertThat(checks.get(1).findings().get(0).cause()).startsWith("io_uring is switched off");
        assertThat(checks.subList(2, checks.size()))
                .extracting(Examination::outcome)
                .containsOnly(Outcome.CANNOT_TELL);
        patient.node = "";
        assertThat(patient.examined("daemon").findings().get(0).cause())
                .isEqualTo("no node was ever started on this machine");
    }
}
