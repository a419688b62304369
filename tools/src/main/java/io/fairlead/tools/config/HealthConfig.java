package io.fairlead.tools.config;

import java.time.Duration;

/**
 * How the proxies behind the redirects are watched, and what comes of a failure.
 *
 * @param perRedirect whether a proxy that fails costs the node the new connections of its redirect alone
 * @param interval from the start of a probe to that of the next
 * @param timeout after which a probe has failed
 * @param rise how many successes in a row make a proxy healthy
 * @param fall how many failures in a row make it unhealthy
 */
public record HealthConfig(boolean perRedirect, Duration interval, Duration timeout, int rise, int fall) {}
