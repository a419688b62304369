package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.FlowTuple;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlowQueriesTest {

    private static final long STEP_NS = FlowQueries.RETRY_NS;
    private static final FlowTuple FLOW = flow(1);

    private final FlowQueries queries = new FlowQueries();
    private final List<FlowTuple> asked = new ArrayList<>();
    private final List<FlowTuple> givenUp = new ArrayList<>();

    @Test
    void shouldGiveUpWhenAllWereHeardAndNobodyClaims() {
        queries.begin(FLOW, 0);

        pollUntil(0, FlowQueries.LEAST_NS - STEP_NS, true);
        assertThat(givenUp).isEmpty();
        assertThat(asked).hasSizeGreaterThanOrEqualTo(5);
        pollUntil(FlowQueries.LEAST_NS, FlowQueries.LEAST_NS + FlowQueries.SLOW_RETRY_NS, true);
        assertThat(givenUp).containsExactly(FLOW);
        assertThat(queries.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNotGiveUpWhenNodeIsSilent() {
        queries.begin(FLOW, 0);

        pollUntil(0, FlowQueries.PATIENCE_NS + FlowQueries.SLOW_RETRY_NS, false);

        assertThat(givenUp).isEmpty();
        assertThat(queries.begin(FLOW, FlowQueries.PATIENCE_NS * 2)).isTrue();
    }

    @Test
    void shouldAskAgainBeforeGivingUpWhenSilentNodeIsHeard() {
        queries.begin(FLOW, 0);
        final long heardNs = FlowQueries.LEAST_NS + FlowQueries.SLOW_RETRY_NS;
        pollUntil(0, heardNs, false);
        asked.clear();

        pollUntil(heardNs + STEP_NS, FlowQueries.PATIENCE_NS, true);

        assertThat(asked).hasSizeGreaterThanOrEqualTo(4);
        assertThat(givenUp).containsExactly(FLOW);
    }

    @Test
    void shouldBeginAnewWhenNodeComesBack() {
        queries.begin(FLOW, 0);
        pollUntil(0, FlowQueries.LEAST_NS - STEP_NS, true);
        queries.askAnew(FlowQueries.LEAST_NS);

        pollUntil(FlowQueries.LEAST_NS, 2 * FlowQueries.LEAST_NS - STEP_NS, true);

        assertThat(givenUp).isEmpty();
    }

    @Test
    void shouldEndWhenClaimed() {
        queries.begin(FLOW, 0);

        assertThat(queries.claimed(FLOW)).isTrue();
        assertThat(queries.claimed(FLOW)).isFalse();
        pollUntil(0, FlowQueries.PATIENCE_NS, true);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldTakeNoMoreWhenFull() {
        for (int port = 1; port <= FlowQueries.MAX_PENDING; port++) {
            assertThat(queries.begin(flow(port), 0)).isTrue();
        }
        assertThat(queries.begin(flow(FlowQueries.MAX_PENDING + 1), 0)).isFalse();
        assertThat(queries.isFull()).isTrue();
    }

    private void pollUntil(final long fromNs, final long toNs, final boolean allHeard) {
        for (long nowNs = fromNs; nowNs <= toNs; nowNs += STEP_NS) {
            queries.poll(nowNs, sinceNs -> allHeard, asked::add, givenUp::add);
        }
    }

    private static FlowTuple flow(final int port) {
        return new FlowTuple(
                IpProtocol.TCP, IpAddress.parse("2001:db8::96"), port, IpAddress.parse("2001:db8::64"), 9090);
    }
}
