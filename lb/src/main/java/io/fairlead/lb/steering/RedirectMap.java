package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpProtocol;
import java.util.BitSet;
import java.util.List;
import org.agrona.collections.IntHashSet;

/** From transport and destination port to proxy port, in one array read. Immutable after construction, allocates nothing. */
public final class RedirectMap {

    /** Nothing is redirected. */
    public static final RedirectMap EMPTY = new RedirectMap(List.of());

    private static final int PORTS = 65_536;

    private final char[] tcp = new char[PORTS];
    private final char[] udp = new char[PORTS];
    private final IntHashSet proxyPorts = new IntHashSet();
    private final BitSet passivePorts = new BitSet();

    /**
     * Makes the map.
     *
     * @param redirects in which no transport and original port stands twice
     */
    public RedirectMap(final List<Redirect> redirects) {
        for (final Redirect redirect : redirects) {
            final char[] ports = redirect.transport() == IpProtocol.UDP ? udp : tcp;
            for (final int originalPort : redirect.originalPorts()) {
                ports[originalPort] = (char) redirect.proxyPort();
            }
            proxyPorts.add(redirect.proxyPort());
            for (final int passivePort : redirect.passivePorts()) {
                ports[passivePort] = (char) passivePort;
                passivePorts.set(passivePort);
                proxyPorts.add(passivePort);
            }
        }
    }

    /**
     * The proxy port for a destination port.
     *
     * @param protocol IP protocol number
     * @param originalPort destination port that the client used
     * @return the proxy port, 0 if the port is not redirected
     */
    int proxyPort(final int protocol, final int originalPort) {
        return protocol == IpProtocol.TCP ? tcp[originalPort] : udp[originalPort];
    }

    /**
     * Did a proxy open this port for a client that it talks to already? Then no other node has it open.
     *
     * @param originalPort destination port that the client used
     * @return true if it is a passive port
     */
    boolean isPassive(final int originalPort) {
        return passivePorts.get(originalPort);
    }

    /**
     * Is this the proxy port of any redirect?
     *
     * @param port of the kernel's reply
     * @return true if replies from it may have to be translated
     */
    boolean isProxyPort(final int port) {
        return proxyPorts.contains(port);
    }
}
