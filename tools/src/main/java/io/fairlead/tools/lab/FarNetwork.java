package io.fairlead.tools.lab;

import java.time.Duration;
import java.util.List;

/**
 * A client behind two routers, with a link between them that takes smaller packets than all others, so that path MTU discovery has something to find in both
 * directions:
 *
 * <pre>
 *  client (10.53.0.2) - 1500 - inner router - 1300 - outer router (10.51.0.250) - the lab's switch
 * </pre>
 */
final class FarNetwork {
    private static final int NARROW_MTU = 1300;

    private static final LabPlan.Place CLIENT = new LabPlan.Place("far", 251);
    private static final LabPlan.Place INNER = new LabPlan.Place("inner", 252);
    private static final LabPlan.Place OUTER = new LabPlan.Place("outer", 250);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String wire;

    private FarNetwork(final LabPlan plan) {
        wire = plan.namespaceName(LabPlan.WIRE.name());
    }

    /** Builds it, and shows the nodes, whose daemons have not been started yet, the way there. */
    static Client build(final LabPlan plan, final Segment segment, final List<LabNode> nodes) {
        final Station client = segment.station(CLIENT);
        final Station inner = segment.station(INNER);
        final Station outer = segment.station(OUTER);
        new FarNetwork(plan).connect(client.namespace(), inner.namespace(), outer.namespace());
        for (final LabNode node : nodes) {
            route(node.namespace(), OUTER.address(), "2001:db8:51::250");
        }
        return new Client(new Station(
                client.name(), "10.53.0.2", client.mac(), client.namespace(), client.directory(), client.ledger()));
    }

    private void connect(final Namespace client, final Namespace inner, final Namespace outer) {
        final String eth0 = Station.INTERFACE;
        final String toClient = cable(CLIENT, inner);
        final String toInner = cable(INNER, outer);

        client.ip("addr", "flush", "dev", eth0, "scope", "global").orThrow();
        addresses(client, eth0, "10.53.0.2/24", "2001:db8:53::2/64");
        addresses(inner, toClient, "10.53.0.1/24", "2001:db8:53::1/64");
        inner.ip("addr", "flush", "dev", eth0, "scope", "global").orThrow();
        addresses(inner, eth0, "10.54.0.2/24", "2001:db8:54::2/64");
        addresses(outer, toInner, "10.54.0.1/24", "2001:db8:54::1/64");
        outer.ip("addr", "add", "2001:db8:51::250/64", "dev", eth0, "nodad").orThrow();
        inner.ip("link", "set", eth0, "mtu", Integer.toString(NARROW_MTU)).orThrow();
        outer.ip("link", "set", toInner, "mtu", Integer.toString(NARROW_MTU)).orThrow();

        forward(inner);
        forward(outer);
        defaultRoute(client, "10.53.0.1", "2001:db8:53::1");
        defaultRoute(inner, "10.54.0.1", "2001:db8:54::1");
        route(outer, "10.54.0.2", "2001:db8:54::2");
    }

    /** Pulls a station's cable out of the switch and plugs it into a router. */
    private String cable(final LabPlan.Place station, final Namespace router) {
        final String port = "to-" + station.name();
        Shell.run("ip", "-n", wire, "link", "set", port, "nomaster", "netns", router.name())
                .orThrow();
        router.ip("link", "set", port, "up").orThrow();
        return port;
    }

    private static void addresses(final Namespace namespace, final String link, final String ipv4, final String ipv6) {
        namespace.ip("addr", "add", ipv4, "dev", link).orThrow();
        namespace.ip("addr", "add", ipv6, "dev", link, "nodad").orThrow();
    }

    private static void defaultRoute(final Namespace namespace, final String ipv4, final String ipv6) {
        namespace.ip("route", "add", "default", "via", ipv4).orThrow();
        namespace.ip("-6", "route", "add", "default", "via", ipv6).orThrow();
    }

    /** The way to the client's network. */
    private static void route(final Namespace namespace, final String ipv4, final String ipv6) {
        namespace.ip("route", "add", "10.53.0.0/24", "via", ipv4).orThrow();
        namespace.ip("-6", "route", "add", "2001:db8:53::/64", "via", ipv6).orThrow();
    }

    private static void forward(final Namespace router) {
        router.run(LIMIT, "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")
                .orThrow();
    }
}
