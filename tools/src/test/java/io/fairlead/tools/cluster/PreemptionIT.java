package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Capture;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The better node comes when the other one is director already. */
@Tag("long")
final class PreemptionIT {
    private static final int AT_ONCE = 51;
    private static final int DELAYED = 52;
    private static final int NEVER = 53;
    private static final Duration DELAY = Duration.ofSeconds(4);
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %1$d
                virtualIps: [10.51.0.101/24]
              - id: 52
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %1$d
                preemptDelay: 4s
                virtualIps: [10.51.0.102/24]
              - id: 53
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %1$d
                preempt: false
                virtualIps: [10.51.0.103/24]
            """ + Pair.CLUSTER;

    @Test
    void shouldPreemptAtOnceOrLaterOrNotAtAllWhenSoConfigured() {
        try (Pair pair = Pair.open("preempt")) {
            pair.a().configure(CONFIGURATION.formatted(200));
            pair.b().configure(CONFIGURATION.formatted(100));
            final Capture capture = pair.segment().capture(Pair.CLIENT_OF_A);
            pair.b().start();
            pair.awaitState("MASTER", pair.b(), AT_ONCE, DELAYED, NEVER);
            pair.a().start();
            pair.awaitDirector(pair.a(), AT_ONCE, DELAYED);

            final Duration later = Duration.ofNanos(firstNs(pair, capture, DELAYED) - firstNs(pair, capture, AT_ONCE));
            // The delay begins with the first advertisement. At once means: when the other one was heard of and has
            // told its
            // clients and connections.
            assertThat(later).isGreaterThan(DELAY.dividedBy(2));
            pair.awaitDirector(pair.b(), NEVER);
            assertThat(Pair.advertisements(capture, pair.a(), NEVER)).isEmpty();

            pair.b().stop();
            pair.awaitState("MASTER", pair.a(), AT_ONCE, DELAYED, NEVER);
        }
    }

    private static long firstNs(final Pair pair, final Capture capture, final int vrid) {
        pair.await("an advertisement captured", () -> !Pair.advertisements(capture, pair.a(), vrid)
                .isEmpty());
        return Pair.advertisements(capture, pair.a(), vrid).get(0).epochNs();
    }
}
