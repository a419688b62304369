package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

/** Events to the conductor and commands from it come out as they went in. */
class SteeringQueuesTest {

    private static final IpAddress IPV4 = IpAddress.parse("255.255.255.254");
    private static final IpAddress IPV6 = IpAddress.parse("fedc:ba98:7654:3210:123:4567:89ab:cdef");
    private static final FlowKey FLOW = new FlowKey().ipv4(0xFFFF_FFFE, 65_535, 0x8000_0001, 65_534, 17);
    private static final String FLOW_TEXT = "255.255.255.254 65535>128.0.0.1 65534/17";
    private static final FlowKey FLOW_IPV6 = new FlowKey().ip(IPV6, 65_535, IpAddress.parse("8000::1"), 1, 6);
    private static final String FLOW_IPV6_TEXT = IPV6 + " 65535>8000::1 1/6";

    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private final List<String> told = new ArrayList<>();

    private static String text(final FlowKey flow) {
        return flow.client() + " " + flow.clientPort() + ">" + flow.destination() + " " + flow.destinationPort() + "/"
                + flow.protocol();
    }

    private final class Commands implements SteeringCommands.Handler {

        @Override
        public void onLearnClient(
                final long clientHigh, final long clientLow, final int owner, final boolean isCertain) {
            told.add("learn " + IpAddress.ofMapped(clientHigh, clientLow) + " " + owner + " " + isCertain);
        }

        @Override
        public void onFlowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
            told.add("owner " + text(flow) + " " + owner + " " + isClaimed);
        }

        @Override
        public void onFlowQueried(final FlowKey flow, final int asker) {
            told.add("queried " + text(flow) + " " + asker);
        }

        @Override
        public void onExplain(final FlowKey flow, final int question) {
            told.add("explain " + text(flow) + " " + question);
        }

        @Override
        public void onTellConnections() {
            told.add("tell all");
        }

        @Override
        public void onConnectionOpen(final FlowKey flow, final int owner, final long clientMac, final int clientTags) {
            told.add("open " + text(flow) + " " + owner + " " + MacAddress.format(clientMac) + " " + clientTags);
        }

        @Override
        public void onConnectionEnded(final FlowKey flow) {
            told.add("ended " + text(flow));
        }

        @Override
        public void onConnectionsBegin() {
            told.add("begin");
        }

        @Override
        public void onConnectionsComplete() {
            told.add("complete");
        }
    }

    private final class Events implements SteeringEvents.Handler {

        @Override
        public void onClientLearned(final IpAddress client, final int owner) {
            told.add("learned " + client + " " + owner);
        }

        @Override
        public void onClientExpired(final IpAddress client) {
            told.add("expired " + client);
        }

        @Override
        public void onFlowUnknown(final FlowKey flow) {
            told.add("unknown " + text(flow));
        }

        @Override
        public void onFlowOwned(final FlowKey flow, final int asker) {
            told.add("owned " + text(flow) + " " + asker);
        }

        @Override
        public void onFlowOrphaned(final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
            told.add("orphaned " + text(flow) + " " + MacAddress.format(clientMac) + " " + clientTags + " " + sequence);
        }

        @Override
        public void onSourceHeavy(final IpAddress client, final int owner, final int connections, final int all) {
            told.add("heavy " + client + " at " + owner + ": " + connections + " of " + all);
        }

        @Override
        public void onSourceLight(final IpAddress client) {
            told.add("light " + client);
        }

        @Override
        public void onNodeClaimed(final int nodeId, final long mac, final boolean isReply) {
            told.add("claimed " + nodeId + " " + MacAddress.format(mac) + " " + isReply);
        }

        @Override
        public void onFlowProbed(final FlowKey flow, final long clientMac, final int clientTags) {
            told.add("probed " + text(flow) + " " + MacAddress.format(clientMac) + " " + clientTags);
        }

        @Override
        public void onConnectionOpened(
                final FlowKey flow, final int owner, final long clientMac, final int clientTags, final boolean isNew) {
            told.add("opened " + text(flow) + " " + owner + " " + MacAddress.format(clientMac) + " " + clientTags + " "
                    + isNew);
        }

        @Override
        public void onConnectionClosed(final FlowKey flow) {
            told.add("closed " + text(flow));
        }

        @Override
        public void onConnectionsTold() {
            told.add("all told");
        }

        @Override
        public Explained explained() {
            return new RecordedExplanation(told);
        }
    }

    @Test
    void shouldHandCommandsOverInOrder() {
        final SteeringCommands commands = new SteeringCommands(counters);
        commands.learnClient(IPV4, -2);
        commands.learnClient(IPV6, -3);
        commands.suggestClient(IPV6, 4);
        commands.flowOwner(FLOW, 5, true);
        commands.flowOwner(FLOW, 6, false);
        commands.flowQueried(FLOW, 7);
        commands.flowQueried(FLOW_IPV6, 8);
        commands.explain(FLOW_IPV6, -9);
        commands.tellConnections();
        commands.connectionsBegin();
        commands.connectionOpen(FLOW_IPV6, 10, 0x0200_0000_0C01L, -11);
        commands.connectionEnded(FLOW);
        commands.connectionsComplete();

        final int polled = commands.poll(
                (typeId, buffer, index, length) -> commands.dispatch(new Commands(), typeId, buffer, index), 100);

        assertThat(polled).isEqualTo(13);
        assertThat(told)
                .containsExactly(
                        "learn " + IPV4 + " -2 true",
                        "learn " + IPV6 + " -3 true",
                        "learn " + IPV6 + " 4 false",
                        "owner " + FLOW_TEXT + " 5 true",
                        "owner " + FLOW_TEXT + " 6 false",
                        "queried " + FLOW_TEXT + " 7",
                        "queried " + FLOW_IPV6_TEXT + " 8",
                        "explain " + FLOW_IPV6_TEXT + " -9",
                        "tell all",
                        "begin",
                        "open " + FLOW_IPV6_TEXT + " 10 02:00:00:00:0c:01 -11",
                        "ended " + FLOW_TEXT,
                        "complete");
    }

    @Test
    void shouldHandEventsOverInOrderAndWithinTheLimit() {
        final SteeringEvents events = new SteeringEvents();
        events.clientLearned(0, IPV4.mappedLow(), -2);
        events.clientExpired(IPV6.high(), IPV6.low());
        events.flowUnknown(FLOW);
        events.flowOwned(FLOW_IPV6, 4);
        events.flowOrphaned(FLOW, 0x0200_0000_0C01L, -6, -5);
        events.flowProbed(FLOW_IPV6, 0x0200_0000_0C01L, -7);
        events.connectionOpened(FLOW, 8, 0x0200_0000_0C01L, -9, true);
        events.connectionOpened(FLOW_IPV6, 8, 0, 0, false);
        events.connectionClosed(FLOW_IPV6);
        events.connectionsTold();
        events.nodeClaimed(-6, 0xFE00_0000_0C02L, true);
        events.nodeClaimed(7, 1, false);

        assertThat(events.poll(new Events(), 3)).isEqualTo(3);
        assertThat(events.poll(new Events(), 10)).isEqualTo(9);
        assertThat(told)
                .containsExactly(
                        "learned " + IPV4 + " -2",
                        "expired " + IPV6,
                        "unknown " + FLOW_TEXT,
                        "owned " + FLOW_IPV6_TEXT + " 4",
                        "orphaned " + FLOW_TEXT + " 02:00:00:00:0c:01 -6 -5",
                        "probed " + FLOW_IPV6_TEXT + " 02:00:00:00:0c:01 -7",
                        "opened " + FLOW_TEXT + " 8 02:00:00:00:0c:01 -9 true",
                        "opened " + FLOW_IPV6_TEXT + " 8 00:00:00:00:00:00 0 false",
                        "closed " + FLOW_IPV6_TEXT,
                        "all told",
                        "claimed -6 fe:00:00:00:0c:02 true",
                        "claimed 7 00:00:00:00:00:01 false");
    }

    @Test
    void shouldHandAnswersOverInOrder() {
        final SteeringEvents events = new SteeringEvents();
        events.explainedChoice(-1, ChosenBy.POLICY, TestCluster.ip(1), true, TestCluster.ip(2), 4);
        events.explainedCandidate(
                2,
                new SteeringTable.Node(TestCluster.ip(0), 0, SteeringTable.Readiness.OPEN, 0, 1L << 40, 10, 3, 100),
                true,
                1L << 41);
        events.explainedFlow(3, FLOW_IPV6, TestCluster.ip(2), 5, 6, 65_535, 65_534);
        events.explainedEnd(7, 8);

        assertThat(events.poll(new Events(), 100)).isEqualTo(4);
        assertThat(told)
                .containsExactly(
                        "-1 POLICY 10.51.0.2 director true sticky 10.51.0.3 4",
                        "2 candidate 10.51.0.1 true 1099511627776+2199023255552",
                        "3 flow " + IPV6 + " 65535>8000::1 1/6 10.51.0.3 5 idle 6 translated 65535 65534",
                        "7 end 8");
    }

    @Test
    void shouldRefuseEventsWhenFullAndTakeThemAgainWhenPolled() {
        final SteeringEvents events = new SteeringEvents();
        int taken = 0;
        while (events.clientLearned(IPV6.high(), taken, 1)) {
            taken++;
        }
        assertThat(taken).isGreaterThan(3 * 65_536 / 4);
        assertThat(events.flowUnknown(FLOW)).isFalse();
        assertThat(events.flowOwned(FLOW, 1)).isFalse();
        assertThat(events.explainedChoice(1, ChosenBy.NOBODY, 1, true, 1, 1)).isFalse();
        assertThat(events.explainedCandidate(
                        1, new SteeringTable.Node(1, 1, SteeringTable.Readiness.OPEN, 0, 1, 1, 1, 1), true, 1))
                .isFalse();
        assertThat(events.explainedFlow(1, FLOW, 1, 1, 1, 1, 1)).isFalse();

        int polled = 0;
        for (int got = 1; got > 0; polled += got) {
            got = events.poll(new Events(), Integer.MAX_VALUE);
        }

        assertThat(polled).isEqualTo(taken);
        assertThat(events.clientExpired(0, 1)).isTrue();
    }

    @Test
    void shouldCountCommandsThatFindNoRoom() {
        final SteeringCommands commands = new SteeringCommands(counters);
        final AtomicCounter lost = counters.get(SteeringCounter.STEERING_COMMANDS_LOST);
        int sent = 0;
        while (lost.get() == 0) {
            commands.learnClient(IPV6, 1);
            sent++;
        }
        assertThat(sent).isGreaterThan(10_000);

        commands.suggestClient(IPV4, 1);
        commands.flowQueried(FLOW, 1);
        commands.flowOwner(FLOW, 1, true);

        assertThat(lost.get()).isEqualTo(4);
    }

    @Test
    void shouldCountEventsThatFindNoRoom() {
        final TestNode node = TestNode.of(TestCluster.A, TestCluster.A);
        while (node.events.clientExpired(0, 1)) {
            assertThat(told).isEmpty();
        }

        node.fromWire(Fixture.toVip(Packets.tcp(TcpSegment.ACK), TestCluster.A, TestCluster.SAME_PORT));

        assertThat(node.count(SteeringCounter.STEERING_EVENTS_LOST)).isEqualTo(1);
    }
}
