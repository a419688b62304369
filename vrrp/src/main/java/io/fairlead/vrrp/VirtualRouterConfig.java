package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One virtual router as this node is to run it.
 *
 * @param version of the protocol
 * @param vrid virtual router identifier, 1 to 255
 * @param priority 1 to 255; 0 for a scanning node that is never director and only watches who is
 * @param advertisementIntervalNs the same on all nodes (RFC 3768 section 7.1)
 * @param preempt whether to take over from a living master of lower priority
 * @param preemptDelayNs how long a master of lower priority is left alone after it was first heard; 0 for not at all
 * @param startupDelayNs how long to listen at start in addition to the master-down interval, for interfaces that deliver late
 * @param localAddress source of the advertisements; over IPv6 the link-local one (RFC 9568 section 5.1.2.1)
 * @param addresses the virtual IPs, of the family of {@code localAddress}; version 2 knows IPv4 alone
 * @param unicastPeers to whom advertisements go, and from whom alone they are accepted; empty for multicast
 * @param checksum how the checksum of version 3 over IPv4 is made
 * @param authentication what an advertisement must show, and is given
 * @param announcements how the addresses are made known
 */
public record VirtualRouterConfig(
        VrrpVersion version,
        int vrid,
        int priority,
        long advertisementIntervalNs,
        boolean preempt,
        long preemptDelayNs,
        long startupDelayNs,
        IpAddress localAddress,
        List<IpAddress> addresses,
        List<IpAddress> unicastPeers,
        ChecksumForm checksum,
        Authentication authentication,
        AnnouncementConfig announcements) {

    /** The priority of a node that is never director. */
    public static final int PRIORITY_NEVER_DIRECTOR = 0;

    /** What the count of addresses in an advertisement can say. */
    public static final int MAX_ADDRESSES = 255;

    /**
     * What fits with an authentication trailer into 1280 bytes, which every IPv6 link carries (RFC 8200 section 5): an advertisement is never
     * fragmented.
     */
    public static final int MAX_IPV6_ADDRESSES = 75;

    private static final int MAX_OCTET = 255;

    public VirtualRouterConfig {
        addresses = List.copyOf(addresses);
        unicastPeers = List.copyOf(unicastPeers);
        require(vrid >= 1 && vrid <= MAX_OCTET, "VRID " + vrid + " is outside 1-255");
        require(priority >= 0 && priority <= MAX_OCTET, "priority " + priority + " is outside 0-255");
        require(
                version.isRepresentable(advertisementIntervalNs),
                "version " + version.number() + " cannot carry an advertisement interval of " + advertisementIntervalNs
                        + " ns");
        require(preemptDelayNs >= 0, "preempt delay " + preemptDelayNs + " ns is negative");
        require(startupDelayNs >= 0, "startup delay " + startupDelayNs + " ns is negative");
        final boolean isIpv6 = localAddress.isIpv6();
        final int maxAddresses = isIpv6 ? MAX_IPV6_ADDRESSES : MAX_ADDRESSES;
        require(
                !addresses.isEmpty() && addresses.size() <= maxAddresses,
                addresses.size() + " virtual IPs, expected 1 to " + maxAddresses);
        require(new HashSet<>(addresses).size() == addresses.size(), "a virtual IP is given twice: " + addresses);
        require(!addresses.contains(localAddress), "the node's own address " + localAddress + " is a virtual IP");
        require(
                addresses.stream().allMatch(address -> address.isIpv6() == isIpv6)
                        && unicastPeers.stream().allMatch(peer -> peer.isIpv6() == isIpv6),
                "one virtual router has addresses of one family: " + localAddress + ", " + addresses + ", "
                        + unicastPeers);
        require(!isIpv6 || version != VrrpVersion.V2, "version 2 knows no IPv6");
        require(!unicastPeers.contains(localAddress), "the node's own address " + localAddress + " is a peer");
        require(
                version == VrrpVersion.V2 || !(authentication instanceof Authentication.SimplePassword),
                "version 3 has no simple password");
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Version 2 (3 over IPv6) with a priority of 100, 1 s, preemption at once, no startup delay, multicast and no authentication, until told
     * otherwise.
     *
     * @param vrid virtual router identifier
     * @param localAddress source of the advertisements
     * @param addresses the virtual IPs
     * @return to go on with
     */
    public static Builder builder(final int vrid, final IpAddress localAddress, final List<IpAddress> addresses) {
        return new Builder(vrid, localAddress, addresses);
    }

    /**
     * Which family of addresses? A VRID may be used once in each.
     *
     * @return true for IPv6
     */
    public boolean isIpv6() {
        return localAddress.isIpv6();
    }

    /**
     * After this long without an advertisement the master is taken for dead.
     *
     * @return nanoseconds
     */
    public long masterDownIntervalNs() {
        return version.masterDownIntervalNs(priority, advertisementIntervalNs);
    }

    /**
     * After this long the master is replaced that has resigned.
     *
     * @return nanoseconds
     */
    public long skewTimeNs() {
        return version.skewTimeNs(priority, advertisementIntervalNs);
    }

    /** Names the values that have a default. */
    public static final class Builder {

        private static final int DEFAULT_PRIORITY = 100;

        private final int vrid;
        private final IpAddress localAddress;
        private final List<IpAddress> addresses;
        private int priority = DEFAULT_PRIORITY;
        private long advertisementIntervalNs = TimeUnit.SECONDS.toNanos(1);
        private VrrpVersion version;
        private boolean preempt = true;
        private long preemptDelayNs;
        private long startupDelayNs;
        private List<IpAddress> unicastPeers = List.of();
        private ChecksumForm checksum = ChecksumForm.WITH_PSEUDO_HEADER;
        private Authentication authentication = Authentication.NONE;
        private AnnouncementConfig announcements = AnnouncementConfig.DEFAULT;

        private Builder(final int vrid, final IpAddress localAddress, final List<IpAddress> addresses) {
            this.vrid = vrid;
            this.localAddress = localAddress;
            this.addresses = addresses;
            version = localAddress.isIpv6() ? VrrpVersion.V3 : VrrpVersion.V2;
        }

        /**
         * Sets the version.
         *
         * @param value of the protocol
         * @return this
         */
        public Builder version(final VrrpVersion value) {
            version = value;
            return this;
        }

        /**
         * Sets the priority.
         *
         * @param value 0 to 255
         * @return this
         */
        public Builder priority(final int value) {
            priority = value;
            return this;
        }

        /**
         * Sets the interval.
         *
         * @param value in nanoseconds
         * @return this
         */
        public Builder advertisementIntervalNs(final long value) {
            advertisementIntervalNs = value;
            return this;
        }

        /**
         * Sets preemption.
         *
         * @param value whether to preempt
         * @return this
         */
        public Builder preempt(final boolean value) {
            preempt = value;
            return this;
        }

        /**
         * Sets the preempt delay.
         *
         * @param value in nanoseconds
         * @return this
         */
        public Builder preemptDelayNs(final long value) {
            preemptDelayNs = value;
            return this;
        }

        /**
         * Sets the startup delay.
         *
         * @param value in nanoseconds
         * @return this
         */
        public Builder startupDelayNs(final long value) {
            startupDelayNs = value;
            return this;
        }

        /**
         * Sets the unicast peers.
         *
         * @param value their addresses; empty for multicast
         * @return this
         */
        public Builder unicastPeers(final List<IpAddress> value) {
            unicastPeers = value;
            return this;
        }

        /**
         * Sets how the checksum of version 3 over IPv4 is made.
         *
         * @param value with or without pseudo-header
         * @return this
         */
        public Builder checksum(final ChecksumForm value) {
            checksum = value;
            return this;
        }

        /**
         * Sets the authentication.
         *
         * @param value what advertisements show
         * @return this
         */
        public Builder authentication(final Authentication value) {
            authentication = value;
            return this;
        }

        /**
         * Sets how addresses are announced.
         *
         * @param value counts and delays
         * @return this
         */
        public Builder announcements(final AnnouncementConfig value) {
            announcements = value;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the configuration
         * @throws IllegalArgumentException naming the value that cannot be
         */
        public VirtualRouterConfig build() {
            return new VirtualRouterConfig(
                    version,
                    vrid,
                    priority,
                    advertisementIntervalNs,
                    preempt,
                    preemptDelayNs,
                    startupDelayNs,
                    localAddress,
                    addresses,
                    unicastPeers,
                    checksum,
                    authentication,
                    announcements);
        }
    }
}
