package io.fairlead.tools.doctor;

import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TroubleStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checks look at.
 *
 * @param node name of the node; empty if there is none
 * @param silence why the daemon does not answer; empty if it does
 * @param lastEvent the last one about the daemon itself, if it does not answer; empty if none is known
 * @param status null if the daemon does not answer
 * @param check what the probes showed; null if the daemon does not answer
 * @param troubles on the wire; null if the daemon does not tell
 * @param counts of the node
 * @param machine that this runs on
 */
public record Snapshot(
        String node,
        String silence,
        String lastEvent,
        @Nullable StatusReport status,
        @Nullable CheckReport check,
        @Nullable List<TroubleStatus> troubles,
        Counts counts,
        Machine machine) {}
