package io.fairlead.tools.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.control.StateDirectory;
import io.fairlead.tools.events.Event;
import io.fairlead.tools.events.EventFiles;
import io.fairlead.tools.status.CheckJson;
import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import io.fairlead.tools.status.TroublesJson;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks daemon, files and kernel for what the checks look at. Whatever cannot be had is left out: the doctor is called when things are amiss. */
public final class Gathering {

    private static final Path TUN = Path.of("/dev/net/tun");
    private static final Path IO_URING = Path.of("/proc/sys/kernel/io_uring_disabled");

    private final RunDirectory runDirectory;
    private final Duration watch;

    /**
     * Looks at nodes of this machine.
     *
     * @param runDirectory where they keep socket and counters
     * @param watch for how long counters are watched
     */
    public Gathering(RunDirectory runDirectory, Duration watch) {
        this.runDirectory = runDirectory;
        this.watch = watch;
    }

    /**
     * Looks at one of them; takes as long as the counters are watched, or some seconds if the daemon hangs.
     *
     * @param node its name; empty for the machine alone
     * @return all that could be had
     */
    public Snapshot of(String node) {
        if (node.isEmpty()) {
            return silent(node, "no daemon", "");
        }
        Map<String, Long> before = counters(node);
        long startNs = System.nanoTime();
        ControlClient daemon = new ControlClient(runDirectory.controlSocket(node));
        try {
            StatusReport status = new StatusJson().fromJson(daemon.request("status"));
            CheckReport check = new CheckJson().fromJson(daemon.request("check"));
            @Nullable List<TroubleStatus> troubles = troubles(daemon);
            Thread.sleep(watch.toMillis());
            Counts counts = new Counts(
                    before,
                    counters(node),
                    Duration.ofNanos(System.nanoTime() - startNs).toMillis() + 1);
            return new Snapshot(node, "", "", status, check, troubles, counts, machine());
        } catch (ControlException | IOException e) {
            return silent(node, String.valueOf(e.getMessage()), lastEvent(node));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silent(node, "interrupted", "");
        }
    }

    private Snapshot silent(String node, String why, String lastEvent) {
        return new Snapshot(node, why, lastEvent, null, null, null, new Counts(Map.of(), Map.of(), 0), machine());
    }

    /** Null from a daemon that does not know the command yet. */
    private static @Nullable List<TroubleStatus> troubles(ControlClient daemon) {
        try {
            JsonNode answer = daemon.request("troubles");
            return new TroublesJson().fromJson(answer);
        } catch (ControlException | IOException e) {
            return null;
        }
    }

    private Map<String, Long> counters(String node) {
        Path file = runDirectory.counters(node);
        try {
            return Files.exists(file) ? CountersFile.read(file) : Map.of();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Map.of();
        }
    }

    private String lastEvent(String node) {
        try {
            List<Event> events = new EventFiles(StateDirectory.of(runDirectory).node(node))
                    .read().events().stream()
                            .filter(event -> event.isOf("daemon"))
                            .toList();
            return events.isEmpty() ? "" : events.get(events.size() - 1).message();
        } catch (IOException e) {
            return "";
        }
    }

    private static Machine machine() {
        return new Machine(Files.exists(TUN), ioUringDisabled(), mtus(), addresses());
    }

    private static int ioUringDisabled() {
        try {
            return Integer.parseInt(Files.readString(IO_URING).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static List<IpPrefix> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(device -> device.getInterfaceAddresses().stream())
                    .map(address -> new IpPrefix(
                            IpAddress.parse(
                                    address.getAddress().getHostAddress().split("%", 2)[0]),
                            address.getNetworkPrefixLength()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, Integer> mtus() {
        Map<String, Integer> mtus = new HashMap<>();
        try {
            for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                mtus.put(device.getName(), device.getMTU());
            }
        } catch (IOException e) {
            // one may be taken away while they are listed; what is known counts
        }
        return mtus;
    }
}
