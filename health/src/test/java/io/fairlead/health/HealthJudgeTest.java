package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rows of a table: what a port counts as, the probes in a row, what it counts as then. */
final class HealthJudgeTest {

    private static final ProbeResult WORKS = ProbeResult.of(Reason.WORKS, "HTTP/1.1 200 OK");
    private static final ProbeResult REFUSED = ProbeResult.of(Reason.REFUSED);
    private static final ProbeResult TIMED_OUT = ProbeResult.of(Reason.TIMED_OUT);
    private static final ProbeResult UNREACHABLE = ProbeResult.of(Reason.UNREACHABLE);
    private static final long TOOK_NS = 7_000;
    private static final int RISE = 2;
    private static final int FALL = 3;
    private static final ProbeTarget HTTP = new ProbeTarget(
            "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090), ProbeSettings.of(ProbeKind.HTTP));
    private static final ProbeTarget FTP = new ProbeTarget(
            "ftp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 2121), ProbeSettings.of(ProbeKind.FTP));

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
        assertThat(probe(0, WORKS)).isTrue();
        assertThat(judge.verdict().healthy()).as("all or nothing").isFalse();
        assertThat(probe(1, WORKS)).isTrue();
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldNeedRiseSuccessesWhenTheFirstProbeFailed() {
        probe(1, WORKS);
        assertThat(probe(0, REFUSED)).isTrue();
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 connection refused for 1 s");

        assertThat(probe(0, WORKS)).isFalse();
        assertThat(judge.verdict().healthy()).isFalse();
        assertThat(probe(0, WORKS)).isTrue();
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldStayHealthyWhenFailuresAreNotInARow() {
        bothUp();

        for (int i = 0; i < 5; i++) {
            probe(0, REFUSED);
            probe(0, TIMED_OUT);
            assertThat(probe(0, WORKS)).isFalse();
        }
        assertThat(judge.verdict().healthy()).isTrue();
    }

    @Test
    void shouldCountFromTheFirstFailureWhenFallFailuresCameInARow() {
        bothUp();

        assertThat(probe(0, REFUSED)).isFalse();
        long firstFailureNs = nowNs;
        assertThat(probe(0, REFUSED)).isFalse();
        assertThat(probe(0, REFUSED)).isTrue();

        assertThat(judge.verdict())
                .isEqualTo(new HealthVerdict(
                        List.of(new HealthVerdict.Failure(HTTP, Optional.of(REFUSED), firstFailureNs))));
        nowNs += TimeUnit.SECONDS.toNanos(10);
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 connection refused for 11 s");
    }

    @Test
    void shouldTellTheLatestReasonWhenAPortStaysOutForAnother() {
        probe(1, WORKS);
        probe(0, REFUSED);

        assertThat(probe(0, REFUSED)).isFalse();
        assertThat(probe(0, UNREACHABLE)).isTrue();
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 unreachable for 2 s");
    }

    @Test
    void shouldSayTheSameOnceWhenOnlyWhatWasSeenDiffers() {
        probe(1, WORKS);
        probe(0, ProbeResult.of(Reason.WRONG_ANSWER, "\"time 1\""));

        assertThat(probe(0, ProbeResult.of(Reason.WRONG_ANSWER, "\"time 2\""))).isFalse();
        assertThat(judge.verdict().describe(nowNs)).containsExactly("http:9090 wrong answer for 1 s: \"time 1\"");
        assertThat(judge.ports().get(0).last()).contains(ProbeResult.of(Reason.WRONG_ANSWER, "\"time 2\""));
    }

    @Test
    void shouldSayWhatIsBehindItAndWhatToDoWhenALineIsLogged() {
        probe(1, WORKS);
        probe(0, new ProbeResult(Reason.LISTENS_ELSEWHERE, "", List.of(IpAddress.parse("127.0.0.2"))));

        assertThat(judge.verdict().failures().get(0).describeWithRemedy(nowNs))
                .isEqualTo("http:9090 connection refused for 1 s: the proxy listens on 127.0.0.2 only"
                        + " (let the proxy listen on all addresses (0.0.0.0), or on 127.0.0.1)");
    }

    @Test
    void shouldKeepOfEachPortWhatThereIsToShow() {
        PortState unseen = judge.ports().get(1);
        assertThat(unseen).isEqualTo(new PortState(FTP, false, nowNs, Optional.empty(), 0, 0, OptionalLong.empty(), 0));
        assertThat(unseen.remedy()).isEmpty();

        bothUp();
        long upNs = nowNs;
        probe(1, REFUSED);

        assertThat(judge.ports().get(1))
                .isEqualTo(
                        new PortState(FTP, true, upNs, Optional.of(REFUSED), nowNs, TOOK_NS, OptionalLong.of(upNs), 1));
        assertThat(judge.ports().get(1).remedy()).contains("firewall");
    }

    @Test
    void shouldRefuseToJudgeWithoutAnyProbe() {
        assertThatThrownBy(() -> new HealthJudge(List.of(), 0, 1, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new HealthJudge(List.of(), 1, 0, 0)).hasMessageContaining("at least 1");
    }

    private void bothUp() {
        probe(0, WORKS);
        probe(1, WORKS);
    }

    private boolean probe(int target, ProbeResult result) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(500);
        return judge.onProbe(target, result, TOOK_NS, nowNs);
    }
}
