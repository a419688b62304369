package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

/** Events to the conductor and commands from it come out as they went in. */
class SteeringQueuesTest {

    private static final FlowKey FLOW = new FlowKey().ipv4(0xFFFF_FFFE, 65_535, 0x8000_0001, 65_534, 17);
    private static final String FLOW_TEXT = "-2:65535>-2147483647:65534/17";

    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private final List<String> told = new ArrayList<>();

    private static String text(final FlowKey flow) {
        return flow.clientIpv4() + ":" + flow.clientPort() + ">" + flow.destinationIpv4() + ":" + flow.destinationPort()
                + "/" + flow.protocol();
    }

    private final class Commands implements SteeringCommands.Handler {

        @Override
        public void onLearnClient(final int client, final int owner, final boolean isCertain) {
            told.add("learn " + client + " " + owner + " " + isCertain);
        }

        @Override
        public void onFlowOwner(final FlowKey flow, final int owner, final boolean isClaimed) {
            told.add("owner " + text(flow) + " " + owner + " " + isClaimed);
        }

        @Override
        public void onFlowQueried(final FlowKey flow, final int asker) {
            told.add("queried " + text(flow) + " " + asker);
        }
    }

    private final class Events implements SteeringEvents.Handler {

        @Override
        public void onClientLearned(final int client, final int owner) {
            told.add("learned " + client + " " + owner);
        }

        @Override
        public void onClientExpired(final int client) {
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
    }

    @Test
    void shouldHandCommandsOverInOrder() {
        final SteeringCommands commands = new SteeringCommands(counters);
        commands.learnClient(-1, -2);
        commands.suggestClient(3, 4);
        commands.flowOwner(FLOW, 5, true);
        commands.flowOwner(FLOW, 6, false);
        commands.flowQueried(FLOW, 7);

        final int polled = commands.poll(
                (typeId, buffer, index, length) -> commands.dispatch(new Commands(), typeId, buffer, index), 100);

        assertThat(polled).isEqualTo(5);
        assertThat(told)
                .containsExactly(
                        "learn -1 -2 true",
                        "learn 3 4 false",
                        "owner " + FLOW_TEXT + " 5 true",
                        "owner " + FLOW_TEXT + " 6 false",
                        "queried " + FLOW_TEXT + " 7");
    }

    @Test
    void shouldHandEventsOverInOrderAndWithinTheLimit() {
        final SteeringEvents events = new SteeringEvents();
        events.clientLearned(-1, -2);
        events.clientExpired(-3);
        events.flowUnknown(FLOW);
        events.flowOwned(FLOW, 4);

        assertThat(events.poll(new Events(), 3)).isEqualTo(3);
        assertThat(events.poll(new Events(), 3)).isEqualTo(1);
        assertThat(told)
                .containsExactly("learned -1 -2", "expired -3", "unknown " + FLOW_TEXT, "owned " + FLOW_TEXT + " 4");
    }

    @Test
    void shouldRefuseEventsWhenFullAndTakeThemAgainWhenPolled() {
        final SteeringEvents events = new SteeringEvents();
        int taken = 0;
        while (events.clientLearned(taken, 1)) {
            taken++;
        }
        assertThat(taken).isGreaterThan(10_000);
        assertThat(events.flowUnknown(FLOW)).isFalse();
        assertThat(events.flowOwned(FLOW, 1)).isFalse();

        int polled = 0;
        for (int got = 1; got > 0; polled += got) {
            got = events.poll(new Events(), Integer.MAX_VALUE);
        }

        assertThat(polled).isEqualTo(taken);
        assertThat(events.clientExpired(1)).isTrue();
    }

    @Test
    void shouldCountCommandsThatFindNoRoom() {
        final SteeringCommands commands = new SteeringCommands(counters);
        final AtomicCounter lost = counters.get(SteeringCounter.STEERING_COMMANDS_LOST);
        int sent = 0;
        while (lost.get() == 0) {
            commands.learnClient(sent, 1);
            sent++;
        }
        assertThat(sent).isGreaterThan(10_000);

        commands.suggestClient(1, 1);
        commands.flowQueried(FLOW, 1);
        commands.flowOwner(FLOW, 1, true);

        assertThat(lost.get()).isEqualTo(4);
    }

    @Test
    void shouldCountEventsThatFindNoRoom() {
        final TestNode node = TestNode.of(TestCluster.A, TestCluster.A);
        while (node.events.clientExpired(1)) {
            assertThat(told).isEmpty();
        }

        node.fromWire(Fixture.toVip(Packets.tcp(TcpSegment.ACK), TestCluster.A, TestCluster.SAME_PORT));

        assertThat(node.count(SteeringCounter.STEERING_EVENTS_LOST)).isEqualTo(1);
    }
}
