package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Writes bodies as type-length-value fields. The bodies bound their own lists, so that each fits {@link HeaderLayout#MAX_PAYLOAD_LENGTH}. */
final class FieldWriter {

    static final int FLAG_SCANNING = 0x01;
    static final int FLAG_DRAINING = 0x02;
    static final int FLAG_LAST = 0x01;
    static final int FLAG_RESTARTING = 0x01;
    static final int FLAG_OUTRANK = 0x01;
    static final int FLAG_ON = 0x01;
    static final int FLAG_BEGINS_SNAPSHOT = 0x01;
    static final int FLAG_ENDS_SNAPSHOT = 0x02;
    static final int FLAG_ENDED = 0x01;

    private final ByteBuffer target;

    FieldWriter(final ByteBuffer target) {
        this.target = target;
    }

    void write(final Handshake handshake) {
        if (handshake.challenge() != Handshake.ABSENT) {
            field(FieldType.CHALLENGE, 8).putLong(handshake.challenge());
        }
        if (handshake.echo() != Handshake.ABSENT) {
            field(FieldType.ECHO, 8).putLong(handshake.echo());
        }
    }

    void write(final Body body) {
        switch (body.type()) {
            case REPORT -> report((Report) body);
            case OWNER_QUERY -> field(FieldType.OWNER_QUERY, 4).putInt(((OwnerQuery) body).queryId());
            case OWNER_ANSWER -> ownerAnswer((OwnerAnswer) body);
            case FLOW_QUERY -> flow(((FlowQuery) body).flow());
            case FLOW_CLAIM -> flow(((FlowClaim) body).flow());
            case STICKY_DELTA -> stickyDelta((StickyDelta) body);
            case STICKY_SNAPSHOT -> stickySnapshot((StickySnapshot) body);
            case STICKY_REQUEST -> {
                final StickyRequest request = (StickyRequest) body;
                field(FieldType.STICKY_REQUEST, 16).putLong(request.epoch()).putLong(request.index());
            }
            case GOODBYE ->
                field(FieldType.GOODBYE, 4).putInt((((Goodbye) body).restarting() ? FLAG_RESTARTING : 0) << 24);
            case HANDOVER -> {
                final Handover handover = (Handover) body;
                field(FieldType.HANDOVER, 8)
                        .putInt(handover.target())
                        .putInt((handover.outrank() ? FLAG_OUTRANK : 0) << 24);
            }
            case DRAIN -> {
                final Drain drain = (Drain) body;
                field(FieldType.DRAIN, 8).putInt(drain.target()).putInt((drain.on() ? FLAG_ON : 0) << 24);
            }
            case CONNECTIONS -> connections((Connections) body);
            case CONNECTIONS_REQUEST ->
                field(FieldType.CONNECTIONS_REQUEST, 8).putLong(((ConnectionsRequest) body).index());
        }
    }

    private ByteBuffer field(final int type, final int length) {
        return target.putShort((short) type).putShort((short) length);
    }

    private void report(final Report report) {
        field(FieldType.NODE, 4)
                .put((byte) report.role().code())
                .put((byte) report.priority())
                .put((byte) ((report.scanning() ? FLAG_SCANNING : 0) | (report.draining() ? FLAG_DRAINING : 0)))
                .put((byte) 0);
        final Load load = report.load();
        field(FieldType.LOAD, 12)
                .putShort((short) load.cpuPermille())
                .putShort((short) load.memoryPermille())
                .putInt(load.activeConnections())
                .putInt(load.newConnectionsPerSecond());
        health(report);
        field(FieldType.VIRTUAL_ROUTERS, report.virtualRouterIds().size());
        report.virtualRouterIds().forEach(id -> target.put(id.byteValue()));
        field(FieldType.CONFIGURATION_DIGEST, 8).putLong(report.configurationDigest());
        final byte[] name = report.name().getBytes(StandardCharsets.US_ASCII);
        field(FieldType.NODE_NAME, name.length).put(name);
        field(FieldType.UPTIME, 8).putLong(report.uptimeMs());
        if (!report.virtualRouters().isEmpty()) {
            virtualRouters(report.virtualRouters());
        }
        if (load.hasProxyFigure()) {
            field(FieldType.PROXY_LOAD, 4)
                    .putShort((short) load.proxyPermille())
                    .putShort((short) 0);
        }
        if (!report.balancing().equals(Balancing.UNSAID)) {
            field(FieldType.BALANCING, 8)
                    .putInt(report.balancing().weight() << 24)
                    .putInt(report.balancing().policyDigest());
        }
        final IpAddress managementIp6 = report.managementIp6();
        if (managementIp6 != null) {
            field(FieldType.NODE_IPV6, FieldType.NODE_IPV6_LENGTH);
            address(managementIp6);
        }
        if (!report.pace().equals(ReportPace.UNSAID)) {
            field(FieldType.REPORT_PACE, 8)
                    .putInt(report.pace().intervalMs())
                    .putInt(report.pace().missedReports() << 24);
        }
        if (report.mtu() != Report.UNKNOWN_MTU) {
            field(FieldType.MTU, 4).putInt(report.mtu());
        }
        listeners(report.redirects());
    }

    private void virtualRouters(final List<VirtualRouterView> views) {
        final int count = Math.min(views.size(), VirtualRouterView.MAX_IN_REPORT);
        field(FieldType.VIRTUAL_ROUTER_VIEWS, FieldType.VIRTUAL_ROUTER_VIEW_LENGTH * count);
        for (final VirtualRouterView view : views.subList(0, count)) {
            target.put((byte) view.vrid())
                    .put((byte) (view.isIpv6() ? FieldType.FAMILY_IPV6 : FieldType.FAMILY_IPV4))
                    .put((byte) view.state().code())
                    .put((byte) 0);
            final IpAddress master = view.master();
            if (master == null) {
                target.putLong(0).putLong(0);
            } else {
                address(master);
            }
        }
    }

    private void health(final Report report) {
        final List<RedirectHealth> redirects = redirectsThatFit(report.redirects());
        field(FieldType.HEALTH, 4 + 4 * redirects.size()).putInt((report.healthy() ? 1 : 0) << 24);
        for (final RedirectHealth redirect : redirects) {
            target.putShort((short) redirect.originalPort())
                    .put((byte) redirect.reason().code())
                    .put((byte) 0);
        }
    }

    /** Last, for it may be cut: it takes the room that is left. */
    private void listeners(final List<RedirectHealth> redirects) {
        final int room = (target.remaining() - FieldType.HEADER_LENGTH) / FieldType.LISTENER_LENGTH;
        final int said = redirects.stream()
                .mapToInt(redirect -> redirect.listeners().size())
                .sum();
        int left = Math.min(room, said);
        if (left <= 0) {
            return;
        }
        field(FieldType.LISTENERS, FieldType.LISTENER_LENGTH * left);
        for (final RedirectHealth redirect : redirects) {
            for (final IpAddress listener : redirect.listeners()) {
                if (left-- > 0) {
                    target.putShort((short) redirect.originalPort()).putShort((short) 0);
                    address(listener);
                }
            }
        }
    }

    /** If the list has to be cut, what is lost is good news. */
    private static List<RedirectHealth> redirectsThatFit(final List<RedirectHealth> redirects) {
        if (redirects.size() <= Report.MAX_REDIRECTS) {
            return redirects;
        }
        return redirects.stream()
                .sorted(Comparator.comparing(redirect -> redirect.reason() == HealthReason.OK))
                .limit(Report.MAX_REDIRECTS)
                .toList();
    }

    private void ownerAnswer(final OwnerAnswer answer) {
        final List<IpAddress> ipv4 =
                answer.clients().stream().filter(client -> !client.isIpv6()).toList();
        final List<IpAddress> ipv6 =
                answer.clients().stream().filter(IpAddress::isIpv6).toList();
        field(FieldType.OWNER_CHUNK, 12 + FieldType.OWNED_CLIENT_LENGTH * ipv4.size())
                .putInt(answer.queryId())
                .putInt(answer.chunk())
                .putInt((answer.last() ? FLAG_LAST : 0) << 24);
        ipv4.forEach(client -> target.putInt(client.ipv4()));
        if (!ipv6.isEmpty()) {
            field(FieldType.OWNER_IPV6, FieldType.IPV6_OWNED_CLIENT_LENGTH * ipv6.size());
            ipv6.forEach(this::address);
        }
    }

    /** In 128 bits, IPv4 in IPv4-mapped form. */
    private ByteBuffer address(final IpAddress address) {
        return target.putLong(address.high()).putLong(address.mappedLow());
    }

    private void flow(final FlowTuple flow) {
        if (flow.client().isIpv6() || flow.destination().isIpv6()) {
            field(FieldType.FLOW_IPV6, FieldType.FLOW_IPV6_LENGTH);
            address(flow.client());
            address(flow.destination());
        } else {
            field(FieldType.FLOW, FieldType.FLOW_LENGTH)
                    .putInt(flow.client().ipv4())
                    .putInt(flow.destination().ipv4());
        }
        target.putShort((short) flow.clientPort())
                .putShort((short) flow.destinationPort())
                .putInt(flow.protocol() << 24);
    }

    private void stickyDelta(final StickyDelta delta) {
        final List<Assignment> ipv4 = ofIpv4(delta.assignments());
        field(FieldType.STICKY_DELTA, 16 + FieldType.ASSIGNMENT_LENGTH * ipv4.size())
                .putLong(delta.epoch())
                .putLong(delta.index());
        assignments(ipv4, ofIpv6(delta.assignments()));
    }

    private void stickySnapshot(final StickySnapshot snapshot) {
        final List<Assignment> ipv4 = ofIpv4(snapshot.assignments());
        field(FieldType.STICKY_CHUNK, 24 + FieldType.ASSIGNMENT_LENGTH * ipv4.size())
                .putLong(snapshot.epoch())
                .putLong(snapshot.index())
                .putInt(snapshot.chunk())
                .putInt((snapshot.last() ? FLAG_LAST : 0) << 24);
        assignments(ipv4, ofIpv6(snapshot.assignments()));
    }

    private static List<Assignment> ofIpv4(final List<Assignment> assignments) {
        return assignments.stream()
                .filter(assignment -> !assignment.client().isIpv6())
                .toList();
    }

    private static List<Assignment> ofIpv6(final List<Assignment> assignments) {
        return assignments.stream()
                .filter(assignment -> assignment.client().isIpv6())
                .toList();
    }

    private void assignments(final List<Assignment> ipv4, final List<Assignment> ipv6) {
        for (final Assignment assignment : ipv4) {
            target.putInt(assignment.client().ipv4()).putInt(assignment.nodeId());
        }
        if (!ipv6.isEmpty()) {
            field(FieldType.STICKY_IPV6, FieldType.IPV6_ASSIGNMENT_LENGTH * ipv6.size());
            for (final Assignment assignment : ipv6) {
                address(assignment.client()).putInt(assignment.nodeId());
            }
        }
    }

    private void connections(final Connections message) {
        final int flags = (message.beginsSnapshot() ? FLAG_BEGINS_SNAPSHOT : 0)
                | (message.endsSnapshot() ? FLAG_ENDS_SNAPSHOT : 0);
        field(
                        FieldType.CONNECTIONS,
                        12 + FieldType.CONNECTION_LENGTH * message.connections().size())
                .putLong(message.index())
                .putInt(flags << 24);
        for (final Connection connection : message.connections()) {
            final FlowTuple flow = connection.flow();
            address(flow.client());
            address(flow.destination())
                    .putShort((short) flow.clientPort())
                    .putShort((short) flow.destinationPort())
                    .putInt(connection.nodeId())
                    .putInt(connection.clientTags())
                    .putShort((short) (connection.clientMac() >>> Integer.SIZE))
                    .putInt((int) connection.clientMac())
                    .putShort((short) ((connection.isOpen() ? 0 : FLAG_ENDED) << 8));
        }
    }
}
