package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpPrefix;
import java.util.List;

/**
 * A redirect: what is intercepted and the proxy port that serves it.
 *
 * @param label protocol label, for people
 * @param transport IP protocol number, TCP or UDP
 * @param originalPorts destination ports that clients use
 * @param proxyPort port of the proxy on every node
 * @param passivePorts ports that the proxy opens for further connections of a client, like FTP for its data: each is its own proxy port
 * @param exceptSources clients that are left alone
 * @param exceptDestinations addresses of the cluster at which its ports are left alone
 */
public record Redirect(
        String label,
        int transport,
        List<Integer> originalPorts,
        int proxyPort,
        List<Integer> passivePorts,
        List<IpPrefix> exceptSources,
        List<IpPrefix> exceptDestinations) {

    /** Copies the lists. */
    public Redirect {
        originalPorts = List.copyOf(originalPorts);
        passivePorts = List.copyOf(passivePorts);
        exceptSources = List.copyOf(exceptSources);
        exceptDestinations = List.copyOf(exceptDestinations);
    }

    /**
     * A redirect without exceptions.
     *
     * @param label protocol label, for people
     * @param transport IP protocol number, TCP or UDP
     * @param originalPorts destination ports that clients use
     * @param proxyPort port of the proxy on every node
     * @param passivePorts ports that the proxy opens
     */
    public Redirect(
            final String label,
            final int transport,
            final List<Integer> originalPorts,
            final int proxyPort,
            final List<Integer> passivePorts) {
        this(label, transport, originalPorts, proxyPort, passivePorts, List.of(), List.of());
    }

    /**
     * A redirect without exceptions, whose proxy opens no further ports.
     *
     * @param label protocol label, for people
     * @param transport IP protocol number, TCP or UDP
     * @param originalPorts destination ports that clients use
     * @param proxyPort port of the proxy on every node
     */
    public Redirect(final String label, final int transport, final List<Integer> originalPorts, final int proxyPort) {
        this(label, transport, originalPorts, proxyPort, List.of());
    }
}
