package io.fairlead.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.status.ExplanationJson;
import io.fairlead.tools.status.ExplanationRenderer;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead explain}. */
@Command(
        name = "explain",
        header = "Say where a client's connections go, and why.",
        description = {
            "",
            "Asks the code that steers, without changing what it will do: the node that a new connection would get and the"
                    + " reason, the node that the client stays with, all nodes with load and score or why they are left out,"
                    + " and the connections that are known. The director decides; any other node says what it knows. The"
                    + " output and the JSON are described in docs/explain.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead explain 10.51.0.50            to the first redirected port",
            "  fairlead explain 2001:db8::50 9090     to port 9090",
            "  fairlead explain 10.51.0.50 --json | jq '.newConnection.node'"
        })
final class ExplainCommand implements Callable<Integer> {

    /** No name is ever looked up. */
    static final class Address implements ITypeConverter<IpAddress> {
        @Override
        public IpAddress convert(String text) {
            try {
                return IpAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not an IP address; use one like 10.51.0.50 or 2001:db8::50");
            }
        }
    }

    /** As TCP and UDP have them. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (text.matches("[0-9]{1,5}")) {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65_535) {
                    return port;
                }
            }
            throw new TypeConversionException("'" + text + "' is not a port; use 1-65535");
        }
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(index = "0", paramLabel = "CLIENT", converter = Address.class, description = "IPv4 or IPv6 address.")
    @SuppressWarnings("NullAway.Init")
    private IpAddress client;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PORT",
            converter = Port.class,
            description = "That the client connects to. Default: the first one of the first redirect.")
    private @Nullable Integer port;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    ExplainCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        String name = node.choose(runDirectory.runningNodes(), "running node");
        ObjectNode args = JsonNodeFactory.instance.objectNode().put("client", client.toString());
        if (port != null) {
            args.put("port", port);
        }
        JsonNode explanation = new ControlClient(runDirectory.controlSocket(name)).request("explain", args);
        ExplanationJson format = new ExplanationJson();
        console.out()
                .print(json ? format.toText(explanation) : ExplanationRenderer.render(format.fromJson(explanation)));
        console.out().flush();
        return ExitCode.OK;
    }
}
