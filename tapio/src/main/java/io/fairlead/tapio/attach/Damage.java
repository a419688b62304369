package io.fairlead.tapio.attach;

/** What somebody else has done to an attachment while it was in use, the gravest first. */
public enum Damage {
    /** The network interface is not there any more: unplugged, or its driver or other end removed. */
    NIC_GONE(false),

    /** The host TAP was deleted, and the host's addresses and routes with it. */
    HOST_TAP_GONE(false),

    /** The uplink TAP was deleted. */
    UPLINK_TAP_GONE(false),

    /** The uplink TAP was set down. */
    UPLINK_TAP_DOWN(true),

    /** A redirection between network interface and uplink TAP was removed or changed: frames go past the stack, or nowhere. */
    REDIRECTION_GONE(true);

    private final boolean canBeMended;

    Damage(final boolean canBeMended) {
        this.canBeMended = canBeMended;
    }

    /**
     * Whether {@link InlineAttachment#mend} helps.
     *
     * @return false if the attachment has to be made again
     */
    public boolean canBeMended() {
        return canBeMended;
    }
}
