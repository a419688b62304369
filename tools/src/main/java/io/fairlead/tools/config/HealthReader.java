package io.fairlead.tools.config;

import java.time.Duration;

/** Reads {@code health}. */
final class HealthReader {

    private static final int MAX_COUNT = 100;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    private static final int DEFAULT_RISE = 1;
    private static final int DEFAULT_FALL = 2;

    private HealthReader() {}

    static HealthConfig read(Section root) {
        Section section = root.section(ConfigKey.HEALTH);
        return new HealthConfig(
                section.value(ConfigKey.HEALTH_PER_REDIRECT, Values.flag(), false),
                section.value(ConfigKey.HEALTH_INTERVAL, Values.duration(SHORTEST, LONGEST), DEFAULT_INTERVAL),
                section.value(ConfigKey.HEALTH_TIMEOUT, Values.duration(SHORTEST, LONGEST), DEFAULT_TIMEOUT),
                count(section, ConfigKey.HEALTH_RISE, DEFAULT_RISE),
                count(section, ConfigKey.HEALTH_FALL, DEFAULT_FALL));
    }

    private static int count(Section section, ConfigKey key, int byDefault) {
        return section.value(key, Values.integer(1, MAX_COUNT, "use 1-" + MAX_COUNT), byDefault);
    }
}
