package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.config.Values.Spelling;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads {@code redirects}. */
final class RedirectReader {

    private static final int SSH_PORT = 22;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String LABEL_REMEDY = "use 1-32 of A-Z a-z 0-9 _ -, like http";
    private static final String PORTS_EXAMPLE = "[9090]";
    private static final String EXCEPTIONS_EXAMPLE = "[10.51.0.40, 192.0.2.0/24]";
    private static final String EXCEPTIONS_REMEDY = "use addresses and subnets, like 10.51.0.40 or 192.0.2.0/24";

    private final Problems problems;
    private final Map<Transport, Map<Integer, Located<Integer>>> firstUse = new EnumMap<>(Transport.class);

    RedirectReader(Problems problems) {
        this.problems = problems;
    }

    List<RedirectConfig> read(Section root) {
        List<RedirectConfig> redirects =
                root.sections(ConfigKey.REDIRECTS).stream().map(this::redirect).toList();
        if (!root.has(ConfigKey.REDIRECTS) || root.isEmptyList(ConfigKey.REDIRECTS)) {
            problems.warning(
                    root.line(ConfigKey.REDIRECTS),
                    root.path(ConfigKey.REDIRECTS),
                    "there are none, so every connection goes to this node's own kernel and nothing is balanced",
                    "add one unless that is meant");
        }
        return redirects;
    }

    private RedirectConfig redirect(Section section) {
        section.missing(ConfigKey.PROTOCOL, LABEL_REMEDY);
        String protocol = section.value(ConfigKey.PROTOCOL, Values.text(LABEL.asMatchPredicate(), LABEL_REMEDY), "");
        Transport transport =
                section.value(ConfigKey.TRANSPORT, Values.oneOf(Transport.class, Spelling.LOWER), Transport.TCP);
        List<Located<Integer>> ports = originalPorts(section);
        checkPorts(section, transport, ports);
        return new RedirectConfig(
                protocol,
                transport,
                ports.stream().map(Located::value).toList(),
                proxyPort(section, ports),
                passivePorts(section, transport),
                exceptions(section, ConfigKey.EXCEPT_SOURCES),
                exceptions(section, ConfigKey.EXCEPT_DESTINATIONS),
                ProbeReader.read(section, protocol, transport));
    }

    private static List<IpPrefix> exceptions(Section section, ConfigKey key) {
        return section.values(key, Values.hostOrSubnet(EXCEPTIONS_REMEDY), EXCEPTIONS_EXAMPLE).stream()
                .map(Located::value)
                .toList();
    }

    private static List<Located<Integer>> originalPorts(Section section) {
        String remedy = "list the ports that clients connect to, like " + PORTS_EXAMPLE;
        section.missing(ConfigKey.ORIGINAL_PORTS, remedy);
        if (section.isEmptyList(ConfigKey.ORIGINAL_PORTS)) {
            section.refuse(ConfigKey.ORIGINAL_PORTS, "is empty", remedy);
        }
        return section.values(ConfigKey.ORIGINAL_PORTS, Values.port(), PORTS_EXAMPLE);
    }

    /** One original port is the proxy's port as well, unless told otherwise; of several none is the obvious one. */
    private static int proxyPort(Section section, List<Located<Integer>> originalPorts) {
        if (originalPorts.size() > 1) {
            section.missing(ConfigKey.PROXY_PORT, "with several original ports, say which port the proxy listens on");
        }
        return section.value(
                ConfigKey.PROXY_PORT,
                Values.port(),
                originalPorts.isEmpty() ? 0 : originalPorts.get(0).value(),
                "originalPorts");
    }

    private List<Integer> passivePorts(Section section, Transport transport) {
        List<Integer> ports = section.value(ConfigKey.PASSIVE_PORTS, Values.portRange())
                .map(range -> IntStream.rangeClosed(range.first(), range.last())
                        .boxed()
                        .toList())
                .orElse(List.of());
        if (!ports.isEmpty() && transport == Transport.UDP) {
            section.refuse(
                    ConfigKey.PASSIVE_PORTS,
                    "belongs to a protocol over TCP, like FTP",
                    "remove it, or write 'transport: tcp'");
        }
        Map<Integer, Located<Integer>> taken = firstUse.computeIfAbsent(transport, key -> new HashMap<>());
        for (int port : ports) {
            Located<Integer> here =
                    new Located<>(port, section.line(ConfigKey.PASSIVE_PORTS), section.path(ConfigKey.PASSIVE_PORTS));
            @Nullable Located<Integer> first = taken.putIfAbsent(port, here);
            if (first != null) {
                problems.error(
                        here.line(),
                        here.path(),
                        "port " + port + " is redirected by " + first.path() + " already, line " + first.line(),
                        "choose a range in which no other port of a redirect lies");
                break;
            }
        }
        return ports;
    }

    private void checkPorts(Section section, Transport transport, List<Located<Integer>> ports) {
        boolean force = section.value(ConfigKey.FORCE, Values.flag(), false);
        Map<Integer, Located<Integer>> taken = firstUse.computeIfAbsent(transport, key -> new HashMap<>());
        for (Located<Integer> port : ports) {
            @Nullable Located<Integer> first = taken.putIfAbsent(port.value(), port);
            if (first != null) {
                problems.error(
                        port.line(),
                        port.path(),
                        "port " + port.value() + " is an original port of " + first.path() + " already, line "
                                + first.line(),
                        "a connection can be redirected once: remove it from one of them");
            }
            if (port.value() == SSH_PORT && transport == Transport.TCP && !force) {
                problems.error(
                        port.line(),
                        port.path(),
                        "redirecting port 22 cuts off SSH to this node's addresses",
                        "use another port, or write 'force: true' in this redirect if it is meant");
            }
        }
    }
}
