package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.Values.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code cluster}, and the key file that it names. */
final class ClusterReader {

    private static final Duration DEFAULT_REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(10);
    private static final String NODES_EXAMPLE = "[10.51.0.1, 10.51.0.2]";
    private static final String TRUST_REMEDY =
            "write one of 'keyFile: /etc/fairlead/cluster.key' (made by `fairlead keygen"
                    + " FILE`, the same on all nodes), 'nodes: " + NODES_EXAMPLE
                    + "', or 'discovery: open' on a segment where you trust every machine";

    private final Path configFile;
    private final Problems problems;

    private enum Discovery {
        OPEN
    }

    ClusterReader(Path configFile, Problems problems) {
        this.configFile = configFile;
        this.problems = problems;
    }

    ClusterConfig read(Section root) {
        Section section = root.section(ConfigKey.CLUSTER);
        boolean open = section.value(ConfigKey.DISCOVERY, Values.oneOf(Discovery.class, Spelling.LOWER))
                .isPresent();
        checkTrust(section, open);
        ClusterConfig cluster = new ClusterConfig(
                section.value(ConfigKey.KEY_FILE, this::key),
                open,
                nodes(section),
                section.value(
                                ConfigKey.REPORT_INTERVAL,
                                Values.duration(Duration.ofMillis(100), Duration.ofSeconds(10)))
                        .orElse(DEFAULT_REPORT_INTERVAL),
                section.value(ConfigKey.DEAD_AFTER, Values.duration(Duration.ofSeconds(1), Duration.ofHours(1)))
                        .orElse(DEFAULT_DEAD_AFTER));
        checkTimes(section, cluster);
        return cluster;
    }

    private void checkTrust(Section section, boolean open) {
        if (!section.has(ConfigKey.KEY_FILE) && !section.has(ConfigKey.DISCOVERY) && !section.has(ConfigKey.NODES)) {
            problems.error(section.line(), section.path(), "does not say which nodes to trust", TRUST_REMEDY);
        }
        if (open && section.has(ConfigKey.KEY_FILE)) {
            section.refuse(
                    ConfigKey.DISCOVERY,
                    "open accepts nodes that do not know the key, so the key would protect nothing",
                    "remove it, or remove keyFile");
        } else if (open) {
            problems.warning(
                    section.line(ConfigKey.DISCOVERY),
                    section.path(ConfigKey.DISCOVERY),
                    "open lets any machine on the segment join and draw clients and their credentials",
                    "use keyFile unless you trust them all");
        }
    }

    private ClusterKey key(YamlNode node) throws Refusal {
        String written = Values.text(path -> !path.isBlank(), "give the path of a key file")
                .convert(node);
        return ClusterKey.read(configFile.resolveSibling(written));
    }

    private List<IpAddress> nodes(Section section) {
        List<Located<IpAddress>> nodes = section.list(
                ConfigKey.NODES, Values.ipv4HostAddress("use the management address of a node"), NODES_EXAMPLE);
        if (section.isEmptyList(ConfigKey.NODES)) {
            section.refuse(
                    ConfigKey.NODES, "is empty", "list the management addresses of the nodes, or remove the key");
        }
        Map<IpAddress, Integer> firstLine = new HashMap<>();
        for (Located<IpAddress> node : nodes) {
            @Nullable Integer first = firstLine.putIfAbsent(node.value(), node.line());
            if (first != null) {
                problems.error(
                        node.line(),
                        node.path(),
                        node.value() + " is given twice, first in line " + first,
                        "keep one of them");
            }
        }
        return nodes.stream().map(Located::value).toList();
    }

    private static void checkTimes(Section section, ClusterConfig cluster) {
        if (cluster.deadAfter().compareTo(cluster.reportInterval().multipliedBy(3)) < 0) {
            section.refuse(
                    ConfigKey.DEAD_AFTER,
                    "would reset the clients of a node after fewer than three missed reports",
                    "use at least three times reportInterval");
        }
    }
}
