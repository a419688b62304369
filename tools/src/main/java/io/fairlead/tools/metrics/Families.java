package io.fairlead.tools.metrics;

import static io.fairlead.tools.metrics.Family.gauge;

import java.util.List;

/** What the node tells of its state; what it counts is in {@link CounterFamilies}. */
final class Families {

    static final String NODE = "node";

    static final Family BUILD = new Family(
            "fairlead_build",
            Family.Type.INFO,
            List.of("version", NODE),
            "version of Fairlead, and the name of this node");
    static final Family UP =
            gauge("fairlead_up", "1 if the daemon's protocols answer, 0 if they are stuck; then the state is left out");
    static final Family START_TIME =
            gauge("fairlead_start_time_seconds", "when the daemon was started, in seconds since 1970");
    static final Family ROUTER_STATE = new Family(
            "fairlead_virtual_router_state",
            Family.Type.STATESET,
            List.of("router", "interface", "family"),
            "state of a virtual router: `init`, `backup` or `master`");
    static final Family ROUTER_PRIORITY =
            gauge("fairlead_virtual_router_priority", "its priority that counts now", "router", "interface", "family");
    static final Family ROUTER_HOLDS = gauge(
            "fairlead_virtual_router_addresses_held",
            "1 if its virtual IPs are on this node's interface",
            "router",
            "interface",
            "family");
    static final Family NODE_ROLE = new Family(
            "fairlead_node_role",
            Family.Type.STATESET,
            List.of(NODE),
            "role of a node that this one tells of: `director`, `backup` or `scanning_only`");
    static final Family NODE_HEALTHY =
            gauge("fairlead_node_healthy", "1 if its proxies answer and it is heard of", NODE);
    static final Family NODE_TAKES = gauge("fairlead_node_takes_new_clients", "1 if it is given new clients", NODE);
    static final Family NODE_DRAINING = gauge("fairlead_node_draining", "1 if it is drained", NODE);
    static final Family NODE_CONNECTIONS = gauge("fairlead_node_connections", "connections that it serves now", NODE);
    static final Family NODE_STICKY = gauge("fairlead_node_sticky_clients", "clients that stay with it", NODE);
    static final Family NODE_LOAD =
            gauge("fairlead_node_load_score", "by which the director chooses; lower is freer", NODE);
    static final Family NODE_WEIGHT = gauge("fairlead_node_weight", "its share of the clients beside others", NODE);
    static final Family NODE_CPU = gauge("fairlead_node_cpu_usage_ratio", "use of its processors, 0-1", NODE);
    static final Family NODE_MEMORY = gauge("fairlead_node_memory_usage_ratio", "use of its memory, 0-1", NODE);
    static final Family NODE_PROXY = gauge(
            "fairlead_node_proxy_usage_ratio",
            "how busy its proxy says that it is, 0-1; left out if it does not",
            NODE);
    static final Family NODE_REPORT_AGE =
            gauge("fairlead_node_report_age_seconds", "age of its last load report", NODE);
    static final Family NODE_MISMATCHES = gauge(
            "fairlead_node_mismatches", "in how many points its configuration differs though it has to agree", NODE);
    static final Family HEAVY_SOURCES =
            gauge("fairlead_heavy_sources", "clients with more connections than a node's fair share");
    static final Family WARNINGS = gauge("fairlead_warnings", "warnings that `fairlead status` shows");

    private Families() {}

    static List<Family> all() {
        return List.of(
                BUILD,
                UP,
                START_TIME,
                ROUTER_STATE,
                ROUTER_PRIORITY,
                ROUTER_HOLDS,
                NODE_ROLE,
                NODE_HEALTHY,
                NODE_TAKES,
                NODE_DRAINING,
                NODE_CONNECTIONS,
                NODE_STICKY,
                NODE_LOAD,
                NODE_WEIGHT,
                NODE_CPU,
                NODE_MEMORY,
                NODE_PROXY,
                NODE_REPORT_AGE,
                NODE_MISMATCHES,
                HEAVY_SOURCES,
                WARNINGS);
    }
}
