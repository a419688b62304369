package io.fairlead.lb.steering;

/** The VIPs of a node, few enough to be looked through. Immutable. */
public final class VirtualIps {

    /** No VIP. */
    public static final VirtualIps NONE = new VirtualIps();

    private final int[] addresses;

    /**
     * Copies the addresses.
     *
     * @param addresses IPv4
     */
    public VirtualIps(final int... addresses) {
        this.addresses = addresses.clone();
    }

    /**
     * Is this one of the VIPs?
     *
     * @param address IPv4
     * @return true if it is
     */
    public boolean contains(final int address) {
        for (final int virtualIp : addresses) {
            if (virtualIp == address) {
                return true;
            }
        }
        return false;
    }
}
