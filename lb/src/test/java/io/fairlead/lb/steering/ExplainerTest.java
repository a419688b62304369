package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.toVip;
import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.C;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Director A or a backup is asked where a client's connections go. */
class ExplainerTest {

    private static final Packets SYN = toVip(Packets.syn(), A, SAME_PORT);
    private static final Packets ACK = toVip(Packets.tcp(TcpSegment.ACK), A, SAME_PORT);
    private static final FlowKey NEW_FLOW = new FlowKey().ipv4(CLIENT, 0, 0, SAME_PORT, IpProtocol.TCP);

    private final TestNode node = TestNode.of(A, A);

    private static List<String> ask(final TestNode asked, final FlowKey flow) {
        asked.told();
        asked.commands.explain(flow, 7);
        asked.cycle();
        return asked.told();
    }

    private List<String> ask() {
        return ask(node, NEW_FLOW);
    }

    private static void connect(final TestNode to, final int client, final int clientPort) {
        to.fromWire(SYN.from(client, clientPort));
        to.fromWire(ACK.from(client, clientPort));
    }

    @Test
    void shouldNameThePolicysChoiceAndEveryCandidateWhenTheClientIsNew() {
        node.publish(cluster -> cluster.score(30, 20, 10).eligible(C, false));

        assertThat(ask())
                .containsExactly(
                        "7 POLICY 10.51.0.2 director true sticky 0.0.0.0 0",
                        "7 candidate 10.51.0.1 true 30+0",
                        "7 candidate 10.51.0.2 true 20+0",
                        "7 candidate 10.51.0.3 false 10+0",
                        "7 end 0");
    }

    @Test
    void shouldNameTheNodeThatTheNextClientGetsAndChangeNothingByAsking() {
        for (int client = 0; client < 50; client++) {
            final String first = ask().get(0);
            assertThat(ask().get(0)).isEqualTo(first);

            node.fromWire(SYN.from(CLIENT + 100 + client, 40_000));

            final String told = ask(node, new FlowKey().ipv4(CLIENT + 100 + client, 0, 0, SAME_PORT, IpProtocol.TCP))
                    .get(0);
            assertThat(told).isEqualTo(first.replace("POLICY", "RECENT"));
        }
    }

    @Test
    void shouldNameTheNodeOfTheClientsAddressWhenThatDecides() {
        node.publish(cluster -> cluster.byAddress(0, 100, 0).eligible(A, false).eligible(C, false));
        assertThat(ask().get(0)).startsWith("7 POLICY 10.51.0.2 ");

        node.publish(
                cluster -> cluster.byAddress(100, 100, 100).eligible(A, true).eligible(C, true));
        for (int client = CLIENT + 100; client < CLIENT + 150; client++) {
            final FlowKey flow = new FlowKey().ipv4(client, 0, 0, SAME_PORT, IpProtocol.TCP);
            final String before = ask(node, flow).get(0);
            node.fromWire(SYN.from(client, 40_000));

            assertThat(ask(node, flow)).contains(before.replace("POLICY", "RECENT"), "7 candidate 10.51.0.1 true 0+0");
        }
    }

    @Test
    void shouldTellWhatWasAddedToAScoreSinceTheNodesReport() {
        node.publish(cluster -> cluster.score(100, 0, 100));
        node.fromWire(SYN.from(CLIENT + 1, 40_000));
        node.fromWire(SYN.from(CLIENT + 2, 40_000));

        assertThat(ask()).contains("7 candidate 10.51.0.2 true 0+20");
    }

    @Test
    void shouldTellTheStickyNodeAndItsAgeWhenTheClientStaysWithOne() {
        node.publish(cluster -> cluster.best(B));
        node.stick(CLIENT, C);
        node.pass(12);

        assertThat(ask().get(0)).isEqualTo("7 STICKY 10.51.0.3 director true sticky 10.51.0.3 12");
    }

    @Test
    void shouldTellWhoTakesTheClientWhenItsStickyNodeTakesNoNewClients() {
        node.publish(cluster -> cluster.best(B).eligible(C, false));
        node.stick(CLIENT, C);

        assertThat(ask().get(0)).isEqualTo("7 POLICY 10.51.0.2 director true sticky 10.51.0.3 0");
    }

    @Test
    void shouldTellThatAPassivePortIsTheClientsNodesAlsoWhenThatTakesNoNewClients() {
        final FlowKey data = new FlowKey().ipv4(CLIENT, 0, 0, TestCluster.PASSIVE_PORT, IpProtocol.TCP);
        node.publish(cluster -> cluster.best(B).eligible(C, false));
        assertThat(ask(node, data).get(0)).startsWith("7 POLICY 10.51.0.2 ");

        node.stick(CLIENT, C);

        assertThat(ask(node, data).get(0)).startsWith("7 PASSIVE 10.51.0.3 ");
    }

    @Test
    void shouldSaySoWhenNobodyTakesNewClients() {
        node.publish(cluster -> cluster.eligible(A, false).eligible(B, false).eligible(C, false));

        assertThat(ask().get(0)).isEqualTo("7 NOBODY 0.0.0.0 director true sticky 0.0.0.0 0");
    }

    @Test
    void shouldSaySoWhenThePortIsNotRedirected() {
        node.stick(CLIENT, C);

        assertThat(ask(node, new FlowKey().ipv4(CLIENT, 0, 0, 22, IpProtocol.TCP))
                        .get(0))
                .isEqualTo("7 NOT_REDIRECTED 0.0.0.0 director true sticky 10.51.0.3 0");
    }

    @Test
    void shouldTellTheConnectionsOfTheClientAlone() {
        node.publish(cluster -> cluster.best(B));
        connect(node, CLIENT, 40_000);
        node.pass(5);
        node.fromWire(SYN.from(CLIENT, 40_001));
        connect(node, CLIENT + 1, 40_000);

        assertThat(ask())
                .contains(
                        "7 flow 10.51.0.50 40000>10.51.0.100 9090/6 10.51.0.2 2 idle 5 translated 0 0",
                        "7 flow 10.51.0.50 40001>10.51.0.100 9090/6 10.51.0.2 1 idle 0 translated 0 0",
                        "7 end 2")
                .noneMatch(told -> told.contains("10.51.0.51"));
    }

    @Test
    void shouldTellItsOwnConnectionsAndThatABackupDoesNotSteer() {
        final TestNode backup = TestNode.of(B, A);
        final Packets syn = toVip(Packets.syn(), B, TRANSLATED_PORT);
        backup.fromWire(syn.macs(TestCluster.mac(A), TestCluster.mac(B)));

        final List<String> told = ask(backup, NEW_FLOW);

        assertThat(told.get(0)).startsWith("7 POLICY ").contains("director false");
        assertThat(told)
                .contains("7 flow 10.51.0.50 40000>10.51.0.100 80/6 10.51.0.2 1 idle 0 translated 40000 " + PROXY_PORT);
    }

    @Test
    void shouldTellTheConnectionsOfAnIpv6ClientToo() {
        final IpAddress client = IpAddress.parse("2001:db8::50");
        final FlowKey flow =
                new FlowKey().ip(client, 40_000, IpAddress.parse("2001:db8::100"), SAME_PORT, IpProtocol.TCP);
        node.answer(flow, C, true);
        node.commands.learnClient(client, ip(B));
        node.cycle();

        assertThat(ask(node, flow))
                .contains(
                        "7 STICKY 10.51.0.2 director true sticky 10.51.0.2 0",
                        "7 flow 2001:db8::50 40000>2001:db8::100 9090/6 10.51.0.3 2 idle 0 translated 0 0",
                        "7 end 1");
    }

    @Test
    void shouldTellABoundedNumberOfConnectionsAndCountTheRest() {
        for (int port = 0; port < 300; port++) {
            node.answer(flow(CLIENT, port), B, true);
        }

        final List<String> told = ask();

        assertThat(told.stream().filter(line -> line.contains(" flow ")).distinct())
                .hasSize(Explained.MOST_FLOWS);
        assertThat(told).endsWith("7 end 300");
    }

    @Test
    void shouldSpreadTheSearchOverDutyCyclesWhenTheTablesAreLarge() {
        final TestNode large = TestNode.ofCapacity(A, A, 1 << 14);
        final long idleNs = large.steering.nextDeadlineNs() - large.nowNs();
        large.answer(flow(CLIENT, 1), B, true);

        assertThat(ask(large, NEW_FLOW)).hasSize(4).noneMatch(told -> told.contains(" end "));
        assertThat(large.steering.nextDeadlineNs() - large.nowNs()).isEqualTo(Explainer.SEARCH_INTERVAL_NS);
        int cycles = 1;
        for (List<String> told = List.of(); !told.contains("7 end 1"); told = large.told()) {
            large.cycle();
            cycles++;
        }

        assertThat(cycles).isEqualTo(2 * (1 << 14) / 4096);
        assertThat(large.steering.nextDeadlineNs() - large.nowNs()).isEqualTo(idleNs);
    }

    @Test
    void shouldTellAConnectionThatIsEstablishedDuringTheSearch() {
        final TestNode large = TestNode.ofCapacity(A, A, 1 << 14);
        large.fromWire(SYN);
        assertThat(ask(large, NEW_FLOW)).isNotEmpty();

        large.fromWire(ACK);
        large.pass(2);

        assertThat(large.told()).anyMatch(told -> told.startsWith("7 flow 10.51.0.50 40000>"));
    }

    @Test
    void shouldAnswerTheLaterQuestionWhenAnotherIsAsked() {
        final TestNode large = TestNode.ofCapacity(A, A, 1 << 14);
        ask(large, NEW_FLOW);
        large.commands.explain(NEW_FLOW, 8);
        large.pass(3);

        assertThat(large.told()).contains("8 end 0").doesNotContain("7 end 0");
    }

    @Test
    void shouldTellTheRestLaterWhenTheEventsFindNoRoom() {
        final TestNode large = TestNode.ofCapacity(A, A, 1 << 14);
        large.answer(flow(CLIENT, 1), B, true);
        ask(large, NEW_FLOW);
        while (large.events.clientExpired(0, 1)) {
            assertThat(large.count(SteeringCounter.STEERING_EVENTS_LOST)).isZero();
        }
        large.pass(3);

        for (int polled = 1; polled > 0; ) {
            polled = large.told().size();
        }
        large.pass(3);

        assertThat(large.told())
                .contains("7 flow 10.51.0.50 1>10.51.0.100 9090/6 10.51.0.2 2 idle 3 translated 0 0", "7 end 1");
    }

    @Test
    void shouldCountAQuestionThatCannotBeAnswered() {
        while (node.events.clientExpired(0, 1)) {
            assertThat(node.count(SteeringCounter.STEERING_EVENTS_LOST)).isZero();
        }
        node.commands.explain(NEW_FLOW, 7);
        node.cycle();

        assertThat(node.count(SteeringCounter.STEERING_EVENTS_LOST)).isEqualTo(1);
        assertThat(node.told()).noneMatch(told -> told.startsWith("7 "));
    }

    @Test
    void shouldAllocateNothingWhenAnswering() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int port = 0; port < 20; port++) {
            node.answer(flow(CLIENT, port), B, true);
        }
        long allocated = 0;
        for (int question = 0; question < 2_000; question++) {
            node.commands.explain(NEW_FLOW, question);
            final long before = threads.getCurrentThreadAllocatedBytes();
            node.cycle();
            allocated = question < 1_000 ? 0 : allocated + threads.getCurrentThreadAllocatedBytes() - before;
            // a poll ends where the memory of the events does
            assertThat(node.told().size() + node.told().size()).isEqualTo(25);
        }

        assertThat(allocated / 1_000.0).isLessThan(1);
    }

    private static FlowKey flow(final int client, final int port) {
        return new FlowKey().ipv4(client, port, VIP, SAME_PORT, IpProtocol.TCP);
    }
}
