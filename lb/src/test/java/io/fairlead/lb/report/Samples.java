package io.fairlead.lb.report;

import io.fairlead.lb.report.VirtualRouterView.State;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Messages to test with. */
final class Samples {

    static final int NODE_1 = Ipv4Address.parse("10.51.0.1");
    static final int NODE_2 = Ipv4Address.parse("10.51.0.2");
    static final IpAddress NODE_1_IPV6 = IpAddress.parse("2001:db8:51::1");
    static final long MAC_1 = MacAddress.parse("02:00:00:00:00:01");
    static final long MAC_2 = MacAddress.parse("02:00:00:00:00:02");
    static final int CLUSTER = ClusterId.of(51, "");
    static final long BOOT = 0x0102030405060708L;
    static final IpAddress CLIENT = IpAddress.parse("10.51.0.201");
    static final IpAddress CLIENT_IPV6 = IpAddress.parse("2001:db8:51::c9");
    static final FlowTuple FLOW = new FlowTuple(6, CLIENT, 51234, IpAddress.parse("10.51.0.100"), 9090);
    static final FlowTuple FLOW_IPV6 = new FlowTuple(6, CLIENT_IPV6, 51234, IpAddress.parse("2001:db8:51::64"), 9090);

    static final Report REPORT = new Report(
            "n1",
            Role.DIRECTOR,
            99,
            List.of(51),
            new Load(250, 400, 7, 3),
            false,
            List.of(new RedirectHealth(9090, HealthReason.OK), new RedirectHealth(2121, HealthReason.REFUSED)),
            true,
            false,
            0x1122334455667788L,
            60_000,
            List.of(),
            Balancing.UNSAID,
            ReportPace.UNSAID);

    static final List<VirtualRouterView> VIEWS = List.of(
            new VirtualRouterView(51, false, State.MASTER, IpAddress.ofIpv4(NODE_1)),
            new VirtualRouterView(51, true, State.BACKUP, IpAddress.parse("fe80::2")),
            new VirtualRouterView(52, false, State.BACKUP, null),
            new VirtualRouterView(255, true, State.INITIALIZE, null));

    static final List<RedirectHealth> LISTENING_ELSEWHERE = List.of(
            new RedirectHealth(
                    9090,
                    HealthReason.LISTENS_ELSEWHERE,
                    List.of(IpAddress.parse("127.0.0.1"), IpAddress.parse("10.51.0.100"))),
            new RedirectHealth(2121, HealthReason.LISTENS_ELSEWHERE, List.of(IpAddress.parse("::"))));

    static final OwnerAnswer OWNER_ANSWER_IPV6 = new OwnerAnswer(7, 2, true, List.of(CLIENT, CLIENT_IPV6));
    static final StickyDelta STICKY_DELTA_IPV6 = new StickyDelta(
            5, 6, List.of(new Assignment(CLIENT, NODE_2), new Assignment(CLIENT_IPV6, Assignment.NOBODY)));
    static final StickySnapshot STICKY_SNAPSHOT_IPV6 =
            new StickySnapshot(5, 6, 1, false, List.of(new Assignment(CLIENT_IPV6, NODE_2)));

    private Samples() {}

    static Report withViews(final List<VirtualRouterView> views) {
        return with(REPORT.load(), views, REPORT.balancing(), REPORT.pace(), null);
    }

    static Report withLoad(final Load load) {
        return with(load, REPORT.virtualRouters(), REPORT.balancing(), REPORT.pace(), null);
    }

    static Report withBalancing(final Balancing balancing) {
        return with(REPORT.load(), REPORT.virtualRouters(), balancing, REPORT.pace(), null);
    }

    static Report withPace(final ReportPace pace) {
        return with(REPORT.load(), REPORT.virtualRouters(), REPORT.balancing(), pace, null);
    }

    static Report withRedirects(final List<RedirectHealth> redirects) {
        return new Report(
                REPORT.name(),
                REPORT.role(),
                REPORT.priority(),
                REPORT.virtualRouterIds(),
                REPORT.load(),
                REPORT.healthy(),
                redirects,
                REPORT.scanning(),
                REPORT.draining(),
                REPORT.configurationDigest(),
                REPORT.uptimeMs(),
                REPORT.virtualRouters(),
                REPORT.balancing(),
                REPORT.pace());
    }

    static Report withManagementIp6(final IpAddress address) {
        return with(REPORT.load(), REPORT.virtualRouters(), REPORT.balancing(), REPORT.pace(), address);
    }

    static Report withMtu(final int mtu) {
        return with(REPORT.load(), REPORT.virtualRouters(), REPORT.balancing(), REPORT.pace(), null, mtu);
    }

    private static Report with(
            final Load load,
            final List<VirtualRouterView> views,
            final Balancing balancing,
            final ReportPace pace,
            final @Nullable IpAddress managementIp6) {
        return with(load, views, balancing, pace, managementIp6, Report.UNKNOWN_MTU);
    }

    private static Report with(
            final Load load,
            final List<VirtualRouterView> views,
            final Balancing balancing,
            final ReportPace pace,
            final @Nullable IpAddress managementIp6,
            final int mtu) {
        return new Report(
                REPORT.name(),
                REPORT.role(),
                REPORT.priority(),
                REPORT.virtualRouterIds(),
                load,
                REPORT.healthy(),
                REPORT.redirects(),
                REPORT.scanning(),
                REPORT.draining(),
                REPORT.configurationDigest(),
                REPORT.uptimeMs(),
                views,
                balancing,
                pace,
                managementIp6,
                mtu);
    }

    static final Connections CONNECTIONS = new Connections(
            6,
            true,
            false,
            List.of(
                    new Connection(
                            new FlowTuple(6, CLIENT, 51_234, IpAddress.parse("10.51.0.100"), 9090),
                            NODE_2,
                            0x0200_0000_0C01L,
                            0x8064_0000,
                            true),
                    new Connection(
                            new FlowTuple(6, CLIENT_IPV6, 51_234, IpAddress.parse("2001:db8:51::64"), 9090),
                            0,
                            0,
                            0,
                            false)));

    static byte[] key() {
        final byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    static List<Body> bodies() {
        return List.of(
                REPORT,
                withViews(VIEWS),
                withBalancing(new Balancing(255, -2)),
                withLoad(new Load(1, 2, 3, 4, 1000)),
                withLoad(new Load(1, 2, 3, 4, 0)),
                withPace(new ReportPace(20, 5)),
                withManagementIp6(NODE_1_IPV6),
                withMtu(1500),
                withRedirects(LISTENING_ELSEWHERE),
                new OwnerQuery(7),
                new OwnerAnswer(7, 2, true, List.of(CLIENT, IpAddress.parse("255.255.255.255"))),
                OWNER_ANSWER_IPV6,
                new FlowQuery(FLOW),
                new FlowQuery(FLOW_IPV6),
                new FlowClaim(FLOW),
                new FlowClaim(FLOW_IPV6),
                new StickyDelta(5, 6, List.of(new Assignment(CLIENT, NODE_2))),
                STICKY_DELTA_IPV6,
                new StickySnapshot(5, 6, 1, true, List.of(new Assignment(CLIENT, NODE_1))),
                STICKY_SNAPSHOT_IPV6,
                new StickyRequest(5, 6),
                new Goodbye(true),
                new Handover(0x0A330002, true),
                new Drain(0x0A330002, true),
                CONNECTIONS,
                new Connections(Long.MIN_VALUE, false, true, List.of()),
                new ConnectionsRequest(-1));
    }

    /** Each kind of list at its longest. */
    static List<Body> longestBodies() {
        return List.of(
                new Report(
                        "abcdefghijklmnopqrstuvwxyz-_0123",
                        Role.BACKUP,
                        255,
                        IntStream.range(0, 255).mapToObj(i -> i + 1).toList(),
                        new Load(1, 2, 3, 4, 1000),
                        true,
                        IntStream.range(0, Report.MAX_REDIRECTS)
                                .mapToObj(i -> new RedirectHealth(i + 1, HealthReason.TIMEOUT))
                                .toList(),
                        true,
                        true,
                        -1,
                        Long.MAX_VALUE,
                        IntStream.range(0, VirtualRouterView.MAX_IN_REPORT)
                                .mapToObj(i ->
                                        new VirtualRouterView(i + 1, true, State.BACKUP, IpAddress.parse("fe80::1")))
                                .toList(),
                        new Balancing(0, -1),
                        new ReportPace(ReportPace.MAX_INTERVAL_MS, 255),
                        NODE_1_IPV6,
                        9000),
                new Connections(
                        1,
                        false,
                        false,
                        Collections.nCopies(
                                Connections.MAX_CONNECTIONS,
                                CONNECTIONS.connections().get(0))),
                new OwnerAnswer(1, 0, false, longest(ClientRoom.ofOwnedClients(), 0)),
                new OwnerAnswer(1, 0, false, longest(ClientRoom.ofOwnedClients(), 160)),
                new OwnerAnswer(1, 0, false, longest(ClientRoom.ofOwnedClients(), 320)),
                new StickyDelta(1, 2, assignments(longest(ClientRoom.ofAssignments(), 0))),
                new StickyDelta(1, 2, assignments(longest(ClientRoom.ofAssignments(), 80))),
                new StickySnapshot(1, 2, 0, false, assignments(longest(ClientRoom.ofAssignments(), 0))),
                new StickySnapshot(1, 2, 0, false, assignments(longest(ClientRoom.ofAssignments(), 160))));
    }

    /** Clients till the room is full, as many as are asked for of IPv4, the others of IPv6. */
    private static List<IpAddress> longest(final ClientRoom room, final int ipv4Clients) {
        final List<IpAddress> clients = new ArrayList<>();
        IpAddress next = client(0, ipv4Clients);
        while (room.take(next)) {
            clients.add(next);
            next = client(clients.size(), ipv4Clients);
        }
        return clients;
    }

    private static IpAddress client(final int number, final int ipv4Clients) {
        return number < ipv4Clients
                ? IpAddress.ofIpv4(0x0B00_0000 | number)
                : IpAddress.ofIpv6(0x2001_0DB8_0000_0000L, number);
    }

    static List<Assignment> assignments(final List<IpAddress> clients) {
        return clients.stream().map(client -> new Assignment(client, NODE_1)).toList();
    }

    static Message message(final Body body) {
        return new Message(
                new Header(body.type(), CLUSTER, MAC_1, BOOT, 42, NODE_1, Destination.EVERYBODY), Handshake.NONE, body);
    }
}
