package io.fairlead.tools.lab;

import io.fairlead.netstack.wire.IpProtocol;
import java.time.Duration;

/** A switch of the lab: a bridge with a port for each station. Cables can be pulled, stations kept apart, and packets filtered. */
public final class Switch {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Namespace namespace;
    private final String bridge;
    private final String cutOff;
    private final String portPrefix;

    private Switch(final Namespace namespace, final String bridge, final String portPrefix) {
        this.namespace = namespace;
        this.bridge = bridge;
        this.cutOff = bridge + "-cut";
        this.portPrefix = portPrefix;
    }

    static Switch build(final Namespace namespace, final String bridge, final String portPrefix) {
        final Switch made = new Switch(namespace, bridge, portPrefix);
        made.addBridge(made.bridge);
        made.addBridge(made.cutOff);
        return made;
    }

    private void addBridge(final String name) {
        // A forwarding delay would keep the ports dark for seconds, snooping would withhold multicast.
        namespace
                .ip("link", "add", name, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
                .orThrow();
        namespace.ip("link", "set", name, "up").orThrow();
    }

    /** Gives a machine an interface that behaves like one on a wire, and plugs it in. */
    void plug(final String station, final Namespace machine, final String interfaceName, final String mac) {
        connect(station, machine, interfaceName, mac);
        // A veth pair hands on what its ends leave undone. On a wire every frame is complete and no longer than the
        // MTU: a
        // capture can judge it, its receiver has to, and joins the segments of a stream. (A veth does so for a peer
        // that
        // cuts none itself.)
        machine.run(LIMIT, "ethtool", "-K", interfaceName, "tx", "off", "gro", "on")
                .orThrow();
        namespace.run(LIMIT, "ethtool", "-K", port(station), "tso", "off").orThrow();
    }

    /** Gives a machine an interface, all in one step, and plugs it in. */
    void connect(final String station, final Namespace machine, final String interfaceName, final String mac) {
        namespace
                .ip(
                        "link",
                        "add",
                        port(station),
                        "type",
                        "veth",
                        "peer",
                        "name",
                        interfaceName,
                        "address",
                        mac,
                        "netns",
                        machine.name())
                .orThrow();
        namespace.ip("link", "set", port(station), "master", bridge, "up").orThrow();
    }

    /** Takes a station's interface away, both ends of the cable. */
    void remove(final String station) {
        namespace.ip("link", "del", port(station)).orThrow();
    }

    /** Lets a station that was plugged in hand on what it leaves undone after all, as fast as a veth pair can. */
    void handOn(final String station, final Namespace machine, final String interfaceName) {
        machine.run(LIMIT, "ethtool", "-K", interfaceName, "tx", "on", "gso", "on", "tso", "on", "gro", "on")
                .orThrow();
        namespace.run(LIMIT, "ethtool", "-K", port(station), "tso", "on").orThrow();
    }

    /** Lets a station hand on complete frames alone, none longer than the MTU, and take them as they are. */
    void withhold(final String station, final Namespace machine, final String interfaceName) {
        machine.run(LIMIT, "ethtool", "-K", interfaceName, "tx", "off", "gso", "off", "tso", "off", "gro", "off")
                .orThrow();
        namespace.run(LIMIT, "ethtool", "-K", port(station), "tso", "off").orThrow();
    }

    String port(final String station) {
        return portPrefix + station;
    }

    /** Keeps these stations from hearing each other, while all others hear them as before. */
    public void separate(final String... stations) {
        isolate("on", stations);
    }

    public void join(final String... stations) {
        isolate("off", stations);
    }

    private void isolate(final String value, final String... stations) {
        for (final String station : stations) {
            namespace
                    .ip("link", "set", port(station), "type", "bridge_slave", "isolated", value)
                    .orThrow();
        }
    }

    /** Cuts the network in two: these stations hear each other and nobody else. */
    public void cutOff(final String... stations) {
        move(cutOff, stations);
    }

    /** Gives them back to the network. */
    public void heal(final String... stations) {
        move(bridge, stations);
    }

    private void move(final String to, final String... stations) {
        for (final String station : stations) {
            namespace.ip("link", "set", port(station), "master", to).orThrow();
        }
    }

    /** Withholds VRRP over IPv4 from a station, and nothing else. */
    public void withholdVrrp(final String station) {
        withhold(station, IpProtocol.VRRP);
    }

    /** Withholds what nodes tell each other from a station, and nothing else; what it says itself is heard. */
    public void withholdReports(final String station) {
        withhold(station, IpProtocol.LOAD_REPORT);
    }

    private void withhold(final String station, final int protocol) {
        tc("qdisc add dev " + port(station) + " clsact");
        // To a bridge that nobody is on: there is no kernel without this action, but there are some without the one
        // that drops.
        tc("filter add dev " + port(station) + " egress protocol ip u32 match ip protocol " + protocol + " 0xff"
                + " action mirred egress redirect dev " + cutOff);
    }

    /** Lets everything pass to it again. */
    public void withholdNothing(final String station) {
        tc("qdisc del dev " + port(station) + " clsact");
    }

    private void tc(final String arguments) {
        namespace.run(LIMIT, ("tc " + arguments).split(" ", -1)).orThrow();
    }

    /** Pulls the station's cable: its interface loses the carrier. */
    public void unplug(final String station) {
        namespace.ip("link", "set", port(station), "down").orThrow();
    }

    public void plugIn(final String station) {
        namespace.ip("link", "set", port(station), "up").orThrow();
    }
}
