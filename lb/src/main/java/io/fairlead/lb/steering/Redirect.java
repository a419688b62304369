package io.fairlead.lb.steering;

import java.util.List;

/**
 * A redirect: what is intercepted and the proxy port that serves it.
 *
 * @param label protocol label, for people
 * @param transport IP protocol number, TCP or UDP
 * @param originalPorts destination ports that clients use
 * @param proxyPort port of the proxy on every node
 */
public record Redirect(String label, int transport, List<Integer> originalPorts, int proxyPort) {

    /** Copies the list. */
    public Redirect {
        originalPorts = List.copyOf(originalPorts);
    }
}
