package io.fairlead.vrrp;

import java.util.concurrent.TimeUnit;

/**
 * How a master makes its addresses known to switches and neighbours: gratuitous ARPs over IPv4, unsolicited neighbour advertisements over IPv6.
 *
 * @param burst announcements per virtual IP at a takeover
 * @param spacingNs between two announcements of a burst; 0 sends them in one go
 * @param repeatDelayNs when the burst of a takeover is repeated once, for switches that were still learning; 0 for never
 * @param refreshIntervalNs how often they are announced again while master; 0 for never
 * @param refreshBurst announcements per virtual IP of such a refresh
 * @param lowerPriorityBurst announcements per virtual IP when another one of lower priority has advertised, and so drawn the paths to itself
 * @param lowerPriorityRepeatDelayNs when that burst is repeated once; 0 for never
 */
public record AnnouncementConfig(
        int burst,
        long spacingNs,
        long repeatDelayNs,
        long refreshIntervalNs,
        int refreshBurst,
        int lowerPriorityBurst,
        long lowerPriorityRepeatDelayNs) {

    /** As keepalived does: five, five more after 5 s, no refresh. */
    public static final AnnouncementConfig DEFAULT = builder().build();

    public AnnouncementConfig {
        if (burst < 1 || refreshBurst < 1 || lowerPriorityBurst < 0) {
            throw new IllegalArgumentException("a burst of too few announcements: " + burst + " at a takeover, "
                    + refreshBurst + " as refresh, " + lowerPriorityBurst + " against a lower priority");
        }
        if (spacingNs < 0 || repeatDelayNs < 0 || refreshIntervalNs < 0 || lowerPriorityRepeatDelayNs < 0) {
            throw new IllegalArgumentException("a negative time: spacing " + spacingNs + " ns, repeat delay "
                    + repeatDelayNs + " ns, refresh interval " + refreshIntervalNs
                    + " ns, repeat delay against a lower priority "
                    + lowerPriorityRepeatDelayNs + " ns");
        }
    }

    /**
     * Five at once, five more after 5 s, no refresh, and the same against a lower priority, until told otherwise.
     *
     * @return to go on with
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Names the values that have a default. */
    public static final class Builder {

        private static final int SAME_AS_TAKEOVER = -1;

        private int burst = 5;
        private long spacingNs;
        private long repeatDelayNs = TimeUnit.SECONDS.toNanos(5);
        private long refreshIntervalNs;
        private int refreshBurst = 1;
        private int lowerPriorityBurst = SAME_AS_TAKEOVER;
        private long lowerPriorityRepeatDelayNs = SAME_AS_TAKEOVER;

        private Builder() {}

        /**
         * Sets the burst of a takeover.
         *
         * @param value at least 1
         * @return this
         */
        public Builder burst(final int value) {
            burst = value;
            return this;
        }

        /**
         * Sets the spacing within a burst.
         *
         * @param value in nanoseconds
         * @return this
         */
        public Builder spacingNs(final long value) {
            spacingNs = value;
            return this;
        }

        /**
         * Sets when the burst of a takeover is repeated.
         *
         * @param value in nanoseconds, 0 for never
         * @return this
         */
        public Builder repeatDelayNs(final long value) {
            repeatDelayNs = value;
            return this;
        }

        /**
         * Sets how often to announce again.
         *
         * @param value in nanoseconds, 0 for never
         * @return this
         */
        public Builder refreshIntervalNs(final long value) {
            refreshIntervalNs = value;
            return this;
        }

        /**
         * Sets the burst of a refresh.
         *
         * @param value at least 1
         * @return this
         */
        public Builder refreshBurst(final int value) {
            refreshBurst = value;
            return this;
        }

        /**
         * Sets the burst against a lower priority; the one of a takeover until then.
         *
         * @param value 0 for an advertisement alone
         * @return this
         */
        public Builder lowerPriorityBurst(final int value) {
            lowerPriorityBurst = value;
            return this;
        }

        /**
         * Sets when the burst against a lower priority is repeated; as after a takeover until then.
         *
         * @param value in nanoseconds, 0 for never
         * @return this
         */
        public Builder lowerPriorityRepeatDelayNs(final long value) {
            lowerPriorityRepeatDelayNs = value;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the configuration
         * @throws IllegalArgumentException naming the values, if one cannot be
         */
        public AnnouncementConfig build() {
            return new AnnouncementConfig(
                    burst,
                    spacingNs,
                    repeatDelayNs,
                    refreshIntervalNs,
                    refreshBurst,
                    lowerPriorityBurst == SAME_AS_TAKEOVER ? burst : lowerPriorityBurst,
                    lowerPriorityRepeatDelayNs == SAME_AS_TAKEOVER ? repeatDelayNs : lowerPriorityRepeatDelayNs);
        }
    }
}
