package io.fairlead.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.control.ControlAccess;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlServer;
import io.fairlead.tools.control.NodeLock;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.Explanation;
import io.fairlead.tools.status.ExplanationJson;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line as its users meet it: words in, exit code and two streams out. */
final class FairleadTest {

    private static final String GOOD = """
            node: {name: n1, interface: eth0}
            virtualRouters: [{virtualIps: [10.51.0.100/24]}]
            redirects: []
            cluster: {nodes: [10.51.0.2]}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> calls = new ArrayList<>();
    private RunDirectory runDirectory = new RunDirectory(Path.of(""));

    @BeforeEach
    void useTemporaryDirectory() {
        runDirectory = new RunDirectory(directory.resolve("run"));
    }

    @Test
    void shouldAskForACommandWhenNoneIsGiven() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err).hasToString("fairlead: which command?\nTry 'fairlead --help'.\n");
        assertThat(execute("config")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldNameTheMistakeWhenMisused() {
        assertThat(execute("run")).isEqualTo(ExitCode.USAGE);
        assertThat(err).hasToString("fairlead: Missing required option: '--config=FILE'\nTry 'fairlead run --help'.\n");
    }

    @Test
    void shouldSuggestACommandWhenItIsMistyped() {
        assertThat(execute("statsu")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Did you mean: fairlead status");
    }

    @Test
    void shouldHelpWithExamplesAndExitCodesForEveryCommand() {
        assertHelp(line());
    }

    private void assertHelp(CommandLine line) {
        String help = line.getUsageMessage();
        assertThat(help)
                .contains("Usage: " + line.getCommandSpec().qualifiedName())
                .contains("--help", "--debug")
                .contains("Exit codes:", "Misused, or the configuration is refused.")
                .contains("Examples:\n  fairlead ");
        line.getSubcommands().values().forEach(this::assertHelp);
    }

    @Test
    void shouldHelpWhenAsked() {
        assertThat(execute("config", "check", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Usage: fairlead config check [-h] [--debug] FILE");
    }

    @Test
    void shouldAcceptAGoodFileWhenChecking() throws IOException {
        Path file = config(GOOD);

        assertThat(execute("config", "check", file.toString())).isEqualTo(ExitCode.OK);

        assertThat(out).hasToString(file + ": ok\n");
        assertThat(err.toString()).startsWith("warning: " + file + ":3: redirects: there are none");
    }

    @Test
    void shouldShowWhatAFileSaysAndWhatItDoesNot() throws IOException {
        Path file = config(GOOD);

        assertThat(execute("config", "show", "--config", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("  name: n1 +# n1.yaml:1\n")
                .containsPattern("  weight: 100 +# default\n");

        out.getBuffer().setLength(0);
        assertThat(execute("config", "show", "--json", "--config", file.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper().readTree(out.toString()))
                .anyMatch(setting -> setting.path("key").asText().equals("node.name")
                        && setting.path("value").asText().equals("n1")
                        && setting.path("from").asText().equals("n1.yaml:1"));
    }

    @Test
    void shouldPrintTheSchema() throws IOException {
        assertThat(execute("config", "schema")).isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper().readTree(out.toString()).path("$schema").asText())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    @Test
    void shouldSayWhatAReloadHasDoneAndFailWhenTheFileIsRefused() throws Exception {
        String applied = """
                {"refused":[], "warnings":[{"text":"n1.yaml:3: hm"}],
                 "applied":[{"text":"node.weight (n1.yaml:2) 1 → 2"}], "needsRestart":[{"text":"engine.cpu 1 → 2"}]}""";
        String refused = """
                {"refused":[{"text":"n1.yaml:2: node.weight: 300 is above 255"}]}""";
        String nothing = """
                {"refused":[], "applied":[], "needsRestart":[]}""";

        assertThat(reloadWhenAnswered(applied)).isEqualTo(ExitCode.OK);
        assertThat(out).hasToString("""
                applied: node.weight (n1.yaml:2) 1 → 2
                needs a restart: engine.cpu 1 → 2
                """);
        assertThat(err).hasToString("warning: n1.yaml:3: hm\n");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(reloadWhenAnswered(refused)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("""
                        n1.yaml:2: node.weight: 300 is above 255
                        fairlead: the running configuration of n1 is kept
                        """);
        assertThat(reloadWhenAnswered(nothing)).isEqualTo(ExitCode.OK);
        assertThat(out).hasToString("nothing has changed\n");
        assertThat(reloadWhenAnswered(refused, "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("\"refused\" : [ {");
    }

    private int reloadWhenAnswered(String answer, String... options) throws Exception {
        try (NodeLock lock = NodeLock.acquire(runDirectory, "n1");
                ControlServer server = ControlServer.start(
                        lock,
                        (command, args) -> {
                            assertThat(command).isEqualTo("reload");
                            try {
                                return new ObjectMapper().readTree(answer);
                            } catch (IOException e) {
                                throw new ControlException("no answer", e);
                            }
                        },
                        ControlAccess.ROOT_ALONE)) {
            assertThat(server).isNotNull();
            List<String> arguments = new ArrayList<>(List.of("reload"));
            arguments.addAll(List.of(options));
            return execute(arguments.toArray(String[]::new));
        }
    }

    @Test
    void shouldReportEveryMistakeWhenChecking() throws IOException {
        Path file = config(GOOD.replace("n1", "n 1").replace("[10.51.0.2]", "[x]"));

        assertThat(execute("config", "check", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":1: node.name: 'n 1' is not allowed; use 1-32 of A-Z a-z 0-9 _ -",
                        file
                                + ":4: cluster.nodes[0]: 'x' is not an IPv4 address; use the management address of a node");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotStartTheDaemonWhenTheConfigurationIsRefused() throws IOException {
        Path file = config(GOOD.replace("n1", "n 1"));

        assertThat(execute("run", "--config", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(calls).isEmpty();
    }

    @Test
    void shouldDetachTheOnlyNodeWhenNoneIsNamed() throws IOException {
        runDirectory.createNode("n7");

        assertThat(execute("detach")).isEqualTo(ExitCode.OK);
        assertThat(calls).containsExactly("detach n7");
    }

    @Test
    void shouldListTheNodesWhenSeveralCouldBeMeant() throws IOException {
        runDirectory.createNode("n7");
        runDirectory.createNode("n2");

        assertThat(execute("detach")).isEqualTo(ExitCode.FAILED);

        assertThat(err).hasToString("fairlead: several nodes on this machine: n2, n7; say which with --node NAME\n");
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldRefuseANodeNameThatLeavesTheDirectory() {
        assertThat(execute("detach", "--node", "../../etc")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith("fairlead: '../../etc' is not the name of a node");
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldShowOneLineWhenACommandFailsAndTheStackTraceWhenDebugging() {
        assertThat(execute("detach", "--node", "absent")).isEqualTo(ExitCode.FAILED);
        assertThat(err).hasToString("fairlead: no such node\n");

        assertThat(execute("detach", "--node", "absent", "--debug")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("java.io.IOException: no such node\n\tat ");
    }

    @Test
    void shouldSaySoWhenNoNodeRuns() throws IOException {
        runDirectory.createNode("n7");

        assertThat(execute("status")).isEqualTo(ExitCode.FAILED);
        assertThat(err).hasToString("fairlead: no running node on this machine\n");
    }

    @Test
    void shouldNameTheOtherWaysWhenTopHasNoTerminal() throws IOException {
        runDirectory.createNode("n7");

        assertThat(execute("top", "--interval", "0")).isEqualTo(ExitCode.FAILED);
        assertThat(execute("top")).isEqualTo(ExitCode.FAILED);
        assertThat(err)
                .hasToString("fairlead: --interval is in seconds: use 1 or more\n"
                        + "fairlead: top needs a terminal, and standard output is none; use `fairlead status --watch`, and for"
                        + " programs `fairlead status --json`\n");
    }

    @Test
    void shouldShowTheSchemaOfAStatusWithoutANode() throws IOException {
        assertThat(execute("status", "--schema")).isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper().readTree(out.toString()).path("title").asText())
                .isEqualTo("Status of a Fairlead node");
    }

    @Test
    void shouldShowTheStatusWhenANodeRuns() throws Exception {
        StatusReport report = new StatusReport(
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
                new TreeMap<>());
        try (NodeLock lock = NodeLock.acquire(runDirectory, "n1");
                ControlServer server = ControlServer.start(
                        lock,
                        (command, args) -> command.equals("status")
                                ? new StatusJson().toJson(report)
                                : JsonNodeFactory.instance.nullNode(),
                        ControlAccess.ROOT_ALONE)) {
            assertThat(server).isNotNull();
            assertThat(execute("status")).isEqualTo(ExitCode.OK);
            assertThat(execute("status", "--node", "n1", "--json")).isEqualTo(ExitCode.OK);
        }
        assertThat(out.toString())
                .startsWith("n1: backup, up 0s, at 2026-11-22T20:31:02Z\n")
                .contains("{\n  \"node\" : \"n1\",\n  \"role\" : \"backup\",\n");
    }

    private static CheckReport check(boolean isHealthy) {
        return new CheckReport("n1", "2026-11-22T20:31:02Z", isHealthy, false, 500, 2_000, 1, 2, List.of());
    }

    @Test
    void shouldEndByWhatTheDaemonSaysWhenChecking() throws Exception {
        for (boolean isHealthy : new boolean[] {true, false}) {
            try (NodeLock lock = NodeLock.acquire(runDirectory, "n1");
                    ControlServer server = ControlServer.start(
                            lock,
                            (command, args) -> command.equals("check")
                                    ? new CheckJson().toJson(check(isHealthy))
                                    : JsonNodeFactory.instance.nullNode(),
                            ControlAccess.ROOT_ALONE)) {
                assertThat(server).isNotNull();
                int expected = isHealthy ? ExitCode.OK : ExitCode.FAILED;
                assertThat(execute("check", "-v")).isEqualTo(expected);
                assertThat(execute("check", "--node", "n1", "--json")).isEqualTo(expected);
            }
        }
        assertThat(out.toString())
                .contains("n1: FAILED, gets no new clients, at 2026-11-22T20:31:02Z\na probe every 500 ms, ")
                .contains(
                        "{\n  \"node\" : \"n1\",\n  \"timestamp\" : \"2026-11-22T20:31:02Z\",\n  \"healthy\" : false,\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayHowToCheckWhenNoDaemonRuns() throws IOException {
        assertThat(execute("check")).isEqualTo(ExitCode.FAILED);
        assertThat(err)
                .hasToString("fairlead: no daemon runs on this machine; start it by `fairlead run --config FILE`,"
                        + " or probe without it: `fairlead check --config FILE`\n");

        assertThat(execute("check", "--config", config(GOOD).toString())).isEqualTo(ExitCode.OK);
        assertThat(calls).containsExactly("check n1");
        assertThat(out.toString()).startsWith("n1: nothing is probed, at ");

        assertThat(execute(
                        "check", "--config", config(GOOD.replace("n1", "n 1")).toString()))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldAskForAnExplanationOfAClient() throws Exception {
        Explanation explanation = new Explanation(
                "n1",
                false,
                "n2",
                "2001:db8::50",
                new Explanation.NewConnection("tcp", 80, "web", 9090, "n2", Explanation.Reason.POLICY),
                "leastConnections",
                null,
                List.of(),
                List.of(),
                0,
                List.of());
        try (NodeLock lock = NodeLock.acquire(runDirectory, "n1");
                ControlServer server = ControlServer.start(
                        lock,
                        (command, args) -> {
                            calls.add(command + " " + args);
                            return new ExplanationJson().toJson(explanation);
                        },
                        ControlAccess.ROOT_ALONE)) {
            assertThat(server).isNotNull();
            assertThat(execute("explain", "2001:DB8::50")).isEqualTo(ExitCode.OK);
            assertThat(execute("explain", "10.51.0.50", "80", "--node", "n1", "--json"))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(calls)
                .containsExactly(
                        "explain {\"client\":\"2001:db8::50\"}", "explain {\"client\":\"10.51.0.50\",\"port\":80}");
        assertThat(out.toString())
                .startsWith("2001:db8::50 as n1 sees it: n2 is director and decides; ")
                .contains("{\n  \"node\" : \"n1\",\n  \"steering\" : false,\n");
    }

    @Test
    void shouldSayWhatAnExplanationNeedsWhenClientOrPortAreWrong() {
        assertThat(execute("explain", "proxy.example")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'proxy.example' is not an IP address; use one like 10.51.0.50");

        assertThat(execute("explain", "10.51.0.50", "65536")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'65536' is not a port; use 1-65535");
    }

    @Test
    void shouldMakeAKeyThatTheConfigurationAccepts() throws IOException {
        Path key = directory.resolve("cluster.key");

        assertThat(execute("keygen", key.toString())).isEqualTo(ExitCode.OK);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Path file = config(GOOD.replace("nodes: [10.51.0.2]", "keyFile: cluster.key"));
        assertThat(execute("config", "check", file.toString())).isEqualTo(ExitCode.OK);
        try (var files = Files.list(directory)) {
            assertThat(files).as("nothing unfinished is left").containsExactlyInAnyOrder(key, file);
        }
    }

    @Test
    void shouldReplaceAKeyOnlyWhenForced() throws IOException {
        Path key = directory.resolve("cluster.key");
        execute("keygen", key.toString());
        String first = Files.readString(key);

        assertThat(execute("keygen", key.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith("fairlead: " + key + " exists; ");
        assertThat(key).hasContent(first);

        assertThat(execute("keygen", "--force", key.toString())).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(key)).isNotEqualTo(first);
    }

    @Test
    void shouldSayWhatIsMissingWhenTheDirectoryOfTheKeyIs() {
        Path key = directory.resolve("none").resolve("cluster.key");

        assertThat(execute("keygen", key.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err).hasToString("fairlead: the directory of " + key + " does not exist\n");
    }

    @Test
    void shouldShowTheVersion() {
        assertThat(execute("version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("fairlead ").contains(", Java ", ", Linux ");
    }

    private int execute(String... arguments) {
        return line().execute(arguments);
    }

    private CommandLine line() {
        return Fairlead.commandLine(
                RecordingCommands::new,
                runDirectory,
                new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }

    private Path config(String yaml) throws IOException {
        return Files.writeString(directory.resolve("n1.yaml"), yaml);
    }

    private final class RecordingCommands implements NodeCommands {

        @Override
        public void run(LoadedConfig config, RunDirectory nodes) {
            calls.add("run " + config.config().name());
        }

        @Override
        public CheckReport check(LoadedConfig config) {
            calls.add("check " + config.config().name());
            return FairleadTest.check(true);
        }

        @Override
        public void detach(String name, RunDirectory nodes) throws IOException {
            if (name.equals("absent")) {
                throw new IOException("no such node");
            }
            calls.add("detach " + name);
        }
    }
}
