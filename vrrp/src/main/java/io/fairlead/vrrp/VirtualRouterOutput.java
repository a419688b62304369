package io.fairlead.vrrp;

/**
 * What a {@link VirtualRouter} wants done. It is called from within the router's methods, by their thread, in the order in which things must
 * happen: steering is armed before anything is announced, and a node that gives up announces first and disarms last.
 */
public interface VirtualRouterOutput {

    /**
     * Get ready to be director: synchronise tables, arm the steering, give the kernel the virtual IPs; then call
     * {@link VirtualRouter#takeoverPrepared}. Called a second time with the same id if a preemption becomes urgent, since the master died.
     *
     * @param takeover what to prepare
     */
    void prepareTakeover(Takeover takeover);

    /**
     * The takeover will not happen. {@link #disarm} follows, or came just before after a clock gap.
     *
     * @param takeover that was being prepared
     * @param cause why not
     */
    void takeoverCancelled(Takeover takeover, TransitionCause cause);

    /**
     * The state has changed.
     *
     * @param before the old state
     * @param after the new state
     * @param cause why
     */
    void stateChanged(VirtualRouterState before, VirtualRouterState after, TransitionCause cause);

    /**
     * Send an advertisement now.
     *
     * @param priority to carry, 0 to resign
     */
    void sendAdvertisement(int priority);

    /**
     * Send gratuitous ARPs (or unsolicited neighbour advertisements) for every virtual IP now.
     *
     * @param times how many per address
     */
    void announceAddresses(int times);

    /** Stop being director, or preparing for it: answer no ARP for the virtual IPs, take them from the kernel. */
    void disarm();

    /**
     * Something an administrator should find in the log, in the words of keepalived.
     *
     * @param line without time stamp
     */
    void log(String line);
}
