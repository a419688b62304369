package io.fairlead.tools.config;

import io.fairlead.health.ProbeSettings;
import io.fairlead.netstack.wire.IpPrefix;
import java.util.List;

/**
 * Which connections are intercepted, and the port of the proxy they end at.
 *
 * @param protocol label for people, such as {@code http}
 * @param transport TCP or UDP
 * @param originalPorts destination ports that clients use
 * @param proxyPort port of the proxy on every node
 * @param passivePorts ports that the proxy opens for further connections of a client; empty for none
 * @param exceptSources clients that are left alone
 * @param exceptDestinations addresses of the cluster at which its ports are left alone
 * @param probe how the proxy is probed; says nothing for UDP, which is not
 */
public record RedirectConfig(
        String protocol,
        Transport transport,
        List<Integer> originalPorts,
        int proxyPort,
        List<Integer> passivePorts,
        List<IpPrefix> exceptSources,
        List<IpPrefix> exceptDestinations,
        ProbeSettings probe) {

    /** What carries the connection. */
    public enum Transport {
        /** Transmission Control Protocol. */
        TCP,
        /** User Datagram Protocol. */
        UDP
    }
}
