package io.fairlead.tools.lab;

import java.time.Duration;

/**
 * What became of some pings.
 *
 * @param lost how many were never answered
 * @param longestSilence the longest time between two answers
 */
public record Pings(int lost, Duration longestSilence) {}
