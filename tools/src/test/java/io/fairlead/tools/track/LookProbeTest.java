package io.fairlead.tools.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.config.TrackTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LookProbeTest {

    private static final long START_NS = Long.MAX_VALUE - 7;
    private static final TrackTarget TARGET = new TrackTarget.Presence(Path.of("/run/x"));

    private final List<String> results = new ArrayList<>();
    private Optional<String> fault = Optional.empty();

    @Test
    void shouldLookAtOnceAndThenEachInterval() {
        final LookProbe probe = probe(true);
        assertThat(probe.remainingNs(START_NS)).isZero();
        probe.poll(START_NS, false);
        probe.poll(START_NS, false);
        assertThat(results).containsExactly("file /run/x true ok");
        assertThat(probe.remainingNs(START_NS)).isEqualTo(LookProbe.INTERVAL_NS);
        fault = Optional.of("does not exist");
        probe.poll(START_NS + LookProbe.INTERVAL_NS - 1, false);
        probe.poll(START_NS + LookProbe.INTERVAL_NS, false);
        assertThat(results).containsExactly("file /run/x true ok", "file /run/x false does not exist");
    }

    @Test
    void shouldLookSoonWhenTheNetworkChangedButNotForEachOfASwarm() {
        final LookProbe probe = probe(true);
        probe.poll(START_NS, false);
        for (long sinceNs = 1; sinceNs < LookProbe.LEAST_INTERVAL_NS; sinceNs += LookProbe.LEAST_INTERVAL_NS / 50) {
            probe.poll(START_NS + sinceNs, true);
        }
        assertThat(results).hasSize(1);
        assertThat(probe.remainingNs(START_NS)).isEqualTo(LookProbe.LEAST_INTERVAL_NS);
        probe.poll(START_NS + LookProbe.LEAST_INTERVAL_NS, false);
        assertThat(results).hasSize(2);
        probe.poll(START_NS + LookProbe.INTERVAL_NS, true);
        assertThat(results).hasSize(3);
    }

    @Test
    void shouldNotCareForTheNetworkWhenTheTargetIsNoneOfIt() {
        final LookProbe probe = probe(false);
        probe.poll(START_NS, false);
        probe.poll(START_NS + LookProbe.LEAST_INTERVAL_NS, true);
        assertThat(results).hasSize(1);
    }

    @Test
    void shouldBeDownWhenTheLookFails() {
        final LookProbe probe = new LookProbe(
                TARGET,
                false,
                () -> {
                    throw new IllegalStateException("no memory");
                },
                this::record,
                START_NS);
        probe.poll(START_NS, false);
        assertThat(results).containsExactly("file /run/x false cannot be looked at: no memory");
    }

    private LookProbe probe(final boolean isOfNetwork) {
        return new LookProbe(TARGET, isOfNetwork, () -> fault, this::record, START_NS);
    }

    private void record(final TrackTarget target, final boolean isUp, final String why) {
        results.add(target.name() + " " + isUp + " " + why);
    }
}
