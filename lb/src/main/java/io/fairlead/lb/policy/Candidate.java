package io.fairlead.lb.policy;

import io.fairlead.lb.report.Load;

/**
 * A node as the policy sees it.
 *
 * @param nodeId management address
 * @param eligible may it take new clients?
 * @param load of its last report
 */
public record Candidate(int nodeId, boolean eligible, Load load) {}
