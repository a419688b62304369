package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code metrics}. */
final class MetricsReader {

    private static final String REMEDY =
            "write an address of this machine and a port, like 127.0.0.1:9745, or '[::1]:9745'";
    private static final Pattern SHAPE = Pattern.compile("(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)\\]):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    private MetricsReader() {}

    /** Where to listen; empty: nowhere. */
    static Optional<InetSocketAddress> read(Section root) {
        return root.section(ConfigKey.METRICS).value(ConfigKey.METRICS_LISTEN, endpoint());
    }

    private static Conversion<InetSocketAddress> endpoint() {
        Conversion<String> text = Values.text(SHAPE.asMatchPredicate(), REMEDY);
        Conversion<InetSocketAddress> endpoint = node -> {
            Matcher matcher = SHAPE.matcher(text.convert(node));
            if (!matcher.matches()) {
                throw new Refusal("this is no address with a port", REMEDY);
            }
            int port = Integer.parseInt(matcher.group(3));
            if (port < 1 || port > MAX_PORT) {
                throw new Refusal(port + " is no port", "use 1-" + MAX_PORT);
            }
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            try {
                // no name is ever looked up
                return new InetSocketAddress(
                        InetAddress.getByName(IpAddress.parse(host).toString()), port);
            } catch (IllegalArgumentException | UnknownHostException e) {
                throw new Refusal("'" + host + "' is not an IP address", REMEDY);
            }
        };
        return endpoint.written(MetricsReader::words);
    }

    private static String words(InetSocketAddress endpoint) {
        String host = endpoint.getAddress().getHostAddress();
        return YamlText.of((host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.getPort());
    }
}
