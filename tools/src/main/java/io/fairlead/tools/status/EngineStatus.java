package io.fairlead.tools.status;

import io.fairlead.tools.config.EngineConfig;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How the data path runs.
 *
 * @param idle what it does while there are no frames: {@code poll}, {@code adaptive} or {@code spin}
 * @param spinTimeUs microseconds for which it goes on looking for frames; 0 if it is not adaptive
 * @param cpus the processors that it is pinned to; empty if it is not
 */
public record EngineStatus(String idle, long spinTimeUs, List<Integer> cpus) {

    /**
     * As configured.
     *
     * @param config any
     * @return what is to be shown of it
     */
    public static EngineStatus of(EngineConfig config) {
        return new EngineStatus(
                config.idle().name().toLowerCase(Locale.ROOT),
                config.idle() == EngineConfig.Idle.ADAPTIVE
                        ? TimeUnit.NANOSECONDS.toMicros(config.spinTime().toNanos())
                        : 0,
                config.cpus());
    }

    /**
     * For people.
     *
     * @return part of a line
     */
    public String describe() {
        return "idle " + idle + (spinTimeUs > 0 ? " (" + spinTimeUs + " us)" : "") + ", on "
                + (cpus.isEmpty()
                        ? "any CPU"
                        : "CPU " + cpus.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
}
