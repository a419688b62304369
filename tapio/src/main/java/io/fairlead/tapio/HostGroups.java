package io.fairlead.tapio;

import java.util.OptionalInt;
import jnr.posix.Group;
import jnr.posix.POSIXFactory;
import org.jspecify.annotations.Nullable;

/** The groups of users that this host knows, from wherever it knows them (nsswitch.conf). For set-up. */
public final class HostGroups {

    private HostGroups() {}

    /**
     * Looks one up.
     *
     * @param name of a group
     * @return its group id, empty if there is none of that name
     */
    public static OptionalInt id(final String name) {
        final @Nullable Group group = POSIXFactory.getNativePOSIX().getgrnam(name);
        return group == null ? OptionalInt.empty() : OptionalInt.of((int) group.getGID());
    }
}
