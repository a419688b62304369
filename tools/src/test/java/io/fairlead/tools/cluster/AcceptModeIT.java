package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Client;
import org.junit.jupiter.api.Test;

/** What a director answers at a virtual IP beside redirected connections. */
final class AcceptModeIT {
    private static final int REDIRECTED = 9090;
    private static final int OTHER = 2222;
    private static final String CLOSED = "10.51.0.100";
    private static final String OPEN = "10.51.0.101";
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                acceptMode: false
                virtualIps: [10.51.0.100/24]
              - id: 52
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                virtualIps: [10.51.0.101/24]
            redirects:
              - protocol: greeting
                originalPorts: [9090]
            """ + Pair.CLUSTER;

    @Test
    void shouldAnswerNothingButRedirectedPortsWhenAcceptModeIsOff() {
        try (Pair pair = Pair.open("accept")) {
            serve(pair, REDIRECTED, "redirected");
            serve(pair, OTHER, "other");
            pair.a().configure(CONFIGURATION);
            pair.a().start();
            pair.awaitState("MASTER", pair.a(), 51, 52);
            final Client client = pair.client(Pair.CLIENT_OF_A);

            pair.await("the redirect healthy", () -> client.banner(CLOSED, REDIRECTED)
                    .equals("redirected"));
            assertThat(client.banner(CLOSED, OTHER)).doesNotContain("other");
            assertThat(client.pings(CLOSED)).isFalse();
            // its neighbours find the address all the same
            assertThat(client.neighbourMac(CLOSED)).isEqualTo(pair.a().virtualIpMac());

            assertThat(client.banner(OPEN, REDIRECTED)).isEqualTo("redirected");
            assertThat(client.banner(OPEN, OTHER)).isEqualTo("other");
            assertThat(client.pings(OPEN)).isTrue();
        }
    }

    private static void serve(final Pair pair, final int port, final String greeting) {
        pair.segment()
                .start(Pair.A, greeting, "socat", "TCP4-LISTEN:" + port + ",reuseaddr,fork", "SYSTEM:echo " + greeting);
    }
}
