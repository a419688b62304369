package io.fairlead.tools.status;

import java.util.List;

/**
 * A redirect of the configuration.
 *
 * @param protocol label
 * @param transport {@code tcp} or {@code udp}
 * @param originalPorts that clients use
 * @param proxyPort where they end
 */
public record RedirectStatus(String protocol, String transport, List<Integer> originalPorts, int proxyPort) {}
