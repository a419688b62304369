package io.fairlead.tools.top;

import io.fairlead.tools.status.CheckReport;
import io.fairlead.tools.status.StatusReport;
import java.util.Map;

/**
 * One answer of a node.
 *
 * @param takenNs when, on a clock of this process that only its differences matter of
 * @param status what it knows
 * @param check what the probes of its proxies showed
 * @param counters by label; empty if they cannot be read
 */
public record Sample(long takenNs, StatusReport status, CheckReport check, Map<String, Long> counters) {}
