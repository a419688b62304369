package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.Switch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two nodes do not hear each other for a while: each is director, and when it is over only the better one goes on. */
@Tag("long")
final class PartitionIT {
    private static final int VRID = 51;
    private static final int VRID_IPV6 = 61;
    private static final String VIRTUAL_IP = "10.51.0.100";
    private static final String VIRTUAL_IPV6 = "2001:db8:51::100";
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                priority: %1$d
                startupDelay: 0s
                virtualIps: [10.51.0.100/24]
              - id: 61
                version: 3
                priority: %1$d
                startupDelay: 0s
                virtualIps: ['fe80::51:100/64', '2001:db8:51::100/64']
            """ + Pair.CLUSTER;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    // What a busy machine may add, and less than another interval.
    private static final Duration SLACK = Duration.ofMillis(500);

    enum Cut {
        /** The clients hear both nodes, and believe who spoke last. */
        BETWEEN_NODES_ALONE("cut-nodes") {
            @Override
            void begin(final Switch network) {
                network.separate(Pair.A, Pair.B);
            }

            @Override
            void end(final Switch network) {
                network.join(Pair.A, Pair.B);
            }

            @Override
            FairleadPeer directorOf(final Pair pair, final String client) {
                return pair.b();
            }
        },
        /** Each node has a part of the network, with a client in it. */
        THROUGH_THE_NETWORK("cut-network") {
            @Override
            void begin(final Switch network) {
                network.cutOff(Pair.B, Pair.CLIENT_OF_B);
            }

            @Override
            void end(final Switch network) {
                network.heal(Pair.B, Pair.CLIENT_OF_B);
            }

            @Override
            FairleadPeer directorOf(final Pair pair, final String client) {
                return client.equals(Pair.CLIENT_OF_A) ? pair.a() : pair.b();
            }
        };

        private final String lab;

        Cut(final String lab) {
            this.lab = lab;
        }

        abstract void begin(Switch network);

        abstract void end(Switch network);

        /** Whom a client takes for the director meanwhile. */
        abstract FairleadPeer directorOf(Pair pair, String client);
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void shouldHaveOneDirectorAfterAnIntervalAndNoWrongClientAfterTwoWhenAPartitionHeals(final Cut cut) {
        try (Pair pair = Pair.open(cut.lab)) {
            pair.a().configure(CONFIGURATION.formatted(200));
            pair.b().configure(CONFIGURATION.formatted(100));
            final Capture capture = pair.segment().capture(Pair.CLIENT_OF_B);
            pair.a().start();
            pair.b().start();
            pair.awaitDirector(pair.a(), VRID, VRID_IPV6);
            awaitClients(pair, client -> pair.a());

            cut.begin(pair.segment().network());
            pair.awaitState("MASTER", pair.b(), VRID, VRID_IPV6);
            awaitClients(pair, client -> cut.directorOf(pair, client));
            assertThat(pair.isIn("MASTER", pair.a(), VRID, VRID_IPV6)).isTrue();

            cut.end(pair.segment().network());
            final long healedMs = System.currentTimeMillis();
            pair.await("all clients at a", () -> clients().allMatch(client -> isKnown(pair, client, pair.a())));
            final Duration corrected = Duration.ofMillis(System.currentTimeMillis() - healedMs);
            final List<Duration> silenced = Stream.of(VRID, VRID_IPV6)
                    .map(vrid -> untilSilent(pair, capture, vrid, healedMs))
                    .toList();

            System.out.println("healed (" + cut + "): the lower director was silent after " + silenced
                    + ", all clients right after " + corrected);
            assertThat(silenced).allMatch(after -> after.compareTo(INTERVAL.plus(SLACK)) < 0);
            assertThat(corrected).isLessThan(INTERVAL.multipliedBy(2).plus(SLACK));
            pair.awaitDirector(pair.a(), VRID, VRID_IPV6);
            assertThat(clients()).allMatch(client -> isKnown(pair, client, pair.a()));
            pair.await("its reason in the log", () -> pair.b().logText().contains("Received higher prio advert"));
        }
    }

    private interface Expected {
        FairleadPeer directorOf(String client);
    }

    /** Waits until the virtual IPs answer every client, each from the node that is expected. */
    private static void awaitClients(final Pair pair, final Expected expected) {
        clients()
                .forEach(client -> pair.await(
                        "both virtual IPs answer " + client,
                        () -> pair.client(client).pings(VIRTUAL_IP)
                                && pair.client(client).pings(VIRTUAL_IPV6)
                                && isKnown(pair, client, expected.directorOf(client))));
    }

    private static boolean isKnown(final Pair pair, final String name, final FairleadPeer node) {
        final Client client = pair.client(name);
        return client.neighbourMac(VIRTUAL_IP).equals(node.virtualIpMac())
                && client.neighbourMac(VIRTUAL_IPV6).equals(node.virtualIpMac());
    }

    private static Stream<String> clients() {
        return Stream.of(Pair.CLIENT_OF_A, Pair.CLIENT_OF_B);
    }

    /** How long b went on as a director, by the wire, until a has advertised alone for two intervals. */
    private static Duration untilSilent(final Pair pair, final Capture capture, final int vrid, final long healedMs) {
        final long healedNs = TimeUnit.MILLISECONDS.toNanos(healedMs);
        pair.await("a advertises alone", () -> {
            final long lastOfB = lastNs(Pair.advertisements(capture, pair.b(), vrid));
            return lastNs(Pair.advertisements(capture, pair.a(), vrid))
                    > Math.max(lastOfB, healedNs) + INTERVAL.multipliedBy(2).toNanos();
        });
        return Duration.ofNanos(Math.max(0, lastNs(Pair.advertisements(capture, pair.b(), vrid)) - healedNs));
    }

    private static long lastNs(final List<CapturedAdvertisement> advertisements) {
        return advertisements.get(advertisements.size() - 1).epochNs();
    }
}
