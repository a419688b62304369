package io.fairlead.tools.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.health.HealthVerdict;
import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeResult;
import io.fairlead.health.ProbeSettings;
import io.fairlead.health.ProbeTarget;
import io.fairlead.health.Reason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at the log of this JVM")
final class HealthLogTest {

    private static final ProbeTarget HTTP = target("http", 3128);
    private static final ProbeTarget FTP = target("ftp", 2121);
    private static final HealthVerdict WELL = new HealthVerdict(List.of());

    private final LogLines lines = new LogLines("health");
    private final HealthLog log = new HealthLog();
    private long nowNs;

    @AfterEach
    void end() {
        lines.close();
    }

    @Test
    void shouldSayAtOnceThatAProxyFailsOrIsBackHoweverOften() {
        tell(WELL);
        for (int i = 0; i < 3; i++) {
            tell(failure(HTTP, Reason.NOT_LISTENING));
            tell(WELL);
        }

        assertThat(lines.all())
                .startsWith(
                        "INFO current state: ok",
                        "WARN current state: failure: http:3128 connection refused for 1 s: nothing listens on this port"
                                + " (start the proxy, or correct the redirect's proxyPort)",
                        "INFO current state: ok")
                .hasSize(7);
    }

    @Test
    void shouldWaitAtStartUntilEachProxyWasProbed() {
        final HealthVerdict unseen = new HealthVerdict(List.of(
                new HealthVerdict.Failure(FTP, Optional.empty(), nowNs),
                failure(HTTP, Reason.CLOSED).failures().get(0)));
        tell(unseen);
        assertThat(lines.all()).isEmpty();

        tell(failure(HTTP, Reason.CLOSED));
        assertThat(lines.all())
                .singleElement()
                .asString()
                .startsWith("WARN current state: failure: http:3128 no answer");
    }

    @Test
    void shouldSayAReasonThatComesAndGoesOnceAMinute() {
        for (int i = 0; i < 20; i++) {
            tell(failure(HTTP, Reason.NO_ANSWER));
            tell(failure(HTTP, Reason.NOT_ACCEPTING));
        }
        assertThat(lines.all()).hasSize(2);

        nowNs += LogLimit.REMINDER_NS;
        tell(failure(HTTP, Reason.NO_ANSWER));
        assertThat(lines.all()).hasSize(3);
    }

    @Test
    void shouldSayThatAnotherProxyFailsToo() {
        tell(failure(HTTP, Reason.NO_ANSWER));
        tell(new HealthVerdict(List.of(
                failure(HTTP, Reason.NO_ANSWER).failures().get(0),
                failure(FTP, Reason.CLOSED).failures().get(0))));

        assertThat(lines.all().get(1))
                .contains("http:3128 no answer", "); ftp:2121 no answer for 1 s: the proxy closes");
    }

    private void tell(final HealthVerdict verdict) {
        nowNs += TimeUnit.SECONDS.toNanos(1);
        log.tell(verdict, nowNs);
    }

    private HealthVerdict failure(final ProbeTarget target, final Reason reason) {
        return new HealthVerdict(
                List.of(new HealthVerdict.Failure(target, Optional.of(ProbeResult.of(reason)), nowNs)));
    }

    private static ProbeTarget target(final String label, final int port) {
        return new ProbeTarget(label, new InetSocketAddress("10.51.0.1", port), ProbeSettings.of(ProbeKind.HTTP));
    }
}
