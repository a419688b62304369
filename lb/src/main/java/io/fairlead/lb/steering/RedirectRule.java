package io.fairlead.lb.steering;

import io.fairlead.netstack.wire.IpProtocol;
import java.util.List;

/** What a redirect says about one of its ports. Immutable; asking allocates nothing. */
final class RedirectRule {

    private static final int NOT_REDIRECTED = 0;

    /** Of a port that is not redirected. */
    static final RedirectRule NONE = new RedirectRule(
            Integer.MAX_VALUE, new Redirect("", IpProtocol.TCP, List.of(), NOT_REDIRECTED), false, false);

    private final int redirect;
    private final int proxyPort;
    private final boolean isPassive;
    private final boolean isFormer;
    private final boolean hasPassivePorts;
    private final boolean hasExceptions;
    private final PrefixSet exceptSources;
    private final PrefixSet exceptDestinations;

    private RedirectRule(final int index, final Redirect redirect, final boolean isPassive, final boolean isFormer) {
        this.isFormer = isFormer;
        this.redirect = index;
        this.proxyPort = redirect.proxyPort();
        this.isPassive = isPassive;
        this.hasPassivePorts = !redirect.passivePorts().isEmpty();
        this.hasExceptions = !redirect.exceptSources().isEmpty()
                || !redirect.exceptDestinations().isEmpty();
        this.exceptSources = new PrefixSet(redirect.exceptSources());
        this.exceptDestinations = new PrefixSet(redirect.exceptDestinations());
    }

    static RedirectRule ofOriginalPorts(final int index, final Redirect redirect) {
        return new RedirectRule(index, redirect, false, false);
    }

    static RedirectRule ofPassivePorts(final int index, final Redirect redirect) {
        return new RedirectRule(index, redirect, true, false);
    }

    /** Of a port whose redirect is no more. */
    static RedirectRule ofFormerPorts(final Redirect redirect, final boolean isPassive) {
        return new RedirectRule(Integer.MAX_VALUE, redirect, isPassive, true);
    }

    /** Is it there for the connections that began under it alone? */
    boolean isFormer() {
        return isFormer;
    }

    /** The place of the redirect among all, counted from 0. */
    int redirect() {
        return redirect;
    }

    /** 0 if the port is not redirected. */
    int proxyPort(final int originalPort) {
        return isPassive ? originalPort : proxyPort;
    }

    /** Did a proxy open the port for a client that it talks to already? Then no other node has it open. */
    boolean isPassive() {
        return isPassive;
    }

    /** Does the proxy open such ports? Then all connections of a client have to be at one node. */
    boolean hasPassivePorts() {
        return hasPassivePorts;
    }

    /** Is there anything for {@link #exceptsSource} or {@link #exceptsDestination} to find? */
    boolean hasExceptions() {
        return hasExceptions;
    }

    /** Is the client left alone? IPv4 in IPv4-mapped form. */
    boolean exceptsSource(final long high, final long low) {
        return exceptSources.contains(high, low);
    }

    /** Is the address of the cluster left alone? IPv4 in IPv4-mapped form. */
    boolean exceptsDestination(final long high, final long low) {
        return exceptDestinations.contains(high, low);
    }
}
