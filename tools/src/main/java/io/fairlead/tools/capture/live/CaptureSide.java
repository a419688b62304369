package io.fairlead.tools.capture.live;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where a frame came from. Replay takes the same names for the same things. */
enum CaptureSide {
    UPLINK,
    HOST;

    private static final CaptureSide[] ALL = values();

    /** Names of the interfaces in a capture file, in their order. */
    static List<String> names() {
        return Arrays.stream(ALL)
                .map(side -> side.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Its place among the interfaces of the file. */
    @SuppressWarnings("EnumOrdinal") // the file's list of interfaces is made of the same order
    int number() {
        return ordinal();
    }

    static CaptureSide of(final int number) {
        return ALL[number];
    }
}
