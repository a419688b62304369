package io.fairlead.tools.events;

import java.time.Instant;
import java.util.Map;

/**
 * Something that has happened to a node.
 *
 * @param sequence number of it, one more than that of the event before, over all restarts
 * @param time when it was told
 * @param type published name of its {@link EventKind}; a newer version may write others
 * @param level {@code info}, {@code warn} or {@code error}
 * @param message the line of the log
 * @param details what stands behind it
 */
public record Event(
        long sequence, Instant time, String type, String level, String message, Map<String, String> details) {

    /**
     * Whether it is of a type, or of a group of types.
     *
     * @param wanted {@code vrrp.state}, or {@code vrrp}
     * @return true if so
     */
    public boolean isOf(String wanted) {
        return type.equals(wanted) || type.startsWith(wanted + ".");
    }
}
