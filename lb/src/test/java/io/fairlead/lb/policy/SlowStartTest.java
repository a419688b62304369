package io.fairlead.lb.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowStartTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int NODE = 7;

    /** Far from 0, and such that it wraps on the way. */
    private static final long START_NS = Long.MAX_VALUE - 5 * SECOND_NS;

    private final SlowStart slowStart = new SlowStart(20 * SECOND_NS);

    private int share(final boolean isEligible, final int uptimeSeconds, final int second) {
        return slowStart.sharePermille(NODE, isEligible, uptimeSeconds * SECOND_NS, START_NS + second * SECOND_NS);
    }

    @Test
    void shouldGrowToTheWholeWhenANodeReturns() {
        share(false, 3600, 0);
        assertThat(share(true, 3601, 1)).isEqualTo(100);
        assertThat(share(true, 3602, 2)).isEqualTo(100);
        assertThat(share(true, 3611, 11)).isEqualTo(500);
        assertThat(share(true, 3621, 21)).isEqualTo(1000);
        assertThat(share(true, 9999, 9999)).isEqualTo(1000);
    }

    @Test
    void shouldGoByTheUptimeWhenANodeIsMet() {
        assertThat(share(true, 3600, 0)).isEqualTo(1000);
        assertThat(new SlowStart(20 * SECOND_NS).sharePermille(NODE, true, 10 * SECOND_NS, START_NS))
                .isEqualTo(500);
    }

    @Test
    void shouldBeginAnewWhenANodeFailsMeanwhile() {
        share(false, 0, 0);
        share(true, 1, 1);
        assertThat(share(true, 11, 11)).isEqualTo(500);
        share(false, 12, 12);
        assertThat(share(true, 13, 13)).isEqualTo(100);
    }

    @Test
    void shouldGiveTheWholeAtOnceWhenThereIsNone() {
        final SlowStart none = new SlowStart(0);
        none.sharePermille(NODE, false, 0, START_NS);
        assertThat(none.sharePermille(NODE, true, 0, START_NS)).isEqualTo(1000);
    }
}
