package io.fairlead.tools.status;

import io.fairlead.tools.config.EngineConfig;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How the data path runs.
 *
 * @param threads that it runs on, each with clients of its own
 * @param idle what it does while there are no frames: {@code poll}, {@code adaptive} or {@code spin}
 * @param spinTimeUs microseconds for which it goes on looking for frames; 0 if it is not adaptive
 * @param cpus the processors that it is pinned to; empty if it is not
 */
public record EngineStatus(int threads, String idle, long spinTimeUs, List<Integer> cpus) {

    /**
     * As configured, but for the number of threads, for which the kernel has to do its part.
     *
     * @param config any
     * @param threads that run
     * @return what is to be shown of it
     */
    public static EngineStatus of(EngineConfig config, int threads) {
        return new EngineStatus(
                threads,
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
        return (threads > 1 ? threads + " threads, " : "") + "idle " + idle
                + (spinTimeUs > 0 ? " (" + spinTimeUs + " us)" : "") + ", on "
                + (cpus.isEmpty()
                        ? "any CPU"
                        : "CPU " + cpus.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
}
