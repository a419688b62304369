package io.fairlead.tools.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.Launcher;
import io.fairlead.tools.lab.Pinger;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Tshark;
import io.fairlead.tools.lab.VrrpPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rivals among themselves: what fails here is the lab's fault, or theirs. */
@Tag("peers")
final class RivalsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Side HIGH = new Side(200, 1);
    private static final Side LOW = new Side(100, 2);

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(Flavour.V2, Rival.KEEPALIVED, Rival.FRR),
                Arguments.of(Flavour.V2_PASSWORD, Rival.KEEPALIVED, Rival.KEEPALIVED),
                Arguments.of(Flavour.V3, Rival.FRR, Rival.KEEPALIVED),
                Arguments.of(Flavour.V3_UNICAST, Rival.KEEPALIVED, Rival.KEEPALIVED),
                Arguments.of(Flavour.V3_IPV6, Rival.KEEPALIVED, Rival.FRR),
                Arguments.of(Flavour.V3_IPV6, Rival.FRR, Rival.KEEPALIVED));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldHandOverWhenTheHigherIsKilledAndBackWhenItReturns(
            final Flavour flavour, final Rival first, final Rival second) {
        final String name = "fairlead-rivals-" + flavour.hashCode() + first + second;
        try (Segment segment = Segment.open(new LabPlan(name, Path.of("/run", name), Launcher.find()))) {
            segment.addStation("high", HIGH.host());
            segment.addStation("low", LOW.host());
            segment.addStation("client", 11);
            final VrrpPeer high = first.on(segment, "high", flavour.settings(HIGH, LOW));
            final VrrpPeer low = second.on(segment, "low", flavour.settings(LOW, HIGH));
            final Client client = segment.client("client");
            final String virtualIp = flavour.settings(HIGH, LOW).clientIp();
            final Path capture = segment.capture("high").file();
            high.start();
            low.start();
            Await.until("the higher one master", LIMIT, () -> high.isMaster() && low.isBackup());

            try (Pinger pinger = client.ping(virtualIp, Duration.ofMillis(10))) {
                high.kill9();
                Await.until("the lower one master", LIMIT, low::isMaster);
                pinger.awaitAnswer(LIMIT);
                assertThat(client.neighbourMac(virtualIp)).isEqualTo(low.virtualIpMac());

                high.start();
                Await.until("the higher one master again", LIMIT, () -> high.isMaster() && low.isBackup());
                pinger.awaitAnswer(LIMIT);
            }
            final List<CapturedAdvertisement> seen = new Tshark(capture).advertisements();
            assertThat(seen.stream().map(CapturedAdvertisement::mac).distinct())
                    .containsExactlyInAnyOrder(high.virtualIpMac(), low.virtualIpMac());
            assertThat(new Tshark(capture).complaints(high.virtualIpMac())).isEmpty();
        }
    }
}
