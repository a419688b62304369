package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpProtocol;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntHashSet;

/** From transport and destination port to what is done with the connection. Immutable after construction, allocates nothing. */
public final class RedirectMap {

    /** Nothing is redirected. */
    public static final RedirectMap EMPTY = new RedirectMap(List.of());

    private static final int PORTS = 65_536;
    private static final int NOT_REDIRECTED = 0;

    private final RedirectRule[] tcp = new RedirectRule[PORTS];
    private final RedirectRule[] udp = new RedirectRule[PORTS];
    private final IntHashSet proxyPorts = new IntHashSet();
    private final IntHashSet formerProxyPorts = new IntHashSet();
    private final boolean hasFormer;

    /**
     * Makes the map.
     *
     * @param redirects in which no transport and original port stands twice
     */
    public RedirectMap(final List<Redirect> redirects) {
        this(redirects, List.of());
    }

    /**
     * Makes the map that follows others while connections go on.
     *
     * @param redirects in which no transport and original port stands twice
     * @param former redirects of before that are no more, or are others now: the connections that they have go on as they began, and get no new ones
     */
    public RedirectMap(final List<Redirect> redirects, final List<Redirect> former) {
        Arrays.fill(tcp, RedirectRule.NONE);
        Arrays.fill(udp, RedirectRule.NONE);
        hasFormer = !former.isEmpty();
        for (final Redirect redirect : former) {
            final RedirectRule[] rules = redirect.transport() == IpProtocol.UDP ? udp : tcp;
            final RedirectRule ofOriginal = RedirectRule.ofFormerPorts(redirect, false);
            final RedirectRule ofPassive = RedirectRule.ofFormerPorts(redirect, true);
            redirect.originalPorts().forEach(port -> rules[port] = ofOriginal);
            redirect.passivePorts().forEach(port -> rules[port] = ofPassive);
            proxyPorts.add(redirect.proxyPort());
            proxyPorts.addAll(redirect.passivePorts());
            formerProxyPorts.add(redirect.proxyPort());
        }
        for (int i = 0; i < redirects.size(); i++) {
            final Redirect redirect = redirects.get(i);
            final RedirectRule[] rules = redirect.transport() == IpProtocol.UDP ? udp : tcp;
            final RedirectRule ofOriginal = RedirectRule.ofOriginalPorts(i, redirect);
            final RedirectRule ofPassive = RedirectRule.ofPassivePorts(i, redirect);
            redirect.originalPorts().forEach(port -> rules[port] = ofOriginal);
            redirect.passivePorts().forEach(port -> rules[port] = ofPassive);
            proxyPorts.add(redirect.proxyPort());
            proxyPorts.addAll(redirect.passivePorts());
        }
    }

    /**
     * What is said about a destination port, whoever the client is.
     *
     * @param protocol IP protocol number, TCP or UDP
     * @param originalPort destination port that the client used
     * @return {@link RedirectRule#NONE} if the port is not redirected
     */
    RedirectRule rule(final int protocol, final int originalPort) {
        return protocol == IpProtocol.TCP ? tcp[originalPort] : udp[originalPort];
    }

    /**
     * The proxy port for a connection, whose addresses are given as IPv6 ones, IPv4 in IPv4-mapped form.
     *
     * @param protocol IP protocol number, TCP or UDP
     * @param originalPort destination port that the client used
     * @return the proxy port, 0 if the port is not redirected, or not for these addresses
     */
    int proxyPort(
            final int protocol,
            final int originalPort,
            final long clientHigh,
            final long clientLow,
            final long destinationHigh,
            final long destinationLow) {
        final RedirectRule rule = rule(protocol, originalPort);
        return rule.hasExceptions()
                        && (rule.exceptsSource(clientHigh, clientLow)
                                || rule.exceptsDestination(destinationHigh, destinationLow))
                ? NOT_REDIRECTED
                : rule.proxyPort(originalPort);
    }

    /** The same for a packet of a client whose transport header was parsed. */
    int proxyPort(final PacketView view) {
        return proxyPort(
                view.protocol(),
                view.destinationPort(),
                view.sourceHigh(),
                view.sourceLow(),
                view.destinationHigh(),
                view.destinationLow());
    }

    /** Have the redirects changed since the start? Then connections may be there that none of today would begin. */
    boolean hasFormer() {
        return hasFormer;
    }

    /** Was this the proxy port of a redirect of before? What reached a proxy there untranslated does so until it ends. */
    boolean isFormerProxyPort(final int port) {
        return hasFormer && formerProxyPorts.contains(port);
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
