package io.fairlead.tools.config;

import static io.fairlead.tools.config.ConfigKey.Applied.BY_RELOAD;
import static io.fairlead.tools.config.ConfigKey.Applied.BY_RESTART;

import java.util.Arrays;
import java.util.List;

/** Every key that a configuration may hold; {@code docs/configuration.md} describes each, and a test compares the two. */
enum ConfigKey {
    NODE("", "node"),
    VIRTUAL_ROUTERS("", "virtualRouters"),
    REDIRECTS("", "redirects", BY_RELOAD),
    CLUSTER("", "cluster"),
    ENGINE("", "engine"),
    POLICY("", "policy", BY_RELOAD),
    HEALTH("", "health", BY_RELOAD),
    CONTROL("", "control"),
    LOG("", "log"),
    METRICS("", "metrics"),

    NAME("node", "name"),
    INTERFACE("node", "interface"),
    MANAGEMENT_IP("node", "managementIp"),
    MANAGEMENT_IP6("node", "managementIp6"),
    ATTACH("node", "attach"),
    SCANNING("node", "scanning"),
    NODE_WEIGHT("node", "weight", BY_RELOAD),
    PROXY_LOAD_FILE("node", "proxyLoadFile"),

    ID("virtualRouters[]", "id"),
    VERSION("virtualRouters[]", "version"),
    PRIORITY("virtualRouters[]", "priority", BY_RELOAD),
    ADVERTISEMENT_INTERVAL("virtualRouters[]", "advertisementInterval"),
    PREEMPT("virtualRouters[]", "preempt"),
    PREEMPT_DELAY("virtualRouters[]", "preemptDelay"),
    STARTUP_DELAY("virtualRouters[]", "startupDelay"),
    ROUTER_INTERFACE("virtualRouters[]", "interface"),
    VIRTUAL_IPS("virtualRouters[]", "virtualIps"),
    UNICAST_PEERS("virtualRouters[]", "unicastPeers"),
    CHECKSUM("virtualRouters[]", "checksum"),
    ACCEPT_MODE("virtualRouters[]", "acceptMode"),
    SYNC_GROUP("virtualRouters[]", "syncGroup"),
    AUTHENTICATION("virtualRouters[]", "authentication"),
    GRATUITOUS_ARP("virtualRouters[]", "gratuitousArp"),
    TRACK("virtualRouters[]", "track"),

    AUTH_TYPE("virtualRouters[].authentication", "type"),
    AUTH_PASSWORD_FILE("virtualRouters[].authentication", "passwordFile"),
    AUTH_PASSWORD("virtualRouters[].authentication", "password"),
    AUTH_KEYS("virtualRouters[].authentication", "keys"),
    AUTH_ACTIVE_KEY("virtualRouters[].authentication", "activeKey"),
    AUTH_MODE("virtualRouters[].authentication", "mode"),
    AUTH_ANTI_REPLAY("virtualRouters[].authentication", "antiReplay"),
    AUTH_WINDOW("virtualRouters[].authentication", "window"),

    ARP_COUNT("virtualRouters[].gratuitousArp", "count"),
    ARP_INTERVAL("virtualRouters[].gratuitousArp", "interval"),
    ARP_REPEAT_DELAY("virtualRouters[].gratuitousArp", "repeatDelay"),
    ARP_REFRESH_INTERVAL("virtualRouters[].gratuitousArp", "refreshInterval"),
    ARP_REFRESH_COUNT("virtualRouters[].gratuitousArp", "refreshCount"),
    ARP_LOWER_PRIORITY_COUNT("virtualRouters[].gratuitousArp", "lowerPriorityCount"),
    ARP_LOWER_PRIORITY_REPEAT_DELAY("virtualRouters[].gratuitousArp", "lowerPriorityRepeatDelay"),

    TRACK_INTERFACE("virtualRouters[].track[]", "interface"),
    TRACK_COMMAND("virtualRouters[].track[]", "command"),
    TRACK_INTERVAL("virtualRouters[].track[]", "interval"),
    TRACK_TIMEOUT("virtualRouters[].track[]", "timeout"),
    TRACK_FILE("virtualRouters[].track[]", "file"),
    TRACK_ROUTE("virtualRouters[].track[]", "route"),
    TRACK_HEALTH("virtualRouters[].track[]", "health"),
    TRACK_WEIGHT("virtualRouters[].track[]", "weight"),
    TRACK_RISE("virtualRouters[].track[]", "rise"),
    TRACK_FALL("virtualRouters[].track[]", "fall"),

    PROTOCOL("redirects[]", "protocol", BY_RELOAD),
    TRANSPORT("redirects[]", "transport", BY_RELOAD),
    ORIGINAL_PORTS("redirects[]", "originalPorts", BY_RELOAD),
    PROXY_PORT("redirects[]", "proxyPort", BY_RELOAD),
    PASSIVE_PORTS("redirects[]", "passivePorts", BY_RELOAD),
    EXCEPT_SOURCES("redirects[]", "exceptSources", BY_RELOAD),
    EXCEPT_DESTINATIONS("redirects[]", "exceptDestinations", BY_RELOAD),
    FORCE("redirects[]", "force", BY_RELOAD),
    REDIRECT_HEALTH("redirects[]", "health", BY_RELOAD),

    PROBE("redirects[].health", "probe", BY_RELOAD),
    PROBE_URL("redirects[].health", "url", BY_RELOAD),
    PROBE_SERVICE("redirects[].health", "service", BY_RELOAD),
    PROBE_SERVER_NAME("redirects[].health", "serverName", BY_RELOAD),

    KEY_FILE("cluster", "keyFile"),
    DISCOVERY("cluster", "discovery"),
    NODES("cluster", "nodes"),
    REPORT_INTERVAL("cluster", "reportInterval"),
    MISSED_REPORTS("cluster", "missedReports"),
    ARP_PROBE_INTERVAL("cluster", "arpProbeInterval"),
    DEAD_AFTER("cluster", "deadAfter"),

    THREADING_MODE("engine", "threadingMode"),
    THREADS("engine", "threads"),
    OFFLOAD("engine", "offload"),
    IO_URING("engine", "ioUring"),
    IDLE("engine", "idle"),
    SPIN_TIME("engine", "spinTime"),
    CPU("engine", "cpu"),

    ALGORITHM("policy", "algorithm", BY_RELOAD),
    WEIGHTS("policy", "weights", BY_RELOAD),
    CONNECTIONS_PER_CLIENT("policy", "connectionsPerClient", BY_RELOAD),
    SLOW_START("policy", "slowStart", BY_RELOAD),
    STICKY_TIMEOUT("policy", "stickyTimeout"),
    HEAVY_SOURCES("policy", "heavySources", BY_RELOAD),

    WEIGHT_CPU("policy.weights", "cpu", BY_RELOAD),
    WEIGHT_MEMORY("policy.weights", "memory", BY_RELOAD),
    WEIGHT_PROXY("policy.weights", "proxy", BY_RELOAD),
    WEIGHT_CONNECTIONS("policy.weights", "connections", BY_RELOAD),

    HEAVY_CONNECTIONS("policy.heavySources", "connections", BY_RELOAD),
    HEAVY_SPREAD("policy.heavySources", "spread", BY_RELOAD),

    HEALTH_PER_REDIRECT("health", "perRedirect", BY_RELOAD),
    HEALTH_INTERVAL("health", "interval", BY_RELOAD),
    HEALTH_TIMEOUT("health", "timeout", BY_RELOAD),
    HEALTH_RISE("health", "rise", BY_RELOAD),
    HEALTH_FALL("health", "fall", BY_RELOAD),

    CONTROL_GROUP("control", "group"),
    CONTROL_OPERATORS("control", "operators"),

    LOG_LEVEL("log", "level"),
    LOG_FORMAT("log", "format"),
    LOG_SYSLOG("log", "syslog"),

    METRICS_LISTEN("metrics", "listen");

    private final String section;
    private final String key;
    private final Applied applied;

    /** When a running node takes a new value. */
    enum Applied {
        BY_RELOAD,
        BY_RESTART
    }

    ConfigKey(String section, String key) {
        this(section, key, BY_RESTART);
    }

    ConfigKey(String section, String key, Applied applied) {
        this.section = section;
        this.key = key;
        this.applied = applied;
    }

    boolean isAppliedByReload() {
        return applied == BY_RELOAD;
    }

    /** The keys that a section may hold, {@code ""} being the file itself. */
    static List<ConfigKey> keysOf(String section) {
        return Arrays.stream(values())
                .filter(key -> key.section.equals(section))
                .toList();
    }

    String key() {
        return key;
    }

    /** The section it belongs to, without the brackets of a list. */
    String sectionName() {
        return section.replace("[]", "");
    }

    /** Full path with {@code []} for any element of a list, as the documentation heads it. */
    String path() {
        return section.isEmpty() ? key : section + "." + key;
    }
}
