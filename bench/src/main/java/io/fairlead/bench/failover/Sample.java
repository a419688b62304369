package io.fairlead.bench.failover;

import java.time.Duration;

/**
 * What a client saw of one event.
 *
 * @param gap the longest silence between two answered pings
 * @param pingsLost how many pings were never answered
 * @param connectionsBroken how many of the connections through the virtual IP had ended
 */
record Sample(Duration gap, int pingsLost, int connectionsBroken) {}
