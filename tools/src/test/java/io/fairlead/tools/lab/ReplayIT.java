package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Load;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.replay.NodeState;
import io.fairlead.tools.replay.PeerScript;
import io.fairlead.tools.replay.Replay;
import io.fairlead.tools.replay.ReplayPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay writes, as Wireshark shows it. */
final class ReplayIT {

    private static final Path CASES = Path.of("src", "test", "resources", "replay");

    private final Path out;

    ReplayIT(@TempDir final Path directory) {
        this.out = directory.resolve("out.pcapng");
    }

    @Test
    void shouldShowVerdictsInterfacesAndDirectionsInWireshark() throws Exception {
        replay("passing");

        assertThat(new Tshark(out)
                        .lines(
                                "-T",
                                "fields",
                                "-E",
                                "separator=|",
                                "-e",
                                "frame.interface_name",
                                "-e",
                                "frame.packet_flags_direction",
                                "-e",
                                "frame.comment"))
                .containsExactly(
                        "uplink|0x00000001|to the conductor: ARP,frame 1 of the input",
                        "uplink|0x00000002|from the conductor: ARP",
                        "host|0x00000002|passed: to the host, of no redirect,frame 2 of the input",
                        "uplink|0x00000001|dropped: for another MAC address,frame 3 of the input",
                        "host|0x00000002|passed: to the host, of no redirect,frame 4 of the input",
                        "uplink|0x00000001|dropped: too short for an Ethernet header,frame 5 of the input",
                        "uplink|0x00000002|passed: to the wire, unchanged,frame 6 of the input");
        assertThat(new Tshark(out).count("frame.comment contains \"dropped\"")).isEqualTo(2);
    }

    @Test
    void shouldWriteWhatWiresharkTakesForWellFormed() throws Exception {
        replay("new-connection");

        assertThat(new Tshark(out)
                        .count("frame.comment contains \"steered to n2\" && eth.dst == 02:51:00:00:00:02 && tcp"))
                .isEqualTo(7);
        assertThat(new Tshark(out).count("_ws.malformed")).isZero();
    }

    private void replay(final String replayCase) throws Exception {
        Replay.play(new ReplayPlan(
                ConfigLoader.load(CASES.resolve("n1.yaml")).config(),
                CASES.resolve(replayCase).resolve("in.pcapng"),
                NodeState.DIRECTOR,
                Optional.empty(),
                OptionalLong.of(0x0251_0000_0001L),
                List.of(new PeerScript(
                        "n2",
                        0x0A33_0002,
                        null,
                        0x0251_0000_0002L,
                        Load.NONE,
                        255,
                        false,
                        true,
                        false,
                        0,
                        Long.MAX_VALUE)),
                List.of(),
                Optional.of(out)));
    }
}
