package io.fairlead.tools.config;

import java.util.Arrays;
import java.util.List;

/** Every key that a configuration may hold; {@code docs/configuration.md} describes each, and a test compares the two. */
enum ConfigKey {
    NODE("", "node"),
    VIRTUAL_ROUTERS("", "virtualRouters"),
    REDIRECTS("", "redirects"),
    CLUSTER("", "cluster"),
    ENGINE("", "engine"),
    POLICY("", "policy"),

    NAME("node", "name"),
    INTERFACE("node", "interface"),
    MANAGEMENT_IP("node", "managementIp"),
    ATTACH("node", "attach"),

    ID("virtualRouters[]", "id"),
    VERSION("virtualRouters[]", "version"),
    PRIORITY("virtualRouters[]", "priority"),
    ADVERTISEMENT_INTERVAL("virtualRouters[]", "advertisementInterval"),
    PREEMPT("virtualRouters[]", "preempt"),
    VIRTUAL_IPS("virtualRouters[]", "virtualIps"),

    PROTOCOL("redirects[]", "protocol"),
    TRANSPORT("redirects[]", "transport"),
    ORIGINAL_PORTS("redirects[]", "originalPorts"),
    PROXY_PORT("redirects[]", "proxyPort"),
    FORCE("redirects[]", "force"),

    KEY_FILE("cluster", "keyFile"),
    DISCOVERY("cluster", "discovery"),
    NODES("cluster", "nodes"),
    REPORT_INTERVAL("cluster", "reportInterval"),
    DEAD_AFTER("cluster", "deadAfter"),

    THREADING_MODE("engine", "threadingMode"),

    STICKY_TIMEOUT("policy", "stickyTimeout");

    private final String section;
    private final String key;

    ConfigKey(String section, String key) {
        this.section = section;
        this.key = key;
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
