package io.fairlead.tools.daemon;

import io.fairlead.tools.capture.live.CaptureCounter;
import java.util.List;
import java.util.stream.Stream;

/** The counters of the daemon, for tests of what is made of them. */
public final class MetricsCounters {

    private MetricsCounters() {}

    /** Their constants. */
    public static List<? extends Enum<?>> ofDaemon() {
        return Stream.of(ConductorCounter.values(), CaptureCounter.values())
                .flatMap(Stream::of)
                .toList();
    }
}
