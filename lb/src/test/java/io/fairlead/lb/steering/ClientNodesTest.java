package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNodesTest {

    private static final int CAPACITY = 16;
    private static final int TIMEOUT_SECONDS = 60;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(StickyTable.memoryLength(CAPACITY)));
    private final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    private final SteeringEvents events = new SteeringEvents();
    private final ClientNodes clients = clients();

    private ClientNodes clients() {
        return new ClientNodes(
                new Situation(new TestCluster(TestCluster.A).table()),
                Shard.only(),
                new StickyTable(memory, 1, CAPACITY, TIMEOUT_SECONDS),
                events,
                counters);
    }

    private static FlowKey flowOf(final String client) {
        final IpAddress address = IpAddress.parse(client);
        return new FlowKey().ip(address, 1, address, 2, IpProtocol.TCP);
    }

    private List<String> told() {
        final List<String> told = new ArrayList<>();
        events.poll(
                new SteeringEvents.Handler() {
                    @Override
                    public void onClientLearned(final IpAddress client, final int owner) {
                        told.add(client + " at " + owner);
                    }

                    @Override
                    public void onClientExpired(final IpAddress client) {
                        told.add(client + " expired");
                    }

                    @Override
                    public void onFlowUnknown(final FlowKey flow) {
                        told.add("unknown");
                    }

                    @Override
                    public void onFlowOwned(final FlowKey flow, final int asker) {
                        told.add("owned");
                    }

                    @Override
                    public void onFlowOrphaned(
                            final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
                        told.add("orphaned");
                    }

                    @Override
                    public void onSourceHeavy(
                            final IpAddress client, final int owner, final int connections, final int all) {
                        told.add("heavy " + client + " at " + owner + ": " + connections + " of " + all);
                    }

                    @Override
                    public void onSourceLight(final IpAddress client) {
                        told.add("light " + client);
                    }

                    @Override
                    public void onNodeClaimed(final int nodeId, final long mac, final boolean isReply) {
                        told.add("claimed");
                    }

                    @Override
                    public void onFlowProbed(final FlowKey flow, final long clientMac, final int clientTags) {
                        told.add("probed");
                    }

                    @Override
                    public void onConnectionOpened(
                            final FlowKey flow,
                            final int owner,
                            final long clientMac,
                            final int clientTags,
                            final boolean isNew) {
                        told.add("opened");
                    }

                    @Override
                    public void onConnectionClosed(final FlowKey flow) {
                        told.add("closed");
                    }

                    @Override
                    public void onConnectionsTold() {
                        told.add("all told");
                    }

                    @Override
                    public Explained explained() {
                        return new RecordedExplanation(told);
                    }
                },
                Integer.MAX_VALUE);
        return told;
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.51.0.50", "2001:db8::50", "fe80::1"})
    void shouldKnowTheNodeOfAClientAndTellOfItOnceAndWhenItExpires(final String client) {
        assertThat(clients.nodeOf(flowOf(client))).isZero();

        clients.opened(flowOf(client), 7, 0);
        clients.opened(flowOf(client), 7, 1);
        clients.suggest(flowOf(client).clientHigh(), flowOf(client).clientLow(), 8, 1);

        assertThat(clients.nodeOf(flowOf(client))).isEqualTo(7);
        assertThat(told()).containsExactly(client + " at 7");
        clients().announceAll();
        assertThat(told()).containsExactly(client + " at 7");
        clients.sweep(CAPACITY, TIMEOUT_SECONDS + 1);
        assertThat(clients.nodeOf(flowOf(client))).isZero();
        assertThat(told()).containsExactly(client + " expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.0.18", "::", "ff02::12"})
    void shouldLearnNothingOfAnAddressThatNoHostCanHave(final String client) {
        clients.opened(flowOf(client), 7, 0);
        clients.suggest(flowOf(client).clientHigh(), flowOf(client).clientLow(), 7, 0);

        assertThat(clients.nodeOf(flowOf(client))).isZero();
        assertThat(told()).isEmpty();
        assertThat(counters.get(SteeringCounter.STICKY_TABLE_FULL).get()).isZero();
    }

    @Test
    void shouldCountClientsThatFindNoRoom() {
        for (int i = 1; i <= CAPACITY; i++) {
            clients.opened(flowOf("2001:db8::" + i), 7, 0);
        }

        assertThat(counters.get(SteeringCounter.STICKY_TABLE_FULL).get()).isEqualTo(CAPACITY / 4);
    }
}
