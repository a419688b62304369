package io.fairlead.tools.status;

import java.util.List;

/**
 * What one check of {@code fairlead doctor} showed.
 *
 * @param check its name
 * @param outcome how it came out
 * @param summary what was seen, or why it cannot be told; empty if there are findings
 * @param findings empty unless that is the outcome
 */
public record Examination(String check, Outcome outcome, String summary, List<Finding> findings) {}
