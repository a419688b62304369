package io.fairlead.lb.steering;

import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.steering.SteeringTable.Readiness;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steering tables of a cluster of three nodes A, B and C, changed step by step; each table has a greater version. */
final class TestCluster {

    static final int A = 0;
    static final int B = 1;
    static final int C = 2;
    static final long MAX_PAUSE_NS = 3_600_000_000L;
    static final int VIP = 0x0A33_0064;
    static final IpAddress VIP6 = IpAddress.parse("2001:db8:51::64");

    /** Accept mode is off for these two: they take nothing but the traffic of redirects. */
    static final int CLOSED_VIP = 0x0A33_0065;

    static final IpAddress CLOSED_VIP6 = IpAddress.parse("2001:db8:51::65");
    static final int SAME_PORT = 9090;

    /** Translated to a port that clients use as well. */
    static final int ALIAS_PORT = 90;

    static final int TRANSLATED_PORT = 80;
    static final int OTHER_TRANSLATED_PORT = 81;
    static final int PROXY_PORT = 3128;
    static final int FTP_PORT = 2121;
    static final int PASSIVE_PORT = 50_000;
    static final int UDP_PORT = 443;
    static final int UDP_PROXY_PORT = 3129;

    /** Not redirected for clients in 192.0.2.0/25 and 2001:db8:9::/48, nor at the address of node B. */
    static final int EXCEPTING_PORT = 1344;

    private static final List<Redirect> REDIRECTS = List.of(
            new Redirect("http", IpProtocol.TCP, List.of(SAME_PORT, ALIAS_PORT), SAME_PORT),
            new Redirect("web", IpProtocol.TCP, List.of(TRANSLATED_PORT, OTHER_TRANSLATED_PORT), PROXY_PORT),
            new Redirect("ftp", IpProtocol.TCP, List.of(FTP_PORT), FTP_PORT, List.of(PASSIVE_PORT)),
            new Redirect("quic", IpProtocol.UDP, List.of(UDP_PORT), UDP_PROXY_PORT),
            new Redirect(
                    "icap",
                    IpProtocol.TCP,
                    List.of(EXCEPTING_PORT),
                    PROXY_PORT,
                    List.of(),
                    prefixes("192.0.2.0/25", "2001:db8:9::/48"),
                    prefixes("10.51.0.2/32")));

    private static final VirtualIps VIRTUAL_IPS = new VirtualIps(
            List.of(IpAddress.ofIpv4(VIP), VIP6, IpAddress.ofIpv4(CLOSED_VIP), CLOSED_VIP6),
            List.of(IpAddress.ofIpv4(CLOSED_VIP), CLOSED_VIP6));

    private final int self;
    private final Readiness[] readiness = {Readiness.OPEN, Readiness.OPEN, Readiness.OPEN};
    private final boolean[] hasIpv6 = {true, true, true};
    private final boolean[] isMember = {true, true, true};
    private final long[] score = new long[3];
    private final long[] report = new long[3];
    private final int[] weight = {100, 100, 100};
    private final long[] refusedRedirects = new long[3];
    private HeavySourcePolicy heavySources = HeavySourcePolicy.DEFAULT;
    private SteeringTable.Choice choice = SteeringTable.Choice.LOWEST_SCORE;
    private boolean isDirector;
    private boolean isAcquainted;
    private int director = SteeringTable.NO_NODE;
    private long version;

    private RedirectMap redirects = new RedirectMap(REDIRECTS);

    TestCluster(final int self) {
        this.self = self;
    }

    private static List<IpPrefix> prefixes(final String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.split("/", -1))
                .map(parts -> new IpPrefix(IpAddress.parse(parts[0]), Integer.parseInt(parts[1])))
                .toList();
    }

    static int ip(final int node) {
        return 0x0A33_0001 + node;
    }

    static IpAddress ip6(final int node) {
        return IpAddress.ofIpv6(0x2001_0DB8_0051_0000L, 1 + node);
    }

    static long mac(final int node) {
        return 0x0200_0000_0A01L + node;
    }

    TestCluster directedBy(final int node) {
        isDirector = node == self;
        director = isDirector ? SteeringTable.NO_NODE : node;
        return this;
    }

    /** The node has the lowest score of all. */
    TestCluster best(final int node) {
        score(100, 100, 100);
        score[node] = 1;
        return this;
    }

    TestCluster score(final long a, final long b, final long c) {
        score[A] = a;
        score[B] = b;
        score[C] = c;
        return this;
    }

    /** Clients are assigned by their address, with these weights. */
    TestCluster byAddress(final int a, final int b, final int c) {
        choice = SteeringTable.Choice.SOURCE_HASH;
        weight[A] = a;
        weight[B] = b;
        weight[C] = c;
        return this;
    }

    TestCluster reported(final int node) {
        report[node]++;
        return this;
    }

    TestCluster eligible(final int node, final boolean eligible) {
        readiness[node] = eligible ? Readiness.OPEN : Readiness.FAILED;
        return this;
    }

    TestCluster draining(final int node) {
        readiness[node] = Readiness.DRAINING;
        return this;
    }

    /** The node has been there for long enough to know of all others. */
    TestCluster acquainted() {
        isAcquainted = true;
        return this;
    }

    /** The proxy of the redirect in this place fails on the node, or is well again. */
    TestCluster takes(final int node, final int redirect, final boolean takes) {
        refusedRedirects[node] =
                takes ? refusedRedirects[node] & ~(1L << redirect) : refusedRedirects[node] | 1L << redirect;
        return this;
    }

    /** Clients with so many connections may be heavy sources. */
    TestCluster heavySources(final int leastConnections, final boolean isSpread) {
        heavySources = new HeavySourcePolicy(leastConnections, isSpread);
        return this;
    }

    TestCluster gone(final int node) {
        isMember[node] = false;
        return this;
    }

    /** The node has no IPv6 address of its own, or a version that does not tell it. */
    TestCluster withoutIpv6(final int node) {
        hasIpv6[node] = false;
        return this;
    }

    /** After a change in which those redirects are no more whose label is this; they come again with a proxy port above 0. */
    TestCluster redirectChanged(final String label, final int proxyPort) {
        final List<Redirect> former = REDIRECTS.stream()
                .filter(redirect -> redirect.label().equals(label))
                .toList();
        final List<Redirect> now = new ArrayList<>(REDIRECTS);
        now.removeAll(former);
        if (proxyPort > 0) {
            former.forEach(redirect ->
                    now.add(new Redirect(label, redirect.transport(), redirect.originalPorts(), proxyPort)));
        }
        redirects = new RedirectMap(now, former);
        return this;
    }

    /** After a change by which that redirect leaves the clients of a subnet alone. */
    TestCluster redirectExcepts(final String label, final String clients) {
        redirects = new RedirectMap(
                REDIRECTS.stream()
                        .filter(redirect -> redirect.label().equals(label))
                        .map(redirect -> new Redirect(
                                label,
                                redirect.transport(),
                                redirect.originalPorts(),
                                redirect.proxyPort(),
                                List.of(),
                                prefixes(clients),
                                List.of()))
                        .toList(),
                REDIRECTS);
        return this;
    }

    SteeringTable table() {
        final List<SteeringTable.Node> nodes = new ArrayList<>();
        int selfIndex = 0;
        int directorIndex = SteeringTable.NO_NODE;
        for (int node = A; node <= C; node++) {
            if (isMember[node]) {
                selfIndex = node == self ? nodes.size() : selfIndex;
                directorIndex = node == director ? nodes.size() : directorIndex;
                nodes.add(new SteeringTable.Node(
                        ip(node),
                        hasIpv6[node] ? ip6(node).high() : 0,
                        hasIpv6[node] ? ip6(node).low() : 0,
                        mac(node),
                        readiness[node],
                        refusedRedirects[node],
                        score[node],
                        10,
                        report[node],
                        weight[node]));
            }
        }
        return new SteeringTable(
                ++version,
                isDirector,
                isAcquainted,
                MAX_PAUSE_NS,
                selfIndex,
                directorIndex,
                VIRTUAL_IPS,
                redirects,
                nodes,
                choice,
                heavySources);
    }
}
