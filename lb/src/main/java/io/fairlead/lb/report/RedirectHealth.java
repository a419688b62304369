package io.fairlead.lb.report;

/**
 * The health of one redirect.
 *
 * @param originalPort the port that clients use, 1-65535
 * @param reason {@link HealthReason#OK} or what is wrong
 */
public record RedirectHealth(int originalPort, HealthReason reason) {}
