package io.fairlead.tools.daemon;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tools.events.EventKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Says that the ports of one interface fail or refuse frames, which the data path only counts: once, then at most once a minute. One thread at a time. */
final class PortFailures {

    /** For how long status goes on to show it. */
    static final long SHOWN_NS = TimeUnit.MINUTES.toNanos(1);

    private static final String SET_UP = "set it up (`ip link`)";
    private static final String MEMORY = "find out what takes the machine's memory";
    private static final String OTHER = "see `dmesg`; a port that cannot be read is opened again by itself";

    private static final Map<EngineCounter, String> REMEDIES = remedies();

    private final String interfaceName;
    private final CounterSums<EngineCounter> counters;
    private final IntSupplier uplinkError;
    private final IntSupplier hostError;
    private final LogLimit limit = new LogLimit();
    private final Map<EngineCounter, Long> known = new EnumMap<>(EngineCounter.class);
    private final Map<EngineCounter, Long> roseNs = new EnumMap<>(EngineCounter.class);

    /** The errors are the last ones of each port. */
    PortFailures(
            final String interfaceName,
            final CounterSums<EngineCounter> counters,
            final IntSupplier uplinkError,
            final IntSupplier hostError) {
        this.interfaceName = interfaceName;
        this.counters = counters;
        this.uplinkError = uplinkError;
        this.hostError = hostError;
        forget();
    }

    private static Map<EngineCounter, String> remedies() {
        final Map<EngineCounter, String> remedies = new EnumMap<>(EngineCounter.class);
        remedies.put(EngineCounter.DROP_UPLINK_DOWN, SET_UP);
        remedies.put(EngineCounter.DROP_HOST_DOWN, SET_UP);
        remedies.put(EngineCounter.UPLINK_RECEIVE_DOWN, SET_UP);
        remedies.put(EngineCounter.HOST_RECEIVE_DOWN, SET_UP);
        remedies.put(EngineCounter.DROP_UPLINK_NO_BUFFERS, MEMORY);
        remedies.put(EngineCounter.DROP_HOST_NO_BUFFERS, MEMORY);
        remedies.put(EngineCounter.UPLINK_RECEIVE_NO_BUFFERS, MEMORY);
        remedies.put(EngineCounter.HOST_RECEIVE_NO_BUFFERS, MEMORY);
        remedies.put(EngineCounter.DROP_UPLINK_GONE, OTHER);
        remedies.put(EngineCounter.DROP_HOST_GONE, OTHER);
        remedies.put(EngineCounter.UPLINK_RECEIVE_GONE, OTHER);
        remedies.put(EngineCounter.HOST_RECEIVE_GONE, OTHER);
        remedies.put(EngineCounter.DROP_UPLINK_FAILED, OTHER);
        remedies.put(EngineCounter.DROP_HOST_FAILED, OTHER);
        remedies.put(EngineCounter.UPLINK_RECEIVE_FAILED, OTHER);
        remedies.put(EngineCounter.HOST_RECEIVE_FAILED, OTHER);
        return remedies;
    }

    void poll(final long nowNs) {
        REMEDIES.keySet().forEach(counter -> {
            final long value = counters.get(counter);
            if (value > known.getOrDefault(counter, 0L)) {
                known.put(counter, value);
                roseNs.put(counter, nowNs);
                final String line = line(counter, value);
                if (limit.isDue(counter.name(), nowNs)) {
                    EventKind.PORT_FAILING
                            .log()
                            .addKeyValue("interface", interfaceName)
                            .addKeyValue("counter", CounterSet.label(counter))
                            .log("{}. Remedy: {}", line, REMEDIES.get(counter));
                }
            }
        });
    }

    /** What was counted so far has been told already. */
    void forget() {
        REMEDIES.keySet().forEach(counter -> known.put(counter, counters.get(counter)));
        roseNs.clear();
    }

    List<String> warnings(final long nowNs) {
        final List<String> warnings = new ArrayList<>();
        roseNs.forEach((counter, atNs) -> {
            if (nowNs - atNs < SHOWN_NS) {
                warnings.add(line(counter, known.getOrDefault(counter, 0L)));
            }
        });
        return warnings;
    }

    private String line(final EngineCounter counter, final long value) {
        final int errno = counter.name().contains("UPLINK") ? uplinkError.getAsInt() : hostError.getAsInt();
        return interfaceName + ": " + CounterSet.label(counter) + " is at " + value + " (" + counter.description()
                + "), the last error being " + Errnos.describe(errno);
    }
}
