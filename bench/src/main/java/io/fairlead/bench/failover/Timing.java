package io.fairlead.bench.failover;

import java.time.Duration;

/**
 * How a group speaks VRRP.
 *
 * @param version 2 or 3
 * @param interval from one advertisement to the next
 */
record Timing(int version, Duration interval) {
    @Override
    public String toString() {
        return "v" + version + " " + interval.toMillis() + " ms";
    }
}
