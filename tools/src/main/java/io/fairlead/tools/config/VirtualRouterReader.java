package io.fairlead.tools.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code virtualRouters}. */
final class VirtualRouterReader {

    private static final int DEFAULT_ID = 51;
    private static final int DEFAULT_VERSION = 2;
    private static final int DEFAULT_PRIORITY = 100;
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    private static final String EXAMPLE = "[10.51.0.100/24]";

    private final Problems problems;
    private final List<Located<Ipv4Prefix>> virtualIps = new ArrayList<>();
    private final Map<Ipv4Address, Located<Ipv4Prefix>> firstUse = new HashMap<>();
    private final Map<Integer, Section> firstOfId = new HashMap<>();

    VirtualRouterReader(Problems problems) {
        this.problems = problems;
    }

    List<VirtualRouterConfig> read(Section root) {
        List<Section> sections = root.sections(ConfigKey.VIRTUAL_ROUTERS);
        root.missing(ConfigKey.VIRTUAL_ROUTERS, "write '- virtualIps: " + EXAMPLE + "' under it");
        if (root.isEmptyList(ConfigKey.VIRTUAL_ROUTERS)) {
            root.refuse(ConfigKey.VIRTUAL_ROUTERS, "is empty", "write '- virtualIps: " + EXAMPLE + "' under it");
        }
        return sections.stream().map(this::router).toList();
    }

    /** The addresses of all routers that were read. */
    List<Located<Ipv4Prefix>> virtualIps() {
        return virtualIps;
    }

    private VirtualRouterConfig router(Section section) {
        return new VirtualRouterConfig(
                id(section),
                section.value(
                                ConfigKey.VERSION,
                                Values.integer(2, 2, "use 2; VRRP version 3 comes with a later release"))
                        .orElse(DEFAULT_VERSION),
                section.value(
                                ConfigKey.PRIORITY,
                                Values.integer(
                                        0, 255, "use 1-254 (255 is the address owner, 0 never becomes director)"))
                        .orElse(DEFAULT_PRIORITY),
                interval(section),
                section.value(ConfigKey.PREEMPT, Values.flag()).orElse(true),
                addresses(section));
    }

    private int id(Section section) {
        int id = section.value(ConfigKey.ID, Values.integer(1, 255, "use 1-255, the same on all nodes"))
                .orElse(DEFAULT_ID);
        @Nullable Section first = firstOfId.putIfAbsent(id, section);
        if (first != null) {
            section.refuse(
                    ConfigKey.ID,
                    id + " is the id of " + first.path() + " already, line " + first.line(ConfigKey.ID),
                    "give each virtual router its own");
        }
        return id;
    }

    private static Duration interval(Section section) {
        Duration interval = section.value(
                        ConfigKey.ADVERTISEMENT_INTERVAL,
                        Values.duration(Duration.ofSeconds(1), Duration.ofSeconds(255)))
                .orElse(DEFAULT_INTERVAL);
        if (interval.toMillis() % 1000 != 0) {
            // RFC 3768 section 5.3.7: the field counts seconds.
            section.refuse(
                    ConfigKey.ADVERTISEMENT_INTERVAL,
                    interval.toMillis() + "ms is not a whole number of seconds, and VRRP version 2 counts no other",
                    "use 1s to 255s");
        }
        return interval;
    }

    private List<Ipv4Prefix> addresses(Section section) {
        section.missing(ConfigKey.VIRTUAL_IPS, "list the addresses that the nodes share, like " + EXAMPLE);
        List<Located<Ipv4Prefix>> found = section.list(
                ConfigKey.VIRTUAL_IPS,
                Values.hostPrefix(
                        "use a free address of the interface's subnet with its prefix length, like 10.51.0.100/24"),
                EXAMPLE);
        if (section.isEmptyList(ConfigKey.VIRTUAL_IPS)) {
            section.refuse(
                    ConfigKey.VIRTUAL_IPS, "is empty", "list the addresses that the nodes share, like " + EXAMPLE);
        }
        for (Located<Ipv4Prefix> virtualIp : found) {
            @Nullable
            Located<Ipv4Prefix> first = firstUse.putIfAbsent(virtualIp.value().address(), virtualIp);
            if (first != null) {
                problems.error(
                        virtualIp.line(),
                        virtualIp.path(),
                        virtualIp.value().address() + " is given twice, first in line " + first.line(),
                        "keep one of them");
            }
        }
        virtualIps.addAll(found);
        return found.stream().map(Located::value).toList();
    }
}
