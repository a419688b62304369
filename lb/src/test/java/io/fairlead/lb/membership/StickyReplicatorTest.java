package io.fairlead.lb.membership;

import static io.fairlead.lb.membership.VirtualLan.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.Role;
import io.fairlead.netstack.wire.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StickyReplicatorTest {

    private VirtualLan lan = new VirtualLan(0, Authenticator::open);
    private SimulatedNode director = lan.start(1);
    private SimulatedNode backup = lan.start(2);
    private final Map<IpAddress, Integer> truth = new HashMap<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    private void start(final long seed) {
        lan = new VirtualLan(seed, () -> Authenticator.keyed(new byte[16]));
        director = lan.start(1);
        backup = lan.start(2);
        lan.run(20 * MS);
        director.role(Role.DIRECTOR);
        director.sticky.publish(seed, lan.nowNs());
        follow(backup, director);
    }

    private void follow(final SimulatedNode follower, final SimulatedNode publisher) {
        final Node node = Objects.requireNonNull(follower.membership.node(publisher.id()));
        follower.sticky.follow(node.destination(), lan.nowNs());
    }

    private void assign(final IpAddress client, final int nodeId) {
        director.sticky.assigned(client, nodeId, lan.nowNs(), director::send);
        if (nodeId == Assignment.NOBODY) {
            truth.remove(client);
        } else {
            truth.put(client, nodeId);
        }
    }

    private void assignRandomly(final int rounds) {
        for (int i = 0; i < rounds; i++) {
            assign(
                    SimulatedNode.client(lan.random().nextInt(3_000)),
                    lan.random().nextInt(4));
            if (i % 10 == 0) {
                lan.run(lan.random().nextInt(10) * MS);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHoldWhatTheDirectorHoldsAfterABatchDelay(final long seed) {
        start(seed);
        assignRandomly(2_000);
        lan.run(51 * MS);
        assertThat(backup.sticky.isInSync()).isTrue();
        assertThat(backup.replicated).isEqualTo(truth);
        assertThat(director.replicated).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldRepairGapsBySnapshotWhenFramesAreLost(final long seed) {
        start(seed);
        lan.loss(0.2);
        assignRandomly(5_000);
        lan.loss(0);
        lan.run(5_300 * MS);
        assertThat(backup.sticky.isInSync()).isTrue();
        assertThat(backup.replicated).isEqualTo(truth);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCatchUpByRequestWhenItJoinsLate(final long seed) {
        start(seed);
        assignRandomly(2_000);
        lan.run(300 * MS);
        final SimulatedNode late = lan.start(3);
        lan.run(5 * MS);
        follow(late, director);
        assignRandomly(100);
        lan.run(450 * MS);
        assertThat(late.sticky.isInSync()).isTrue();
        assertThat(late.replicated).isEqualTo(truth);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldPublishWhatItFollowedWhenItBecomesDirector(final long seed) {
        start(seed);
        assignRandomly(1_000);
        lan.run(51 * MS);
        final SimulatedNode third = lan.start(3);
        lan.run(5 * MS);
        lan.kill(director);
        backup.sticky.publish(seed + 1, lan.nowNs());
        follow(third, backup);
        lan.run(50 * MS);
        assertThat(third.replicated).isEqualTo(truth);
        assertThat(third.sticky.isInSync()).isTrue();
        assertThat(third.sticky.size()).isEqualTo(truth.size());
        truth.forEach(
                (client, nodeId) -> assertThat(third.sticky.nodeOf(client)).isEqualTo(nodeId));
        third.sticky.pause();
        assertThat(third.sticky.isInSync()).isFalse();
        assertThat(third.sticky.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }
}
