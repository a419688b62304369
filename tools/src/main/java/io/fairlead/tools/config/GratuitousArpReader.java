package io.fairlead.tools.config;

import java.time.Duration;

/** Reads {@code gratuitousArp} of a virtual router; the defaults are keepalived's. */
final class GratuitousArpReader {

    private static final int DEFAULT_COUNT = 5;
    private static final int DEFAULT_REFRESH_COUNT = 1;
    private static final int MAX_COUNT = 100;
    private static final Duration DEFAULT_REPEAT_DELAY = Duration.ofSeconds(5);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofHours(1);
    private static final Duration MAX_REFRESH_INTERVAL = Duration.ofHours(24);

    private GratuitousArpReader() {}

    static GratuitousArpSettings read(Section router) {
        Section section = router.section(ConfigKey.GRATUITOUS_ARP);
        int count = count(section, ConfigKey.ARP_COUNT, 1, DEFAULT_COUNT);
        Duration repeatDelay = delay(section, ConfigKey.ARP_REPEAT_DELAY, MAX_DELAY, DEFAULT_REPEAT_DELAY);
        return new GratuitousArpSettings(
                count,
                delay(section, ConfigKey.ARP_INTERVAL, MAX_INTERVAL, Duration.ZERO),
                repeatDelay,
                delay(section, ConfigKey.ARP_REFRESH_INTERVAL, MAX_REFRESH_INTERVAL, Duration.ZERO),
                count(section, ConfigKey.ARP_REFRESH_COUNT, 1, DEFAULT_REFRESH_COUNT),
                section.value(ConfigKey.ARP_LOWER_PRIORITY_COUNT, counted(0), count, "as count"),
                section.value(
                        ConfigKey.ARP_LOWER_PRIORITY_REPEAT_DELAY,
                        Values.duration(Duration.ZERO, MAX_DELAY),
                        repeatDelay,
                        "as repeatDelay"));
    }

    private static int count(Section section, ConfigKey key, int min, int otherwise) {
        return section.value(key, counted(min), otherwise);
    }

    private static Conversion<Integer> counted(int min) {
        return Values.integer(min, MAX_COUNT, "use " + min + "-" + MAX_COUNT);
    }

    private static Duration delay(Section section, ConfigKey key, Duration max, Duration otherwise) {
        return section.value(key, Values.duration(Duration.ZERO, max), otherwise);
    }
}
