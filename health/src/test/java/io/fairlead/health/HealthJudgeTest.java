package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rows of a table: what a port counts as, the probes in a row, what it counts as then. */
final class HealthJudgeTest {

    private static final int RISE = 2;
    private static final int FALL = 3;
    private static final ProbeTarget HTTP =
            new ProbeTarget("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090));
    private static final ProbeTarget FTP =
            new ProbeTarget("ftp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 2121));

    /** A clock of System.nanoTime may pass from positive to negative. */
    private long nowNs = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2);

    private HealthJudge judge = new HealthJudge(List.of(HTTP, FTP), RISE, FALL, nowNs);

    @Test
    void shouldBeUnhealthyWhenNothingWasProbedYet() {
        assertThat(judge.verdict().healthy()).isFalse();
        assertThat(judge.verdict().describe(nowNs))
                .containsExactly("http:9090 not probed yet for 0 s", "ftp:2121 not probed yet for 0 s");
    }

    @Test
    void shouldBeHealthyWhenThereIsNothingToProbe() {
        assertThat(new HealthJudge(List.of(), RISE, FALL, nowNs).verdict().healthy())
                .isTrue();
    }

    @Test
    void shouldBelieveTheFirstProbeWhenStarting() {
        assertThat(probe(0, ProbeResult.CONNECTED)).isTrue();
        assertThat(judge.verdict().healthy()).as("all or nothing").isFalse();
        assertThat(probe(1, ProbeResult.CONNECTED)).isTrue();
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldNeedRiseSuccessesWhenTheFirstProbeFailed() {
        probe(1, ProbeResult.CONNECTED);
        assertThat(probe(0, ProbeResult.REFUSED)).isTrue();
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 connection refused for 1 s");

        assertThat(probe(0, ProbeResult.CONNECTED)).isFalse();
        assertThat(judge.verdict().healthy()).isFalse();
        assertThat(probe(0, ProbeResult.CONNECTED)).isTrue();
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldStayHealthyWhenFailuresAreNotInARow() {
        bothUp();

        for (int i = 0; i < 5; i++) {
            probe(0, ProbeResult.REFUSED);
            probe(0, ProbeResult.TIMED_OUT);
            assertThat(probe(0, ProbeResult.CONNECTED)).isFalse();
        }
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldCountFromTheFirstFailureWhenFallFailuresCameInARow() {
        bothUp();

        assertThat(probe(0, ProbeResult.REFUSED)).isFalse();
        long firstFailureNs = nowNs;
        assertThat(probe(0, ProbeResult.REFUSED)).isFalse();
        assertThat(probe(0, ProbeResult.REFUSED)).isTrue();

        assertThat(judge.verdict())
                .isEqualTo(new HealthVerdict(
                        List.of(new HealthVerdict.Failure(HTTP, Optional.of(ProbeResult.REFUSED), firstFailureNs))));
        nowNs += TimeUnit.SECONDS.toNanos(10);
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 connection refused for 11 s");
    }

    @Test
    void shouldTellTheLatestReasonWhenAPortStaysOutForAnother() {
        probe(1, ProbeResult.CONNECTED);
        probe(0, ProbeResult.REFUSED);

        assertThat(probe(0, ProbeResult.REFUSED)).isFalse();
        assertThat(probe(0, ProbeResult.UNREACHABLE)).isTrue();
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 unreachable for 2 s");
    }

    @Test
    void shouldRefuseToJudgeWithoutAnyProbe() {
        assertThatThrownBy(() -> new HealthJudge(List.of(), 0, 1, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new HealthJudge(List.of(), 1, 0, 0)).hasMessageContaining("at least 1");
    }

    private void bothUp() {
        probe(0, ProbeResult.CONNECTED);
        probe(1, ProbeResult.CONNECTED);
    }

    private boolean probe(int target, ProbeResult result) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(500);
        return judge.onProbe(target, result, nowNs);
    }
}
