package io.fairlead.tools.doctor;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.Examination;
import io.fairlead.tools.status.HeavySourceStatus;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.RedirectCheck;
import io.fairlead.tools.status.RedirectStatus;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A director of two nodes that is well until something is done to it. */
final class Patient {

    static final Instant NOW = Instant.parse("2026-11-22T20:31:02.123Z");

    NodeRole role = NodeRole.DIRECTOR;
    String silence = "";
    String lastEvent = "";
    String node = "n1";
    boolean hasTun = true;
    int ioUringDisabled;
    int mtu = 1500;
    VirtualRouterStatus router = router("MASTER", true, "10.51.0.1");
    final List<RedirectStatus> redirects =
            new ArrayList<>(List.of(new RedirectStatus("http", "tcp", List.of(9090), 3128)));
    RedirectCheck proxy = proxy(CheckState.OK, "answers: HTTP/1.1 200 OK", "");
    final List<NodeStatus> nodes = new ArrayList<>(List.of(node("n1", true, true, List.of(), List.of())));
    final List<HeavySourceStatus> heavySources = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Nullable
    List<TroubleStatus> troubles = new ArrayList<>();

    final Map<String, Long> before = new HashMap<>(Map.of("report-ok", 10L, "vrrp-ok", 3L));
    final Map<String, Long> now = new HashMap<>(Map.of("report-ok", 14L, "vrrp-ok", 3L));

    Patient() {
        nodes.add(node("n2", false, true, List.of(), List.of()));
    }

    static VirtualRouterStatus router(String state, boolean isHeld, String master, String... notes) {
        return new VirtualRouterStatus(
                51, "eth0", 2, state, 99, 99, List.of("10.51.0.100/24"), isHeld, master, "", List.of(notes));
    }

    static RedirectCheck proxy(CheckState state, String result, String remedy) {
        return new RedirectCheck(
                "http",
                "tcp",
                List.of(9090),
                "10.51.0.1",
                3128,
                "http",
                state,
                result,
                remedy,
                null,
                0,
                1L,
                1L,
                1.0,
                0,
                1);
    }

    static NodeStatus node(
            String name, boolean isSelf, boolean takesClients, List<String> failures, List<String> mismatches) {
        return node(name, "10.51.0." + name.substring(1), 1500, isSelf, takesClients, failures, mismatches);
    }

    static NodeStatus node(
            String name,
            String address,
            @Nullable Integer mtu,
            boolean isSelf,
            boolean takesClients,
            List<String> failures,
            List<String> mismatches) {
        return new NodeStatus(
                name,
                address,
                null,
                "02:00:00:00:00:01",
                mtu,
                isSelf ? NodeRole.DIRECTOR : NodeRole.BACKUP,
                99,
                isSelf,
                failures.isEmpty(),
                takesClients,
                failures,
                List.of(),
                true,
                false,
                100,
                0,
                0,
                null,
                0,
                0,
                null,
                0,
                0,
                0,
                mismatches);
    }

    Patient with(java.util.function.Consumer<Patient> illness) {
        illness.accept(this);
        return this;
    }

    Snapshot snapshot() {
        Machine machine = new Machine(
                hasTun, ioUringDisabled, Map.of("eth0", mtu), List.of(new IpPrefix(IpAddress.parse("10.51.0.1"), 24)));
        if (!silence.isEmpty()) {
            return new Snapshot(node, silence, lastEvent, null, null, null, new Counts(Map.of(), Map.of(), 0), machine);
        }
        StatusReport status = new StatusReport(
                node,
                role,
                NOW.toString(),
                1,
                null,
                List.of(router),
                redirects,
                nodes,
                heavySources,
                warnings,
                new TreeMap<>());
        CheckReport check =
                new CheckReport(node, NOW.toString(), proxy.state().isGood(), false, 500, 2_000, 1, 2, List.of(proxy));
        return new Snapshot(node, "", "", status, check, troubles, new Counts(before, now, 2_000), machine);
    }

    Examination examined(String check) {
        return Doctor.examine(snapshot(), NOW).checks().stream()
                .filter(examination -> examination.check().equals(check))
                .findFirst()
                .orElseThrow();
    }
}
