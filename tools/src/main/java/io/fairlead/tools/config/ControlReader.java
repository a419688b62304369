package io.fairlead.tools.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code control}. Whether the host has these groups shows when the daemon starts. */
final class ControlReader {

    private static final Pattern GROUP = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    private ControlReader() {}

    static ControlConfig read(final Section root) {
        final Section section = root.section(ConfigKey.CONTROL);
        return new ControlConfig(group(section, ConfigKey.CONTROL_GROUP), group(section, ConfigKey.CONTROL_OPERATORS));
    }

    private static Optional<String> group(final Section section, final ConfigKey key) {
        return section.value(
                key, Values.text(GROUP.asMatchPredicate(), "use the name of a group of this host, like adm"));
    }
}
