package io.fairlead.tools.daemon;

import java.util.List;

/** The counters of the daemon, for tests of what is made of them. */
public final class MetricsCounters {

    private MetricsCounters() {}

    /** Their constants. */
    public static List<? extends Enum<?>> ofDaemon() {
        return List.of(ConductorCounter.values());
    }
}
