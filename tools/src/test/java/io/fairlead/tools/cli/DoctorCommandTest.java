package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.tools.control.ControlAccess;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlServer;
import io.fairlead.tools.control.NodeLock;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.tools.status.TroublesJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The doctor with a daemon that answers, and without. */
final class DoctorCommandTest {

    private final StringWriter out = new StringWriter();
    private final RunDirectory runDirectory;

    DoctorCommandTest(@TempDir Path directory) {
        runDirectory = new RunDirectory(directory);
    }

    private int execute(String... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(new StringWriter()));
        return new CommandLine(new DoctorCommand(runDirectory, console, Duration.ZERO)).execute(arguments);
    }

    private static JsonNode answer(String command) throws ControlException {
        return switch (command) {
            case "status" ->
                new StatusJson()
                        .toJson(new StatusReport(
                                "n1",
                                NodeRole.BACKUP,
                                "2026-11-22T20:31:02Z",
                                0,
                                null,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                new TreeMap<>()));
            case "check" ->
                new CheckJson()
                        .toJson(new CheckReport(
                                "n1", "2026-11-22T20:31:02Z", true, false, 500, 2_000, 1, 2, List.of()));
            case "troubles" ->
                new TroublesJson()
                        .toJson(List.of(new TroubleStatus(
                                "duplicate-virtual-ip", 51, "x", "somebody has 10.51.0.100 too", "find it")));
            default -> throw new ControlException("unknown command");
        };
    }

    @Test
    void shouldShowWhatItFindsInWhatTheDaemonTells() throws Exception {
        try (NodeLock lock = NodeLock.acquire(runDirectory, "n1");
                ControlServer server =
                        ControlServer.start(lock, (command, args) -> answer(command), ControlAccess.ROOT_ALONE)) {
            assertThat(server).isNotNull();
            assertThat(execute()).isEqualTo(ExitCode.FAILED);
            assertThat(execute("--node", "n1", "--json")).isEqualTo(ExitCode.FAILED);
        }
        assertThat(out.toString())
                .startsWith("n1: ")
                .contains(
                        "ok           daemon       answers as backup\n",
                        "FINDING      addresses    (VI_51) somebody has 10.51.0.100 too\n",
                        "                          remedy: find it\n",
                        "\"check\" : \"addresses\",\n    \"outcome\" : \"finding\"");
    }

    @Test
    void shouldSayThatNoDaemonAnswersWhenNoneDoes() throws Exception {
        assertThat(execute()).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .startsWith("this machine: ")
                .contains("FINDING      daemon       no node was ever started on this machine\n");

        runDirectory.createNode("n7");
        assertThat(execute()).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("\nn7: ", "FINDING      daemon       no daemon listens at ");
    }
}
