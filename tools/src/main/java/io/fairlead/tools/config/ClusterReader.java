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
    private static final int DEFAULT_MISSED_REPORTS = 3;
    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);
    private static final Duration DEFAULT_ARP_PROBE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration DEFAULT_DEAD_AFTER = Duration.ofSeconds(10);
    private static final String NODES_EXAMPLE = "[10.51.0.1, 10.51.0.2]";
    private static final String TRUST_REMEDY =
            "write one of 'keyFile: /etc/fairlead/cluster.key' (made by `fairlead keygen"
                    + " FILE`, the same on all nodes), 'nodes: " + NODES_EXAMPLE
                    + "', or 'discovery: open' on a segment where you trust every machine";

    private static final Conversion<Duration> PROBE_INTERVAL =
            ((Conversion<Duration>) ClusterReader::probeInterval).written(Values::write);

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
                section.value(ConfigKey.KEY_FILE, FromFile.written(this::key)).map(FromFile::content),
                open,
                nodes(section),
                section.value(
                        ConfigKey.REPORT_INTERVAL,
                        Values.duration(Duration.ofMillis(20), Duration.ofSeconds(10)),
                        DEFAULT_REPORT_INTERVAL),
                section.value(ConfigKey.MISSED_REPORTS, Values.integer(2, 100, "use 2-100"), DEFAULT_MISSED_REPORTS),
                section.value(ConfigKey.ARP_PROBE_INTERVAL, PROBE_INTERVAL, DEFAULT_ARP_PROBE_INTERVAL),
                section.value(
                        ConfigKey.DEAD_AFTER,
                        Values.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                        DEFAULT_DEAD_AFTER));
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

    private FromFile<ClusterKey> key(YamlNode node) throws Refusal {
        String written = Values.text(path -> !path.isBlank(), "give the path of a key file")
                .convert(node);
        Path file = configFile.resolveSibling(written);
        return new FromFile<>(file, ClusterKey.read(file));
    }

    private List<IpAddress> nodes(Section section) {
        List<Located<IpAddress>> nodes = section.values(
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

    /** Not shorter than RETRANS_TIMER of RFC 4861 section 10: a node that is well costs the others little. */
    private static Duration probeInterval(YamlNode node) throws Refusal {
        Duration interval = Values.duration(Duration.ZERO, Duration.ofHours(1)).convert(node);
        if (!interval.isZero() && interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new Refusal(interval.toMillis() + "ms is too short", "use 1s to 1h, or 0s for never");
        }
        return interval;
    }

    private static void checkTimes(Section section, ClusterConfig cluster) {
        if (cluster.silentAfter().compareTo(SHORTEST_SILENCE) < 0) {
            final long enough =
                    (SHORTEST_SILENCE.toMillis() - 1) / cluster.reportInterval().toMillis() + 1;
            section.refuse(
                    section.has(ConfigKey.MISSED_REPORTS) ? ConfigKey.MISSED_REPORTS : ConfigKey.REPORT_INTERVAL,
                    "would take nodes out of service after " + cluster.missedReports() + " missed reports in "
                            + cluster.silentAfter().toMillis() + " ms, which busy nodes are late by",
                    "use at least 'missedReports: " + enough + "' or a longer reportInterval");
        }
        if (cluster.deadAfter().compareTo(cluster.silentAfter()) < 0) {
            section.refuse(
                    ConfigKey.DEAD_AFTER,
                    "would reset the clients of a node before " + cluster.missedReports() + " reports are missed",
                    "use at least missedReports times reportInterval, "
                            + cluster.silentAfter().toMillis() + "ms");
        }
    }
}
