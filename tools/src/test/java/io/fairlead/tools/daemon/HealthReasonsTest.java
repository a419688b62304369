package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeSettings;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Reason;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.netstack.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A director says of another node's proxy what that node says itself. */
final class HealthReasonsTest {

    private static final int ORIGINAL_PORT = 9090;
    private static final ProbeTarget TARGET =
            new ProbeTarget("http", new InetSocketAddress("10.51.0.1", 3128), ProbeSettings.of(ProbeKind.HTTP));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WORKS")
    void shouldSayTheSameOnAnotherNode(final Reason reason) {
        final ProbeResult result = new ProbeResult(
                reason, "", reason == Reason.LISTENS_ELSEWHERE ? List.of(IpAddress.parse("127.0.0.1")) : List.of());

        final RedirectHealth told = HealthReasons.of(verdict(Optional.of(result)), TARGET, ORIGINAL_PORT);

        assertThat(told.originalPort()).isEqualTo(ORIGINAL_PORT);
        assertThat(told.reason()).isNotIn(HealthReason.OK, HealthReason.UNKNOWN);
        assertThat(HealthReasons.describe(told)).isEqualTo(result.describe());
    }

    @Test
    void shouldTellWhatIsWellAndWhatIsNotKnown() {
        final ProbeTarget other =
                new ProbeTarget("ftp", new InetSocketAddress("10.51.0.1", 2121), ProbeSettings.of(ProbeKind.FTP));

        assertThat(HealthReasons.of(verdict(Optional.empty()), other, ORIGINAL_PORT))
                .isEqualTo(new RedirectHealth(ORIGINAL_PORT, HealthReason.OK));
        final RedirectHealth unknown = HealthReasons.of(verdict(Optional.empty()), TARGET, ORIGINAL_PORT);
        assertThat(unknown).isEqualTo(new RedirectHealth(ORIGINAL_PORT, HealthReason.UNKNOWN));
        assertThat(HealthReasons.describe(unknown)).isEqualTo("not probed yet");
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveWordsForWhateverIsReported(final HealthReason reason) {
        assertThat(HealthReasons.describe(new RedirectHealth(ORIGINAL_PORT, reason)))
                .isNotEmpty();
    }

    private static HealthVerdict verdict(final Optional<ProbeResult> result) {
        return new HealthVerdict(List.of(new HealthVerdict.Failure(TARGET, result, 0)));
    }
}
