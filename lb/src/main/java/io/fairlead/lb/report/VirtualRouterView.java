package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A virtual router as a node sees it: by comparing views, nodes find out whose advertisements do not reach whom.
 *
 * @param vrid virtual router identifier, 1-255
 * @param isIpv6 which family; a VRID may be used once in each
 * @param state of the node's own router
 * @param master address that the master advertises from: the node's own if it is master, else the one it hears; null if it hears none
 */
public record VirtualRouterView(
        int vrid, boolean isIpv6, State state, @Nullable IpAddress master) {

    /** How many fit a report beside everything else. */
    public static final int MAX_IN_REPORT = 10;

    /** The states of RFC 3768 section 6.3. */
    public enum State {
        /** Stopped, or cannot be master now. */
        INITIALIZE(0),
        /** Listens. */
        BACKUP(1),
        /** Advertises. */
        MASTER(2);

        private final int code;

        State(final int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static @Nullable State ofCode(final int code) {
            for (final State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            return null;
        }
    }

    /** Checks the ranges. */
    public VirtualRouterView {
        if (vrid < 1 || vrid > 255) {
            throw new IllegalArgumentException("VRID " + vrid + " is outside 1-255");
        }
        if (master != null && (master.isIpv6() != isIpv6 || master.isUnspecified())) {
            throw new IllegalArgumentException(master + " is no address of a master in " + (isIpv6 ? "IPv6" : "IPv4"));
        }
    }
}
