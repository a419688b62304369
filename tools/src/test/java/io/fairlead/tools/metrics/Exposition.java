package io.fairlead.tools.metrics;

import io.fairlead.netstack.counter.CounterDescriptor;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node with two interfaces that is director, and another one, and what they tell. */
final class Exposition {

    /** Stands in for the counters of the daemon. */
    enum DaemonCounter implements CounterDescriptor {
        FLOWS_ASKED,
        DROP_CONDUCTOR_SEND;

        @Override
        public String description() {
            return "counted by the daemon";
        }
    }

    private Exposition() {}

    static NodeMetrics metrics(NodeMetrics.StatusSource status) {
        return new NodeMetrics(
                "n1", List.of("eth0", "eth1"), List.of(DaemonCounter.values()), status, Exposition::counters, () -> 0);
    }

    static NodeMetrics stuck() {
        return metrics(() -> {
            throw new ControlException("the conductor has not answered");
        });
    }

    /** Each counter of an engine has its number in the enum, those of the second interface a thousand more. */
    static Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        long number = 0;
        for (EngineCounter counter : EngineCounter.values()) {
            counters.put(CounterSet.label(counter), number);
            counters.put("eth1-" + CounterSet.label(counter), 1000 + number);
            number++;
        }
        counters.put("own-connections", 12L);
        counters.put("own-connections-active", 3L);
        counters.put("drop-foreign-unicast", 17L);
        counters.put("drop-conductor-send", 2L);
        counters.put("flows-asked", 5L);
        counters.put("vrrp-ttl-not-255", 4L);
        counters.put("report-bad-hmac", 6L);
        counters.put("a-counter-of-another-version", 1L);
        return counters;
    }

    static StatusReport report() {
        return new StatusReport(
                "n1",
                NodeRole.DIRECTOR,
                "2026-11-22T20:31:02.500Z",
                2500,
                null,
                List.of(new VirtualRouterStatus(
                        51,
                        "eth0",
                        2,
                        "MASTER",
                        99,
                        99,
                        List.of("10.51.0.100/24"),
                        true,
                        "10.51.0.1",
                        "no advertisement",
                        List.of())),
                List.of(),
                List.of(node("n1", NodeRole.DIRECTOR, true, 35), node("n2", NodeRole.BACKUP, false, null)),
                List.of(new HeavySourceStatus("10.51.0.50", "n1", 9, 69, false)),
                List.of("discovery is open"),
                new TreeMap<>());
    }

    private static NodeStatus node(String name, NodeRole role, boolean healthy, @Nullable Integer proxyPercent) {
        return new NodeStatus(
                name,
                "10.51.0.1",
                null,
                "02:00:00:00:00:01",
                1500,
                role,
                99,
                role == NodeRole.DIRECTOR,
                healthy,
                healthy,
                List.of(),
                List.of(),
                true,
                false,
                100,
                12,
                3.25,
                null,
                12,
                40,
                proxyPercent,
                23,
                5,
                740,
                healthy ? List.of() : List.of("redirects differ"));
    }
}
