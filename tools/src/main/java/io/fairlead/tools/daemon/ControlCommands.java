package io.fairlead.tools.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.capture.live.CaptureOrderJson;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.control.ControlAccess;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlHandler;
import io.fairlead.tools.control.ControlStream;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.Explanation;
import io.fairlead.tools.status.ExplanationJson;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.tools.status.TroublesJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the control socket can be asked for; {@code docs/control-socket.md} lists it. Called on the control thread. */
final class ControlCommands implements ControlHandler {

    private final Conductor conductor;
    private final ConductorCalls calls;
    private final StatusAssembler status;
    private final Supplier<CheckReport> check;
    private final ConnectionExplainer explainer;
    private final ConfigCommands config;
    private final Captures captures;
    private final Mark mark;
    private final Path countersFile;

    ControlCommands(
            final Conductor conductor,
            final ConductorCalls calls,
            final StatusAssembler status,
            final Supplier<CheckReport> check,
            final ConnectionExplainer explainer,
            final ConfigCommands config,
            final Captures captures,
            final Mark mark,
            final Path countersFile) {
        this.conductor = conductor;
        this.calls = calls;
        this.status = status;
        this.check = check;
        this.explainer = explainer;
        this.config = config;
        this.captures = captures;
        this.mark = mark;
        this.countersFile = countersFile;
    }

    @Override
    public JsonNode handle(final String command, final JsonNode args) throws ControlException {
        return switch (command) {
            case "status" -> status();
            case "check" -> new CheckJson().toJson(check.get());
            case "troubles" -> troubles();
            case "explain" -> explain(args);
            case "config" -> config.show();
            case "reload" -> config.reload();
            case "failover" -> failover(args);
            case "maintenance" -> maintenance(args);
            case "drain" -> drain(args);
            default -> throw new ControlException("unknown command '" + command + "'");
        };
    }

    @Override
    public @Nullable ControlStream stream(final String command, final JsonNode args) throws ControlException {
        if (!command.equals("capture")) {
            return null;
        }
        try {
            return captures.open(CaptureOrderJson.fromJson(args));
        } catch (final IllegalArgumentException e) {
            throw new ControlException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public ControlAccess.Kind kindOf(final String command) {
        return switch (command) {
            case "status", "check", "troubles", "explain", "config" -> ControlAccess.Kind.READ;
            default -> ControlAccess.Kind.OPERATE;
        };
    }

    private JsonNode status() throws ControlException {
        final SortedMap<String, Long> drops = drops();
        final StatusReport report = calls.ask(() -> status.report(drops));
        // made here because data binding takes a while to load, and nobody asks before the first frame
        return new StatusJson().toJson(report);
    }

    private JsonNode troubles() throws ControlException {
        final List<TroubleStatus> troubles = calls.ask(() ->
                conductor.watcher().troubles().stream().map(StatusWords::of).toList());
        return new TroublesJson().toJson(troubles);
    }

    private JsonNode explain(final JsonNode args) throws ControlException {
        final IpAddress client = client(args.path("client").asText());
        final JsonNode port = args.path("port");
        if (port.isMissingNode() && explainer.defaultPort().isEmpty()) {
            throw new ControlException("the node has no redirects, so nothing is balanced: say which 'port' is meant");
        }
        final int asked = port.isMissingNode() ? explainer.defaultPort().getAsInt() : port.asInt();
        if (asked < 1 || asked > 65_535) {
            throw new ControlException("'port' must be 1-65535");
        }
        final CompletableFuture<Explanation> answer = calls.ask(() -> explainer.explain(client, asked));
        return new ExplanationJson().toJson(calls.await(answer));
    }

    private static IpAddress client(final String text) throws ControlException {
        try {
            return IpAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new ControlException("'client' is not an IP address", e);
        }
    }

    private SortedMap<String, Long> drops() {
        final SortedMap<String, Long> drops = new TreeMap<>();
        for (final Map.Entry<String, Long> counter :
                CountersFile.read(countersFile).entrySet()) {
            if (counter.getKey().startsWith("drop-") && counter.getValue() > 0) {
                drops.put(counter.getKey(), counter.getValue());
            }
        }
        return drops;
    }

    private JsonNode failover(final JsonNode args) throws ControlException {
        if (args.path("back").asBoolean()) {
            calls.ask(() -> {
                conductor.back();
                return true;
            });
            return JsonNodeFactory.instance.objectNode();
        }
        final String node = args.has("node") ? nodeName(args) : null;
        final String target = calls.ask(() -> conductor.failover(node));
        return JsonNodeFactory.instance.objectNode().put("target", target);
    }

    private JsonNode drain(final JsonNode args) throws ControlException {
        final String node = nodeName(args);
        final boolean on = isOn(args);
        final boolean isDone = calls.ask(() -> conductor.drain(node, on));
        return JsonNodeFactory.instance.objectNode().put("done", isDone);
    }

    private static String nodeName(final JsonNode args) throws ControlException {
        final JsonNode node = args.path("node");
        if (!node.isTextual() || !NodeConfig.isName(node.asText())) {
            throw new ControlException("'node' is not the name of a node");
        }
        return node.asText();
    }

    private static boolean isOn(final JsonNode args) throws ControlException {
        if (!args.path("on").isBoolean()) {
            throw new ControlException("'on' must be true or false");
        }
        return args.path("on").asBoolean();
    }

    private JsonNode maintenance(final JsonNode args) throws ControlException {
        final boolean on = isOn(args);
        try {
            mark.set(on);
        } catch (final IOException e) {
            throw new ControlException("cannot keep it over a restart: " + e.getMessage(), e);
        }
        final Optional<String> successor = calls.ask(() -> conductor.maintenance(on));
        return successor
                .map(name -> JsonNodeFactory.instance.objectNode().put("successor", name))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }
}
