package io.fairlead.tools.status;

import java.util.List;

/**
 * Everything that {@code fairlead check} shows; its JSON is its fields.
 *
 * @param node name of the node
 * @param timestamp when this was so, ISO 8601
 * @param healthy whether the proxies of all redirects work
 * @param perRedirect whether a proxy that fails costs the node the new connections of its redirect alone
 * @param intervalMs from the start of a probe to that of the next
 * @param timeoutMs after which a probe has failed
 * @param rise how many successes in a row make a proxy healthy
 * @param fall how many failures in a row make it unhealthy
 * @param redirects of the configuration, in its order
 */
public record CheckReport(
        String node,
        String timestamp,
        boolean healthy,
        boolean perRedirect,
        long intervalMs,
        long timeoutMs,
        int rise,
        int fall,
        List<RedirectCheck> redirects) {}
