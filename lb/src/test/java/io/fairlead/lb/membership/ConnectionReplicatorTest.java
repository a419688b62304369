package io.fairlead.lb.membership;

import static io.fairlead.lb.membership.ConnectionFollower.FIRST_REQUEST_DELAY_NS;
import static io.fairlead.lb.membership.ConnectionPublisher.DELAY_NS;
import static io.fairlead.lb.membership.ConnectionPublisher.SNAPSHOT_INTERVAL_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.report.Connections;
import io.fairlead.lb.report.ConnectionsRequest;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FlowTuple;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A director with some connections, and a node that follows it over a network that may lose messages. */
final class ConnectionReplicatorTest {

    private static final int DIRECTOR = 1;
    private static final int FOLLOWER = 2;
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1000 * MS;

    private final Set<FlowTuple> open = new HashSet<>();
    private final Replica replica = new Replica();
    private final List<Body> sent = new ArrayList<>();
    private final ConnectionReplicator director = new ConnectionReplicator(this::tellAll, new Replica());
    private final ConnectionReplicator follower = new ConnectionReplicator(() -> {}, replica);
    private long nowNs = Long.MAX_VALUE - 3 * SECOND_NS;
    private boolean isTelling;
    private double loss;
    private Random random = new Random(0);

    /** As the data path does it. */
    private static final class Replica implements ConnectionReplica {

        private final Map<FlowTuple, Integer> round = new HashMap<>();
        private int rounds;

        @Override
        public void put(final Connection connection) {
            if (connection.isOpen()) {
                round.put(connection.flow(), rounds);
            } else {
                round.remove(connection.flow());
            }
        }

        @Override
        public void begin() {
            rounds++;
        }

        @Override
        public void complete() {
            round.values().removeIf(heard -> heard < rounds);
        }
    }

    private void tellAll() {
        isTelling = true;
    }

    private static FlowTuple flow(final int port) {
        return new FlowTuple(6, IpAddress.parse("10.51.0.201"), port, IpAddress.parse("10.51.0.100"), 9090);
    }

    private void open(final int port) {
        open.add(flow(port));
        director.changed(new Connection(flow(port), 7, 8, 9, true), nowNs);
    }

    private void close(final int port) {
        open.remove(flow(port));
        director.changed(new Connection(flow(port), 0, 0, 0, false), nowNs);
    }

    private void start() {
        director.publish(nowNs);
        follower.follow(new Destination(DIRECTOR, 11), nowNs);
    }

    private void run(final long durationNs) {
        for (final long endNs = nowNs + durationNs; nowNs - endNs < 0; nowNs += MS) {
            if (isTelling) {
                isTelling = false;
                open.forEach(flow -> director.held(new Connection(flow, 7, 8, 9, true), nowNs));
                director.allHeld();
            }
            director.poll(nowNs, (to, body) -> {
                assertThat(to).isEqualTo(Destination.ALL);
                sent.add(body);
                if (random.nextDouble() >= loss) {
                    follower.onMessage(DIRECTOR, body, nowNs);
                }
            });
            follower.poll(nowNs, (to, body) -> {
                assertThat(to.nodeId()).isEqualTo(DIRECTOR);
                sent.add(body);
                if (random.nextDouble() >= loss) {
                    director.onMessage(FOLLOWER, body, nowNs);
                }
            });
        }
    }

    private List<Connection> told() {
        return sent.stream()
                .filter(Connections.class::isInstance)
                .flatMap(body -> ((Connections) body).connections().stream())
                .toList();
    }

    @Test
    void shouldTellAFollowerOfAllThatAreOpenAndOfEachThatBeginsOrEnds() {
        open(1);
        start();
        run(SECOND_NS);
        assertThat(follower.isInSync()).isTrue();
        assertThat(replica.round.keySet()).isEqualTo(open);

        open(2);
        close(1);
        run(SECOND_NS);

        assertThat(replica.round).containsOnlyKeys(flow(2));
        assertThat(sent).noneMatch(ConnectionsRequest.class::isInstance);
    }

    @Test
    void shouldSayNothingOfAConnectionThatIsOverWithinTheDelay() {
        start();
        run(SECOND_NS);
        sent.clear();

        open(1);
        run(DELAY_NS - 10 * MS);
        close(1);
        run(SECOND_NS);

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSayThatAConnectionOfASnapshotIsOverThoughItWaits() {
        open(1);
        start();
        run(SECOND_NS);
        run(SNAPSHOT_INTERVAL_NS - SECOND_NS + 10 * MS);
        close(1);

        run(SECOND_NS);

        assertThat(replica.round).isEmpty();
    }

    @Test
    void shouldSendNoMoreThanAHundredMessagesASecond() {
        start();
        run(SECOND_NS);
        sent.clear();
        for (int port = 1; port <= 5000; port++) {
            open(port);
        }

        run(DELAY_NS + SECOND_NS);
        assertThat(sent).hasSizeBetween(90, 101);
        assertThat(told()).hasSizeLessThanOrEqualTo(101 * Connections.MAX_CONNECTIONS);

        run(2 * SECOND_NS);
        assertThat(replica.round).hasSize(5000);
    }

    @Test
    void shouldBoundWhatWaitsAndTellTheRestWithTheNextSnapshot() {
        start();
        run(SECOND_NS);
        final int many = ConnectionPublisher.MAX_WAITING + 100;
        for (int port = 1; port <= many; port++) {
            open(port);
        }
        run(10 * SECOND_NS);
        assertThat(replica.round).hasSize(ConnectionPublisher.MAX_WAITING);
        open.retainAll(Set.of(flow(many)));

        run(SNAPSHOT_INTERVAL_NS);

        assertThat(replica.round).containsOnlyKeys(flow(many));
    }

    @Test
    void shouldAskForASnapshotWhenAMessageWasMissed() {
        start();
        run(5 * SECOND_NS);
        loss = 1;
        open(1);
        run(SECOND_NS);
        loss = 0;
        open(2);
        run(DELAY_NS + 100 * MS);
        assertThat(follower.isInSync()).isFalse();

        run(2 * SECOND_NS);

        assertThat(replica.round).containsOnlyKeys(flow(1), flow(2));
        assertThat(follower.isInSync()).isTrue();
        assertThat(sent.stream().filter(ConnectionsRequest.class::isInstance))
                .containsExactly(new ConnectionsRequest(4));
    }

    @Test
    void shouldAskForASnapshotWhenItComesLater() {
        open(1);
        director.publish(nowNs);
        run(5 * SECOND_NS);
        follower.follow(new Destination(DIRECTOR, 11), nowNs);

        run(FIRST_REQUEST_DELAY_NS + DELAY_NS + 100 * MS);

        assertThat(follower.isInSync()).isTrue();
        assertThat(replica.round).containsOnlyKeys(flow(1));
    }

    @Test
    void shouldBeginAnotherSnapshotWhenOneNeverEnds() {
        start();
        director.poll(nowNs, (to, body) -> sent.add(body));
        isTelling = false;
        open(1);

        run(ConnectionPublisher.LONGEST_SNAPSHOT_NS + SECOND_NS);

        assertThat(follower.isInSync()).isTrue();
        assertThat(replica.round).containsOnlyKeys(flow(1));
    }

    @Test
    void shouldIgnoreWhoeverIsNotTheDirectorThatItFollows() {
        start();

        follower.onMessage(3, new Connections(1, true, true, List.of(new Connection(flow(1), 7, 8, 9, true))), nowNs);

        assertThat(replica.round).isEmpty();
        assertThat(follower.isInSync()).isFalse();
    }

    @Test
    void shouldCountOnWhenItIsDirectorAgain() {
        start();
        run(SECOND_NS);
        director.pause();
        director.publish(nowNs);

        open(1);
        run(SECOND_NS);

        assertThat(follower.isInSync()).isTrue();
        assertThat(replica.round).containsOnlyKeys(flow(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHoldWhatTheDirectorHoldsInTheEndWhateverGetsLost(final long seed) {
        random = new Random(seed);
        loss = 0.2;
        start();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(3) > 0) {
                open(random.nextInt(200));
            } else {
                close(random.nextInt(200));
            }
            run(random.nextInt(200) * MS);
        }
        loss = 0;

        run(2 * SNAPSHOT_INTERVAL_NS);

        assertThat(replica.round.keySet()).as("seed %d", seed).isEqualTo(open);
    }
}
