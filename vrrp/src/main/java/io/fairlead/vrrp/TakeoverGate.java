package io.fairlead.vrrp;

/** Whoever may make a virtual router wait for others before it takes over. Asked from within the router's methods; must not call into it. */
public interface TakeoverGate {

    /** Lets it go on at once. */
    TakeoverGate OPEN = new TakeoverGate() {
        @Override
        public boolean mayPrepare(final VirtualRouter router, final long nowNs) {
            return true;
        }

        @Override
        public boolean mayAnnounce(final VirtualRouter router, final long nowNs) {
            return true;
        }
    };

    /**
     * The master-down timer has run out. If not now, it asks again at each {@link VirtualRouter#poll}, unless a master is heard meanwhile.
     *
     * @param router that would begin to prepare
     * @param nowNs the time
     * @return whether it may
     */
    boolean mayPrepare(VirtualRouter router, long nowNs);

    /**
     * It is prepared. If not now, it asks again at each {@link VirtualRouter#poll}; the deadline of the takeover ends the waiting.
     *
     * @param router that would become master
     * @param nowNs the time
     * @return whether it may
     */
    boolean mayAnnounce(VirtualRouter router, long nowNs);
}
