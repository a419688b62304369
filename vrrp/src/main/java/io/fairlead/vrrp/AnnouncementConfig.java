package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;

/**
 * How a new master makes its addresses known to switches and neighbours.
 *
 * @param burst gratuitous ARPs per virtual IP in one go
 * @param repeatDelayNs when the burst of a takeover is repeated once, for switches that were still learning; 0 for never
 * @param refreshIntervalNs how often a single one follows while master; 0 for never
 */
public record AnnouncementConfig(int burst, long repeatDelayNs, long refreshIntervalNs) {

    /** As keepalived does: five, five more after 5 s, no refresh. */
    public static final AnnouncementConfig DEFAULT = new AnnouncementConfig(5, TimeUnit.SECONDS.toNanos(5), 0);

    public AnnouncementConfig {
        if (burst < 1 || repeatDelayNs < 0 || refreshIntervalNs < 0) {
            throw new IllegalArgumentException("burst " + burst + " below 1, or a negative time: repeat delay "
                    + repeatDelayNs + " ns, refresh interval " + refreshIntervalNs + " ns");
        }
    }
}
