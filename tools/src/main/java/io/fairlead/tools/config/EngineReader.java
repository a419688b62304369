package io.fairlead.tools.config;

import io.fairlead.tapio.Processors;
import io.fairlead.tools.config.EngineConfig.Idle;
import io.fairlead.tools.config.EngineConfig.ThreadingMode;
import io.fairlead.tools.config.Values.Spelling;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Reads {@code engine}. */
final class EngineReader {

    private static final int MOST_THREADS = 16;
    private static final Duration SHORTEST_SPIN = Duration.of(1, ChronoUnit.MICROS);
    private static final Duration LONGEST_SPIN = Duration.ofMillis(10);
    private static final Duration DEFAULT_SPIN = Duration.of(50, ChronoUnit.MICROS);
    private static final String CPU_REMEDY =
            "use a number of /sys/devices/system/cpu/online, like 1, or several, like [1, 3]";

    private EngineReader() {}

    static EngineConfig read(Section section) {
        Idle idle = section.value(ConfigKey.IDLE, Values.oneOf(Idle.class, Spelling.LOWER), Idle.POLL);
        if (idle != Idle.ADAPTIVE && section.has(ConfigKey.SPIN_TIME)) {
            section.refuse(
                    ConfigKey.SPIN_TIME,
                    "has no effect with idle: " + Spelling.LOWER.of(idle),
                    "remove it, or write idle: adaptive");
        }
        ThreadingMode mode = section.value(
                ConfigKey.THREADING_MODE,
                Values.oneOf(ThreadingMode.class, Spelling.UPPER),
                ThreadingMode.SHARED_NETWORK);
        int threads = section.value(ConfigKey.THREADS, Values.integer(1, MOST_THREADS, "use 1-" + MOST_THREADS), 1);
        if (threads > 1 && mode == ThreadingMode.SHARED) {
            section.refuse(
                    ConfigKey.THREADS,
                    "is " + threads + ", but with threadingMode: SHARED everything runs on one",
                    "remove one of the two keys");
        }
        List<Integer> cpus = section.value(
                        ConfigKey.CPU, Values.oneOrMore(Values.integer(0, Processors.HIGHEST, CPU_REMEDY), CPU_REMEDY))
                .orElse(List.of());
        if (threads > 1 && !cpus.isEmpty() && cpus.size() != threads) {
            section.refuse(
                    ConfigKey.CPU,
                    "names " + cpus.size() + " CPUs for " + threads + " threads",
                    "name one for each thread, or leave the key out");
        }
        return new EngineConfig(
                mode,
                threads,
                section.value(ConfigKey.OFFLOAD, Values.flag(), true),
                section.value(ConfigKey.IO_URING, Values.flag(), true),
                idle,
                section.valueIf(
                        idle == Idle.ADAPTIVE,
                        ConfigKey.SPIN_TIME,
                        Values.duration(SHORTEST_SPIN, LONGEST_SPIN),
                        DEFAULT_SPIN),
                cpus);
    }
}
