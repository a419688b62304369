package io.fairlead.tools.metrics;

import java.util.List;

/**
 * A metric, which has a value for each set of labels.
 *
 * @param name as it is exposed, but for the {@code _total} of counters and the {@code _info} of {@link Type#INFO}
 * @param type what kind of value it has
 * @param labels their names
 * @param help what it tells, as it stands in {@code docs/metrics.md}
 */
record Family(String name, Type type, List<String> labels, String help) {

    /** What kind of value. */
    enum Type {
        /** Only grows, and begins at zero when the daemon starts. */
        COUNTER("_total"),
        /** Goes up and down. */
        GAUGE(""),
        /** 1 for the state that it is in, 0 for all others. */
        STATESET(""),
        /** Always 1; the labels tell. */
        INFO("_info");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    static Family gauge(String name, String help, String... labels) {
        return new Family(name, Type.GAUGE, List.of(labels), help);
    }

    static Family counter(String name, String help, String... labels) {
        return new Family(name, Type.COUNTER, List.of(labels), help);
    }

    /** As a query names it. */
    String exposedName() {
        return name + type.suffix;
    }
}
