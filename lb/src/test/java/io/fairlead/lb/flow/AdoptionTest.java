package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of some threads are divided anew among others. */
class AdoptionTest {

    private static final int CAPACITY = 1024;
    private static final int STICKY_SECONDS = 600;
    private static final int CLIENTS = 200;
    private static final int FIRST_CLIENT = 0x0A33_0100;
    private static final int VIP = 0x0A33_0064;
    private static final int OWNER = 0x0A33_0001;
    private static final int PROXY_PORT = 3128;
    private static final int TAG = 0x8000_0000;

    private static List<SteeringTables> tables(final int threads) {
        return IntStream.range(0, threads)
                .mapToObj(thread -> SteeringTables.inMemory(CAPACITY, STICKY_SECONDS))
                .toList();
    }

    private static FlowKey flow(final int client) {
        return new FlowKey().ipv4(FIRST_CLIENT + client, 40_000, VIP, 80, IpProtocol.TCP);
    }

    private static SteeringTables of(final List<SteeringTables> tables, final FlowKey flow) {
        return tables.get(ClientQueue.of(flow.clientHigh(), flow.clientLow(), tables.size()));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "2, 3", "3, 2"})
    void shouldMoveAllOfAClientToItsThread(final int before, final int after) {
        final List<SteeringTables> former = tables(before);
        for (int client = 0; client < CLIENTS; client++) {
            final FlowKey flow = flow(client);
            final SteeringTables own = of(former, flow);
            final int slot = own.flows().insert(flow, OWNER, FlowState.ESTABLISHED, client);
            own.flows().translation(slot, 61_000, PROXY_PORT);
            // different threads have seen them in different order
            own.flows().client(slot, 0x0200_0000_0000L + client, TAG | (1 + client % 3) << 16, -client);
            own.openings()
                    .insert(flow.ipv4(FIRST_CLIENT + client, 1, VIP, 80, IpProtocol.UDP), OWNER, FlowState.NEW, 1);
            own.clients().put(flow.clientHigh(), flow.clientLow(), OWNER + 1, client);
            own.translations().insert(flow(client), 61_000, PROXY_PORT, client);
        }
        final List<SteeringTables> next = tables(after);

        for (int thread = 0; thread < after; thread++) {
            final int number = thread;
            for (final SteeringTables from : former) {
                assertThat(next.get(thread).adopt(from, (high, low) -> ClientQueue.of(high, low, after) == number))
                        .isZero();
            }
        }

        for (int client = 0; client < CLIENTS; client++) {
            final FlowKey flow = flow(client);
            final SteeringTables own = of(next, flow);
            final int slot = own.flows().find(flow);
            assertThat(own.flows().owner(slot)).isEqualTo(OWNER);
            assertThat(own.flows().state(slot)).isEqualTo(FlowState.ESTABLISHED);
            assertThat(own.flows().lastSeenSeconds(slot)).isEqualTo(client);
            assertThat(own.flows().translatedPort(slot)).isEqualTo(61_000);
            assertThat(own.flows().clientMac(slot)).isEqualTo(0x0200_0000_0000L + client);
            assertThat(own.flows().clientTags(slot)).isEqualTo(TAG | (1 + client % 3) << 16);
            assertThat(own.flows().acknowledgment(slot)).isEqualTo(-client);
            final int sticky = own.clients().find(flow.clientHigh(), flow.clientLow());
            assertThat(own.clients().owner(sticky)).isEqualTo(OWNER + 1);
            final int translation =
                    own.translations().find(flow.clientHigh(), flow.clientLow(), 61_000, PROXY_PORT, IpProtocol.TCP);
            assertThat(own.translations().isFor(translation, flow)).isTrue();
        }
        assertThat(next.stream().mapToInt(tables -> tables.flows().size()).sum())
                .isEqualTo(CLIENTS);
        assertThat(next.stream().mapToInt(tables -> tables.openings().size()).sum())
                .isEqualTo(CLIENTS);
    }

    @ParameterizedTest
    @CsvSource({"16, 188", "64, 152"})
    void shouldTellHowManyFindNoRoom(final int capacity, final int left) {
        final FlowTable from = SteeringTables.inMemory(CAPACITY, STICKY_SECONDS).flows();
        for (int client = 0; client < CLIENTS; client++) {
            from.insert(flow(client), OWNER, FlowState.ESTABLISHED, client);
        }
        final FlowTable to = SteeringTables.inMemory(capacity, STICKY_SECONDS).flows();

        assertThat(to.adopt(from, (high, low) -> true)).isEqualTo(left);
        // the same again: what is there is there
        assertThat(to.adopt(from, (high, low) -> true)).isEqualTo(left);
    }
}
