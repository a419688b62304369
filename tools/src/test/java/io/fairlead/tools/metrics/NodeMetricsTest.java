package io.fairlead.tools.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class NodeMetricsTest {

    static String expose(NodeMetrics metrics) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            OpenMetricsTextFormatWriter.create().write(out, metrics.collect());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    @Test
    void shouldTellStateRoleAndLoadOfTheNodes() {
        assertThat(expose(Exposition.metrics(Exposition::report)).lines())
                .contains(
                        "# TYPE fairlead_virtual_router_state stateset",
                        "fairlead_virtual_router_state{family=\"ipv4\",interface=\"eth0\",router=\"51\","
                                + "fairlead_virtual_router_state=\"master\"} 1",
                        "fairlead_virtual_router_state{family=\"ipv4\",interface=\"eth0\",router=\"51\","
                                + "fairlead_virtual_router_state=\"backup\"} 0",
                        "fairlead_node_role{node=\"n2\",fairlead_node_role=\"backup\"} 1",
                        "fairlead_node_healthy{node=\"n2\"} 0.0",
                        "fairlead_node_cpu_usage_ratio{node=\"n1\"} 0.12",
                        "fairlead_node_proxy_usage_ratio{node=\"n1\"} 0.35",
                        "fairlead_node_report_age_seconds{node=\"n1\"} 0.74",
                        "fairlead_node_mismatches{node=\"n2\"} 1.0",
                        "fairlead_start_time_seconds 1.79537946E9",
                        "fairlead_up 1.0",
                        "fairlead_build_info{node=\"n1\",version=\"unknown\"} 1")
                .doesNotContain("fairlead_node_proxy_usage_ratio{node=\"n2\"} 0.0");
    }

    @Test
    void shouldTellCountersByInterfacePortAndReason() {
        assertThat(expose(Exposition.metrics(Exposition::report)).lines())
                .contains(
                        "# TYPE fairlead_dropped_frames counter",
                        "fairlead_dropped_frames_total{interface=\"eth0\",reason=\"foreign_unicast\"} 17.0",
                        "fairlead_dropped_frames_total{interface=\"eth0\",reason=\"conductor_send\"} 2.0",
                        "fairlead_dropped_frames_total{interface=\"eth1\",reason=\"control_full\"} 1005.0",
                        "fairlead_port_received_frames_total{interface=\"eth0\",port=\"uplink\"} 0.0",
                        "fairlead_port_sent_frames_total{interface=\"eth1\",port=\"host\"} 1003.0",
                        "fairlead_vrrp_received_advertisements_total{verdict=\"ttl_not_255\"} 4.0",
                        "fairlead_cluster_received_messages_total{verdict=\"bad_hmac\"} 6.0",
                        "fairlead_flows_asked_total 5.0",
                        "fairlead_own_connections_total 12.0",
                        "fairlead_own_connections_active 3.0");
    }

    @Test
    void shouldTellCountersAndThatItIsStuckWhenTheConductorDoesNotAnswer() {
        assertThat(expose(Exposition.stuck()).lines())
                .contains("fairlead_up 0.0", "fairlead_own_connections_total 12.0")
                .noneMatch(line -> line.contains("fairlead_node_"));
    }

    @Test
    void shouldNotAskTheNodeForEachOfManyScrapes() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong nowNs = new AtomicLong();
        NodeMetrics metrics = new NodeMetrics(
                "n1",
                List.of("eth0"),
                List.of(),
                () -> {
                    asked.incrementAndGet();
                    return Exposition.report();
                },
                Exposition::counters,
                nowNs::get);

        for (int i = 0; i < 1000; i++) {
            nowNs.addAndGet(1_000_000);
            metrics.collect();
        }

        assertThat(asked).hasValue(4);
    }
}
