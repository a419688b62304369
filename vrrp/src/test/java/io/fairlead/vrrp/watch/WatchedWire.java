package io.fairlead.vrrp.watch;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.AdvertisementVerdict;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.VrrpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A watch, and on virtual time the wire that it watches: who advertises how often, and what the other nodes report. This node is 10.51.0.1. */
final class WatchedWire implements WatchOutput {

    static final IpAddress VIP = IpAddress.parse("10.51.0.100");
    static final IpAddress VIP6 = IpAddress.parse("fe80::100");
    static final long OWN_MAC = mac(1);

    private static final long STEP_NS = Duration.ofMillis(100).toNanos();
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    private final WireWatch watch;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
    private final List<String> told = new ArrayList<>();
    private long nowNs;

    /** Who advertises, and what becomes of it. */
    record Station(IpAddress source, long mac, int priority, AdvertisementVerdict verdict, Sent sent) {}

    /** What an advertisement has beside its sender. */
    record Sent(VrrpVersion version, int vrid, long intervalNs, int authenticationType, List<IpAddress> addresses) {
        static final Sent GOOD = new Sent(VrrpVersion.V2, 51, SECOND_NS, 0, List.of(VIP));

        static final Sent GOOD6 = new Sent(VrrpVersion.V3, 51, SECOND_NS, 0, List.of(VIP6));
    }

    WatchedWire(final long startNs) {
        this(startNs, config -> config);
    }

    WatchedWire(final long startNs, final UnaryOperator<VirtualRouterConfig.Builder> changed) {
        nowNs = startNs;
        watch = new WireWatch(
                List.of(
                        new WatchedRouter(
                                changed.apply(VirtualRouterConfig.builder(51, address(1), List.of(VIP)))
                                        .build(),
                                OWN_MAC),
                        new WatchedRouter(
                                VirtualRouterConfig.builder(51, IpAddress.parse("fe80::1"), List.of(VIP6))
                                        .build(),
                                OWN_MAC)),
                startNs);
    }

    static IpAddress address(final int number) {
        return IpAddress.ofIpv4(0x0A330000 | number);
    }

    static long mac(final int number) {
        return 0x02_00_00_00_00_00L | number;
    }

    static Station station(final int number, final AdvertisementVerdict verdict, final Sent sent) {
        return new Station(address(number), mac(number), 90, verdict, sent);
    }

    static Station good(final int number) {
        return station(number, AdvertisementVerdict.OK, Sent.GOOD);
    }

    static Station good6(final int number) {
        return new Station(IpAddress.parse("fe80::" + number), mac(number), 90, AdvertisementVerdict.OK, Sent.GOOD6);
    }

    static RouterView backup(final @Nullable IpAddress master) {
        return new RouterView(51, false, VirtualRouterState.BACKUP, master);
    }

    static RouterView master(final int number) {
        return new RouterView(51, false, VirtualRouterState.MASTER, address(number));
    }

    /** From now on it advertises; the name is the test's. */
    WatchedWire speaks(final String name, final Station station) {
        stations.put(name, station);
        return this;
    }

    WatchedWire isSilent(final String name) {
        stations.remove(name);
        return this;
    }

    /** From now on its reports say so. */
    WatchedWire reports(final int number, final RouterView... views) {
        return reports(new ClusterNode("n" + number, address(number), mac(number), true, false, List.of(views)));
    }

    WatchedWire reports(final ClusterNode node) {
        nodes.put(node.name(), node);
        watch.onCluster(List.copyOf(nodes.values()));
        return this;
    }

    WatchedWire is(final VirtualRouterState state) {
        watch.onState(51, false, state, nowNs);
        return this;
    }

    WatchedWire claims(final IpAddress address, final long mac) {
        watch.onAddressClaim(address, mac, nowNs);
        return this;
    }

    WatchedWire claimsNode(final int number, final long mac) {
        watch.onNodeAddressClaim(address(number), mac, nowNs);
        return this;
    }

    WatchedWire hears(final Station station) {
        final Sent sent = station.sent();
        watch.onAdvertisement(
                new Advertisement(
                        sent.version(),
                        sent.vrid(),
                        station.priority(),
                        sent.intervalNs(),
                        sent.authenticationType(),
                        station.source(),
                        IpAddress.parse(station.source().isIpv6() ? "ff02::12" : "224.0.0.18"),
                        station.mac(),
                        sent.addresses()),
                station.verdict(),
                nowNs,
                this);
        return this;
    }

    WatchedWire passes(final double seconds) {
        final long endNs = nowNs + (long) (seconds * SECOND_NS);
        while (nowNs - endNs < 0) {
            nowNs += STEP_NS;
            // every station has its own moment
            int number = 0;
            for (final Station station : List.copyOf(stations.values())) {
                final long intervalNs = station.sent().intervalNs();
                if (Math.floorMod(nowNs + number * STEP_NS, intervalNs) < STEP_NS) {
                    hears(station);
                }
                number++;
            }
            if (nowNs - watch.nextDeadlineNs() >= 0) {
                watch.poll(nowNs, this);
            }
        }
        return this;
    }

    /** Time passes in which nothing runs here. */
    WatchedWire sleeps(final double seconds) {
        nowNs += (long) (seconds * SECOND_NS);
        return this;
    }

    /** What was told since the last time. */
    List<String> told() {
        final List<String> sofar = List.copyOf(told);
        told.clear();
        return sofar;
    }

    List<Trouble> troubles() {
        return watch.troubles();
    }

    Trouble trouble() {
        if (watch.troubles().size() != 1) {
            throw new AssertionError("not one trouble: " + watch.troubles());
        }
        return watch.troubles().get(0);
    }

    long agoNs(final Trouble trouble) {
        return nowNs - trouble.lastSeenNs();
    }

    long overflow() {
        return watch.overflow();
    }

    private void tell(final String what, final Trouble trouble) {
        told.add(what + " " + trouble.kind() + " " + trouble.subject());
    }

    @Override
    public void troubleRaised(final Trouble trouble) {
        tell("raised", trouble);
    }

    @Override
    public void troubleLasts(final Trouble trouble) {
        tell("lasts", trouble);
    }

    @Override
    public void troubleCleared(final Trouble trouble) {
        tell("cleared", trouble);
    }
}
