package io.fairlead.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Load;
import io.fairlead.tools.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures and what comes out of the stack for them, with what it counts: {@code src/test/resources/replay}. */
final class ReplayCasesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "replay");
    private static final boolean IS_REGENERATING = Boolean.getBoolean("fairlead.replay.regenerate");
    private static final long NODE_MAC = 0x0251_0000_0001L;
    private static final int N2 = 0x0A33_0002;
    private static final int N3 = 0x0A33_0003;

    private final Path directory;

    ReplayCasesTest(@TempDir final Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @MethodSource("io.fairlead.tools.replay.ReplayCase#all")
    void shouldDoWithACaptureWhatIsWrittenDown(final ReplayCase replayCase) throws Exception {
        final Path folder = FOLDER.resolve(replayCase.folder());
        final Path made = directory.resolve("in.pcapng");
        replayCase.write(made);
        final Path out = directory.resolve("out.pcapng");
        final ReplayResult result = Replay.play(plan(replayCase, made, out));
        final String text = PcapngText.of(out);
        final String counters = ReplayRenderer.render(result);
        if (IS_REGENERATING) {
            Files.createDirectories(folder);
            Files.copy(made, folder.resolve("in.pcapng"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("expected.txt"), text);
            Files.writeString(folder.resolve("counters.txt"), counters);
        }

        assertThat(folder.resolve("in.pcapng")).hasSameBinaryContentAs(made);
        assertThat(text).isEqualTo(Files.readString(folder.resolve("expected.txt")));
        assertThat(counters).isEqualTo(Files.readString(folder.resolve("counters.txt")));

        final Path again = directory.resolve("again.pcapng");
        assertThat(Replay.play(plan(replayCase, made, again))).isEqualTo(result);
        assertThat(again).hasSameBinaryContentAs(out);
    }

    private static ReplayPlan plan(final ReplayCase replayCase, final Path in, final Path out) throws Exception {
        final boolean isBackup = replayCase.state() == NodeState.BACKUP;
        return new ReplayPlan(
                ConfigLoader.load(FOLDER.resolve("n1.yaml")).config(),
                in,
                replayCase.state(),
                Optional.empty(),
                OptionalLong.of(NODE_MAC),
                List.of(
                        peer("n2", N2, new Load(100, 100, 5, 0), isBackup),
                        peer("n3", N3, new Load(600, 100, 5, 0), false)),
                List.of(),
                Optional.of(out));
    }

    private static PeerScript peer(final String name, final int ip, final Load load, final boolean isDirector) {
        return new PeerScript(
                name, ip, null, 0x0251_0000_0000L | (ip & 0xFF), load, 100, false, true, isDirector, 0, Long.MAX_VALUE);
    }
}
