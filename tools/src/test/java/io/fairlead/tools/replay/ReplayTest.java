package io.fairlead.tools.replay;

import static io.fairlead.tools.replay.FrameBytes.ACK;
import static io.fairlead.tools.replay.FrameBytes.SYN;
import static io.fairlead.tools.replay.FrameBytes.VIP;
import static io.fairlead.tools.replay.FrameBytes.bytes;
import static io.fairlead.tools.replay.FrameBytes.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.ClusterId;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import io.fairlead.tools.capture.Direction;
import io.fairlead.tools.capture.PcapngWriter;
import io.fairlead.tools.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {

    private static final Path CONFIG = Path.of("src", "test", "resources", "replay", "n1.yaml");
    private static final long NODE_MAC = 0x0251_0000_0001L;
    private static final PeerScript N2 = new PeerScript(
            "n2", 0x0A33_0002, null, 0x0251_0000_0002L, Load.NONE, 100, false, true, false, 0, Long.MAX_VALUE);

    private final Path capture;
    private final List<Timed> frames = new ArrayList<>();

    private static final class Timed {
        private final long ns;
        private final byte[] frame;
        private final int originalLength;

        Timed(final long ns, final byte[] frame, final int originalLength) {
            this.ns = ns;
            this.frame = frame;
            this.originalLength = originalLength;
        }
    }

    ReplayTest(@TempDir final Path directory) {
        capture = directory.resolve("in.pcapng");
    }

    private void at(final long ms, final byte[] frame) {
        frames.add(new Timed(TimeUnit.MILLISECONDS.toNanos(ms), frame, frame.length));
    }

    private ReplayPlan plan(final NodeState state, final PeerScript... peers) throws Exception {
        try (PcapngWriter writer = PcapngWriter.create(capture, "test", List.of("eth0"))) {
            for (final Timed timed : frames) {
                writer.frame(
                        0,
                        Direction.UNKNOWN,
                        TimeUnit.DAYS.toNanos(10_000) + timed.ns,
                        new UnsafeBuffer(timed.frame),
                        0,
                        timed.frame.length,
                        timed.originalLength);
            }
        }
        return new ReplayPlan(
                ConfigLoader.load(CONFIG).config(),
                capture,
                state,
                Optional.empty(),
                OptionalLong.of(NODE_MAC),
                List.of(peers),
                List.of(),
                Optional.empty());
    }

    @Test
    void shouldKnowNodesThatReportInTheCapture() throws Exception {
        at(0, report());
        for (int client = 1; client <= 20; client++) {
            at(client, tcp(client, 4000, VIP, 9090, SYN));
        }

        final ReplayResult result = Replay.play(plan(NodeState.DIRECTOR));

        assertThat(result.frames().reports()).isEqualTo(1);
        assertThat(result.nodes()).extracting(ReplayResult.Share::node).containsExactly("n1", "n7");
        assertThat(result.nodes()).extracting(ReplayResult.Share::clients).allMatch(clients -> clients > 0);
        assertThat(result.counters()).containsEntry("new-flows", 20L);
    }

    /** As node n7 would have written it to somebody else's daemon, long ago. */
    private static byte[] report() {
        final long mac = 0x0251_0000_0007L;
        final int id = 0x0A33_0007;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameWriter.MAX_FRAME_LENGTH]);
        final int length = new FrameWriter(
                        new LocalIdentity(ClusterId.of(51, ""), id, mac, 4711), 0x0A33_00FF, Authenticator.open())
                .write(
                        buffer,
                        0,
                        Destination.ALL,
                        Handshake.NONE,
                        new Report(
                                "n7",
                                Role.BACKUP,
                                50,
                                List.of(51),
                                Load.NONE,
                                true,
                                List.of(),
                                true,
                                false,
                                1,
                                1_000_000_000,
                                List.of(),
                                Balancing.UNSAID,
                                ReportPace.UNSAID));
        final byte[] frame = new byte[length];
        buffer.getBytes(0, frame);
        return frame;
    }

    @Test
    void shouldListTheClientsThatGoElsewhereAndWhy() throws Exception {
        for (int client = 1; client <= 10; client++) {
            at(client, tcp(client, 4000, VIP, 9090, SYN));
        }
        final ReplayPlan plan = plan(NodeState.DIRECTOR, N2);

        final Comparison same = Replay.compare(plan, plan.compared(plan.config(), List.of()));
        final Comparison drained = Replay.compare(plan, plan.compared(plan.config(), List.of("n2")));

        assertThat(same.moves()).isEmpty();
        assertThat(same.clients()).isEqualTo(10);
        assertThat(drained.moves()).isNotEmpty().allSatisfy(move -> {
            assertThat(move.before()).isEqualTo("n2");
            assertThat(move.after()).isEqualTo("n1");
            assertThat(move.reason()).isEqualTo("n2 is drained");
        });
        assertThat(ReplayRenderer.render(drained))
                .contains(drained.moves().size() + " of 10 clients would go elsewhere")
                .contains("n2 is drained");
        assertThat(ReplayJson.of(drained)).contains("\"reason\" : \"n2 is drained\"");
        assertThatThrownBy(() -> Replay.play(plan.compared(plan.config(), List.of("n9"))))
                .hasMessageStartingWith("there is no node n9");
    }

    @Test
    void shouldGiveNoClientsToAPeerBeforeItComesAndAfterItIsSilent() throws Exception {
        at(0, tcp(1, 4000, VIP, 9090, SYN));
        for (int client = 2; client <= 30; client++) {
            at(1000L * client, tcp(client, 4000, VIP, 9090, SYN));
        }
        final ReplayResult result = Replay.play(plan(
                NodeState.DIRECTOR,
                new PeerScript(
                        "n2",
                        N2.managementIp(),
                        null,
                        N2.mac(),
                        Load.NONE,
                        255,
                        false,
                        true,
                        false,
                        TimeUnit.SECONDS.toNanos(5),
                        TimeUnit.SECONDS.toNanos(15))));

        assertThat(result.nodes())
                .filteredOn(share -> share.node().equals("n2"))
                .singleElement()
                .satisfies(share -> assertThat(share.clients()).isBetween(5L, 14L));
    }

    @Test
    void shouldStayDirectorWhateverOthersAdvertise() throws Exception {
        // version 2, VRID 51, priority 254, from 10.51.0.9
        at(
                0,
                bytes("01005e000012 025100000009 0800 45000028 0001 0000 ff70 0000 0a330009 e0000012"
                        + "2133fe010001 0000 0a330064 0000000000000000"));
        at(1, tcp(1, 4000, VIP, 9090, SYN));

        final ReplayResult result = Replay.play(plan(NodeState.DIRECTOR, N2));

        assertThat(result.isDirector()).isTrue();
        assertThat(result.frames().advertisements()).isEqualTo(1);
        assertThat(result.counters()).containsEntry("new-flows", 1L);
    }

    @Test
    void shouldBecomeDirectorByItselfWhenItWasJustStarted() throws Exception {
        at(0, tcp(1, 4000, VIP, 9090, SYN));
        at(20_000, tcp(2, 4000, VIP, 9090, SYN));

        final ReplayResult result = Replay.play(plan(NodeState.STARTED));

        assertThat(result.isDirector()).isTrue();
        assertThat(result.counters()).containsEntry("new-flows", 1L);
        assertThat(Replay.play(plan(NodeState.BACKUP)).isDirector()).isFalse();
    }

    @Test
    void shouldTakeOnlyTheBeginningOfAFrameForTheWhole() throws Exception {
        final byte[] segment = tcp(1, 4000, VIP, 9090, SYN);
        frames.add(new Timed(0, Arrays.copyOf(segment, 48), segment.length));

        final ReplayResult result = Replay.play(plan(NodeState.DIRECTOR));

        assertThat(result.frames().cut()).isEqualTo(1);
        assertThat(result.counters()).containsEntry("new-flows", 1L);
    }

    @Test
    void shouldLeaveOutWhatTheNodeHasSentItself() throws Exception {
        final byte[] own = tcp(1, 4000, VIP, 9090, ACK);
        System.arraycopy(HexFormat.of().parseHex(FrameBytes.NODE_MAC), 0, own, 6, 6);
        at(0, own);

        assertThat(Replay.play(plan(NodeState.DIRECTOR)).frames().own()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        final ReplayPlan empty = plan(NodeState.DIRECTOR);
        assertThatThrownBy(() -> Replay.play(empty)).hasMessage(capture + " has no frames");

        at(0, tcp(1, 4000, VIP, 9090, SYN));
        at(TimeUnit.DAYS.toMillis(3), tcp(1, 4000, VIP, 9090, SYN));
        final ReplayPlan gap = plan(NodeState.DIRECTOR);
        assertThatThrownBy(() -> Replay.play(gap))
                .isInstanceOf(IOException.class)
                .hasMessage(capture + ": frame 2 comes 3 days after those before it: cut the capture there (editcap)");
    }

    @Test
    void shouldFindTheMacAddressInTheCapture() throws Exception {
        at(0, tcp("025100000055", 1, 4000, VIP, 9090, SYN, ""));
        final ReplayPlan plan = plan(NodeState.DIRECTOR);
        final ReplayPlan unsaid = new ReplayPlan(
                plan.config(),
                capture,
                NodeState.DIRECTOR,
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                Optional.empty());
        assertThat(Replay.play(unsaid).mac()).isEqualTo("02:51:00:00:00:55");

        final ReplayPlan backup = new ReplayPlan(
                plan.config(),
                capture,
                NodeState.BACKUP,
                Optional.empty(),
                OptionalLong.empty(),
                List.of(),
                List.of(),
                Optional.empty());
        assertThatThrownBy(() -> Replay.play(backup))
                .hasMessage(capture + " does not tell the MAC address of 10.51.0.1: say it with --mac");

        frames.add(0, new Timed(0, FrameBytes.ping("025100000066"), 42));
        plan(NodeState.DIRECTOR);
        assertThat(Replay.play(backup).mac()).isEqualTo("02:51:00:00:00:66");
    }
}
