package io.fairlead.tools.cli;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.ConfigLoader;
import io.fairlead.tools.config.LoadedConfig;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.logging.Logging;
import io.fairlead.tools.replay.Comparison;
import io.fairlead.tools.replay.NodeState;
import io.fairlead.tools.replay.PeerScript;
import io.fairlead.tools.replay.Replay;
import io.fairlead.tools.replay.ReplayJson;
import io.fairlead.tools.replay.ReplayPlan;
import io.fairlead.tools.replay.ReplayRenderer;
import io.fairlead.tools.replay.ReplayResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead replay}. */
@Command(
        name = "replay",
        header = "Put a capture through the real stack, and show what would have come out.",
        description = {
            "",
            "Plays the node of a configuration without a kernel, on the capture's own time. What comes out is written"
                    + " to a pcapng file, the verdict of each frame as its comment; frames that go nowhere are in it too,"
                    + " with the reason. The same input gives the same output, to the byte.",
            "",
            "Nothing is sent or changed, and no rights are needed but those to the files. What a capture needs to have"
                    + " in it, and how other nodes are played, stands in docs/replay.md. Arguments may come from a file:"
                    + " @FILE."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead replay --config n1.yaml --in wire.pcap --out replayed.pcapng",
            "  fairlead replay --config n1.yaml --in wire.pcap --peer n2=10.51.0.2,cpu=40 --peer n3=10.51.0.3",
            "  fairlead replay --config n1.yaml --in wire.pcap --compare-drain n2       what if I drain n2?",
            "  fairlead replay --config n1.yaml --in wire.pcap --compare other.yaml --json"
        })
final class ReplayCommand implements Callable<Integer> {

    /** In lower case. */
    static final class State implements ITypeConverter<NodeState> {
        @Override
        public NodeState convert(String text) {
            for (NodeState state : NodeState.values()) {
                if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return state;
                }
            }
            throw new TypeConversionException("'" + text + "' is no state; use director, backup or started");
        }
    }

    /** As it stands on a label. */
    static final class Mac implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return MacAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not a MAC address; use one like 02:51:00:00:00:01");
            }
        }
    }

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration of the node, YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path configFile;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description = "The capture: pcap or pcapng, Ethernet.")
    @SuppressWarnings("NullAway.Init")
    private Path in;

    @Option(names = "--out", paramLabel = "FILE", description = "Write what comes out, as pcapng.")
    private @Nullable Path out;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            converter = State.class,
            defaultValue = "director",
            description =
                    "What the node is when the first frame comes: director (default), backup, or started: then VRRP"
                            + " decides.")
    private NodeState state = NodeState.DIRECTOR;

    @Option(
            names = "--mac",
            paramLabel = "MAC",
            converter = Mac.class,
            description = "Of the node. Default: as in the capture.")
    private @Nullable Long mac;

    @Option(
            names = "--management-ip",
            paramLabel = "IP",
            converter = ExplainCommand.Address.class,
            description = "Of the node, if the configuration does not say it.")
    private @Nullable IpAddress managementIp;

    @Option(
            names = "--peer",
            paramLabel = "NAME=IP[,...]",
            converter = PeerConverter.class,
            description = "Another node that is played, with what it reports: mac=, ip6=, cpu=, memory= (percent),"
                    + " connections=, weight=, draining, unhealthy, director; from=, until= (seconds after the"
                    + " first frame). May be repeated.")
    private List<PeerScript> peers = new ArrayList<>();

    @Option(
            names = "--drain",
            paramLabel = "NODE",
            description = "Drain a node before the first frame. May be repeated.")
    private List<String> drained = new ArrayList<>();

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Replay again with this configuration, and list the clients that go elsewhere.")
    private @Nullable Path otherFile;

    @Option(
            names = "--compare-drain",
            paramLabel = "NODE",
            description =
                    "Replay again with this node drained, and list the clients that go elsewhere. May be repeated.")
    private List<String> otherDrained = new ArrayList<>();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    private final Console console;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ConfigException, CommandFailedException {
        ReplayPlan plan = new ReplayPlan(
                config(configFile),
                in,
                state,
                Optional.ofNullable(managementIp),
                mac == null ? OptionalLong.empty() : OptionalLong.of(mac),
                peers,
                drained,
                Optional.ofNullable(out));
        if (out != null
                && out.toAbsolutePath().normalize().equals(in.toAbsolutePath().normalize())) {
            throw new CommandFailedException("--out would overwrite the capture: name another file");
        }
        console.out().print(played(plan));
        console.out().flush();
        return ExitCode.OK;
    }

    private String played(ReplayPlan plan) throws IOException, ConfigException {
        if (fairlead != null && fairlead.isDebugging()) {
            return shown(plan);
        }
        Logging.Silence silence = Logging.silence();
        try {
            return shown(plan);
        } finally {
            silence.close();
        }
    }

    private String shown(ReplayPlan plan) throws IOException, ConfigException {
        if (otherFile == null && otherDrained.isEmpty()) {
            ReplayResult result = Replay.play(plan);
            return json ? ReplayJson.of(result) : ReplayRenderer.render(result);
        }
        List<String> allDrained = new ArrayList<>(drained);
        allDrained.addAll(otherDrained);
        NodeConfig other = otherFile == null ? plan.config() : config(otherFile);
        Comparison comparison = Replay.compare(plan, plan.compared(other, allDrained));
        return json ? ReplayJson.of(comparison) : ReplayRenderer.render(comparison);
    }

    private NodeConfig config(Path file) throws ConfigException {
        LoadedConfig loaded = ConfigLoader.load(file);
        loaded.warnings().forEach(warning -> console.err().println("warning: " + warning));
        return loaded.config();
    }
}
