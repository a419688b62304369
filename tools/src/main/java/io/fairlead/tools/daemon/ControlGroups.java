package io.fairlead.tools.daemon;

import io.fairlead.tapio.HostGroups;
import io.fairlead.tools.config.ControlConfig;
import io.fairlead.tools.control.ControlAccess;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the groups of {@code control} are on this host. One that is not there keeps no node from starting: it lets nobody in. */
final class ControlGroups {

    private static final Logger LOG = LoggerFactory.getLogger("control");

    private ControlGroups() {}

    static ControlAccess access(final ControlConfig config) {
        return access(config, HostGroups::id);
    }

    static ControlAccess access(final ControlConfig config, final Function<String, OptionalInt> ids) {
        return new ControlAccess(id(config.socketGroup(), ids), id(config.operators(), ids));
    }

    private static OptionalInt id(final Optional<String> group, final Function<String, OptionalInt> ids) {
        if (group.isEmpty()) {
            return OptionalInt.empty();
        }
        final OptionalInt id = ids.apply(group.get());
        if (id.isEmpty()) {
            LOG.warn(
                    "this host has no group {}, which control names: nobody gets in by it until the group is made (groupadd"
                            + " {}) and the daemon restarted",
                    group.get(),
                    group.get());
        }
        return id;
    }
}
