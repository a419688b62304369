package io.fairlead.tools.cli;

import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.Load;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.replay.PeerScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A node in words: {@code n2=10.51.0.2,cpu=20,draining}. */
final class PeerConverter implements ITypeConverter<PeerScript> {

    private static final Set<String> FLAGS = Set.of("draining", "unhealthy", "director");
    private static final List<String> KEYS =
            List.of("mac", "ip6", "cpu", "memory", "connections", "weight", "from", "until");

    /** Locally administered; the address follows, so that no two are the same. */
    private static final long MADE_UP_MAC = 0x0200L << 32;

    private static final int PERMILLE = 10;

    @Override
    public PeerScript convert(String text) {
        String[] parts = text.split(",", -1);
        String[] head = parts[0].split("=", 2);
        if (head.length != 2 || !NodeConfig.isName(head[0])) {
            throw refused(text, "begin with a name and the management address, like n2=10.51.0.2");
        }
        IpAddress address = address(text, head[1]);
        if (address.isIpv6()) {
            throw refused(text, "the management address is an IPv4 address");
        }
        Map<String, String> said = said(text, parts);
        return new PeerScript(
                head[0],
                address.ipv4(),
                said.containsKey("ip6") ? address(text, said.get("ip6")) : null,
                said.containsKey("mac") ? mac(text, said.get("mac")) : MADE_UP_MAC | (address.ipv4() & 0xFFFF_FFFFL),
                new Load(
                        PERMILLE * number(text, said, "cpu", 0, 100),
                        PERMILLE * number(text, said, "memory", 0, 100),
                        number(text, said, "connections", 0, Integer.MAX_VALUE),
                        0),
                said.containsKey("weight")
                        ? number(text, said, "weight", 0, Balancing.MAX_WEIGHT)
                        : Balancing.NORMAL_WEIGHT,
                said.containsKey("draining"),
                !said.containsKey("unhealthy"),
                said.containsKey("director"),
                TimeUnit.SECONDS.toNanos(number(text, said, "from", 0, Integer.MAX_VALUE)),
                said.containsKey("until")
                        ? TimeUnit.SECONDS.toNanos(number(text, said, "until", 0, Integer.MAX_VALUE))
                        : Long.MAX_VALUE);
    }

    private static Map<String, String> said(String text, String[] parts) {
        Map<String, String> said = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] part = parts[i].split("=", 2);
            boolean isKnown = part.length == 2 ? KEYS.contains(part[0]) : FLAGS.contains(part[0]);
            if (!isKnown) {
                throw refused(
                        text,
                        "'" + parts[i] + "' is not known; there are " + String.join("=, ", KEYS)
                                + "=, draining, unhealthy and director");
            }
            if (said.put(part[0], part.length == 2 ? part[1] : "") != null) {
                throw refused(text, part[0] + " is said twice");
            }
        }
        return said;
    }

    private static IpAddress address(String text, String address) {
        try {
            return IpAddress.parse(address);
        } catch (IllegalArgumentException e) {
            throw refused(text, "'" + address + "' is not an IP address");
        }
    }

    private static long mac(String text, String mac) {
        try {
            return MacAddress.parse(mac);
        } catch (IllegalArgumentException e) {
            throw refused(text, "'" + mac + "' is not a MAC address");
        }
    }

    private static int number(String text, Map<String, String> said, String key, int least, int most) {
        String value = said.getOrDefault(key, "0");
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refused(text, key + " is a number" + (most == Integer.MAX_VALUE ? "" : " from 0 to " + most));
    }

    private static TypeConversionException refused(String text, String reason) {
        return new TypeConversionException("'" + text + "': " + reason);
    }
}
