package io.fairlead.netstack.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.Ipv6Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientQueueTest {

    private static final int CLIENTS = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void shouldShareAddressesThatFollowEachOtherEvenly(final int queues) {
        final int[] ipv4 = new int[queues];
        final int[] ipv6 = new int[queues];
        final int[] networks = new int[queues];
        for (int client = 0; client < CLIENTS; client++) {
            ipv4[ClientQueue.of(0, Ipv6Address.mappedLow(0x0A33_0000 + client), queues)]++;
            ipv6[ClientQueue.of(0x2001_0DB8_0000_0000L, client, queues)]++;
            networks[ClientQueue.of(0x2001_0DB8_0000_0000L + client, 1, queues)]++;
        }
        for (int queue = 0; queue < queues; queue++) {
            assertThat(ipv4[queue]).isBetween(CLIENTS * 9 / 10 / queues, CLIENTS * 11 / 10 / queues);
            assertThat(ipv6[queue]).isBetween(CLIENTS * 9 / 10 / queues, CLIENTS * 11 / 10 / queues);
            assertThat(networks[queue]).isBetween(CLIENTS * 9 / 10 / queues, CLIENTS * 11 / 10 / queues);
        }
    }
}
