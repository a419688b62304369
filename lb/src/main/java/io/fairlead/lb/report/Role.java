package io.fairlead.lb.report;

import org.jspecify.annotations.Nullable;

/** What a node is in its cluster. */
public enum Role {
    /** Scans only: its VRRP priority is 0. */
    SCANNING_ONLY(0),
    /** Could become director. */
    BACKUP(1),
    /** Is the VRRP master and steers. */
    DIRECTOR(2);

    private final int code;

    Role(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable Role ofCode(final int code) {
        for (final Role role : values()) {
            if (role.code == code) {
                return role;
            }
        }
        return null;
    }
}
