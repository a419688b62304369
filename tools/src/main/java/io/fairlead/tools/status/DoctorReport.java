package io.fairlead.tools.status;

import java.util.List;

/**
 * Everything that {@code fairlead doctor} shows; its JSON is its fields.
 *
 * @param node name of the node; empty if none was ever started on this machine
 * @param timestamp when this was so, ISO 8601
 * @param healthy whether nothing was found
 * @param checks in the order in which they were made
 */
public record DoctorReport(String node, String timestamp, boolean healthy, List<Examination> checks) {}
