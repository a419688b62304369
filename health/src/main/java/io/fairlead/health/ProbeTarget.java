package io.fairlead.health;

import java.net.InetSocketAddress;

/**
 * A proxy port that has to answer.
 *
 * @param label of the redirect, such as {@code http}
 * @param address where the proxy listens
 */
public record ProbeTarget(String label, InetSocketAddress address) {

    @Override
    public String toString() {
        return label + ":" + address.getPort();
    }
}
