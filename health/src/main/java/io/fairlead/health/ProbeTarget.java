package io.fairlead.health;

import java.net.InetSocketAddress;

/**
 * A proxy port that has to answer.
 *
 * @param label of the redirect, such as {@code http}
 * @param address where the proxy listens
 * @param settings how it is probed
 */
public record ProbeTarget(String label, InetSocketAddress address, ProbeSettings settings) {

    /**
     * The address as text, which no name service was asked about.
     *
     * @return such as {@code 10.51.0.1}
     */
    public String host() {
        return address.getAddress().getHostAddress();
    }

    @Override
    public String toString() {
        return label + ":" + address.getPort();
    }
}
