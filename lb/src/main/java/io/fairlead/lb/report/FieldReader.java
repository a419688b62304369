package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies from type-length-value fields. Unknown fields are skipped and bytes behind what is known of a fixed field are ignored,
 * so that a later version may add both. Of a repeated field the last one counts. Null stands for content that is missing or outside
 * its range.
 */
final class FieldReader {

    /** Nodes of older versions send more than {@link Report#MAX_REDIRECTS}. */
    private static final int MOST_REDIRECTS = 200;

    private final Map<Integer, ByteBuffer> fields = new HashMap<>();

    /** Cuts {@code length} bytes at {@code offset} into fields; false if one of them runs over the end. */
    boolean split(final byte[] payload, final int offset, final int length) {
        final int end = offset + length;
        int position = offset;
        while (position < end) {
            if (end - position < FieldType.HEADER_LENGTH) {
                return false;
            }
            final ByteBuffer header = ByteBuffer.wrap(payload, position, FieldType.HEADER_LENGTH);
            final int type = header.getShort() & 0xFFFF;
            final int valueLength = header.getShort() & 0xFFFF;
            position += FieldType.HEADER_LENGTH;
            if (valueLength > end - position) {
                return false;
            }
            fields.put(type, ByteBuffer.wrap(payload, position, valueLength).slice());
            position += valueLength;
        }
        return true;
    }

    Handshake handshake() {
        final ByteBuffer challenge = field(FieldType.CHALLENGE, 8);
        final ByteBuffer echo = field(FieldType.ECHO, 8);
        return new Handshake(
                challenge == null ? Handshake.ABSENT : challenge.getLong(),
                echo == null ? Handshake.ABSENT : echo.getLong());
    }

    @Nullable
    Body body(final MessageType type) {
        return switch (type) {
            case REPORT -> report();
            case OWNER_QUERY -> ownerQuery();
            case OWNER_ANSWER -> ownerAnswer();
            case FLOW_QUERY -> {
                final FlowTuple flow = flow();
                yield flow == null ? null : new FlowQuery(flow);
            }
            case FLOW_CLAIM -> {
                final FlowTuple flow = flow();
                yield flow == null ? null : new FlowClaim(flow);
            }
            case STICKY_DELTA -> stickyDelta();
            case STICKY_SNAPSHOT -> stickySnapshot();
            case STICKY_REQUEST -> stickyRequest();
            case GOODBYE -> goodbye();
            case HANDOVER -> handover();
            case DRAIN -> drain();
            case CONNECTIONS -> connections();
            case CONNECTIONS_REQUEST -> {
                final ByteBuffer field = field(FieldType.CONNECTIONS_REQUEST, 8);
                yield field == null ? null : new ConnectionsRequest(field.getLong());
            }
        };
    }

    private @Nullable ByteBuffer field(final int type, final int minLength) {
        final ByteBuffer field = fields.get(type);
        return field == null || field.remaining() < minLength ? null : field;
    }

    /** A field of {@code fixedLength} bytes and then whole entries. */
    private @Nullable ByteBuffer list(final int type, final int fixedLength, final int entryLength) {
        final ByteBuffer field = field(type, fixedLength);
        return field == null || (field.remaining() - fixedLength) % entryLength != 0 ? null : field;
    }

    /** The same with at most {@code maxEntries}. */
    private @Nullable ByteBuffer list(
            final int type, final int fixedLength, final int entryLength, final int maxEntries) {
        final ByteBuffer field = list(type, fixedLength, entryLength);
        return field == null || field.remaining() > fixedLength + entryLength * maxEntries ? null : field;
    }

    /** A field of whole entries, empty if it is not there. */
    private @Nullable ByteBuffer optionalList(final int type, final int entryLength) {
        return fields.containsKey(type) ? list(type, 0, entryLength) : ByteBuffer.allocate(0);
    }

    private @Nullable Report report() {
        final ByteBuffer node = field(FieldType.NODE, 4);
        final ByteBuffer health = list(FieldType.HEALTH, 4, 4, MOST_REDIRECTS);
        final ByteBuffer digest = field(FieldType.CONFIGURATION_DIGEST, 8);
        final Load load = load();
        final String name = name();
        if (node == null || health == null || digest == null || load == null || name == null) {
            return null;
        }
        final Role role = Role.ofCode(node.get() & 0xFF);
        final List<Integer> virtualRouterIds = virtualRouterIds();
        final List<VirtualRouterView> virtualRouters = virtualRouters();
        if (role == null || virtualRouterIds == null || virtualRouters == null) {
            return null;
        }
        final int priority = node.get() & 0xFF;
        final int flags = node.get();
        final boolean healthy = health.getInt() >>> 24 == 1;
        final Map<Integer, List<IpAddress>> listeners = listeners();
        final List<RedirectHealth> redirects = new ArrayList<>();
        while (health.hasRemaining()) {
            final int port = health.getShort() & 0xFFFF;
            redirects.add(new RedirectHealth(
                    port, HealthReason.ofCode(health.get() & 0xFF), listeners.getOrDefault(port, List.of())));
            health.get();
        }
        final ByteBuffer uptime = field(FieldType.UPTIME, 8);
        return new Report(
                name,
                role,
                priority,
                virtualRouterIds,
                load,
                healthy,
                redirects,
                (flags & FieldWriter.FLAG_SCANNING) != 0,
                (flags & FieldWriter.FLAG_DRAINING) != 0,
                digest.getLong(),
                uptime == null ? 0 : uptime.getLong(),
                virtualRouters,
                balancing(),
                pace(),
                managementIp6(),
                mtu());
    }

    /** By original port. Only people read them, so a field that is broken is as good as unsaid. */
    private Map<Integer, List<IpAddress>> listeners() {
        final Map<Integer, List<IpAddress>> listeners = new HashMap<>();
        final ByteBuffer field = list(FieldType.LISTENERS, 0, FieldType.LISTENER_LENGTH);
        while (field != null && field.hasRemaining()) {
            final int port = field.getInt() >>> 16;
            listeners
                    .computeIfAbsent(port, key -> new ArrayList<>())
                    .add(IpAddress.ofMapped(field.getLong(), field.getLong()));
        }
        return listeners;
    }

    /** What a host may not have, or only on its own link, is as good as unsaid. */
    private @Nullable IpAddress managementIp6() {
        final ByteBuffer field = field(FieldType.NODE_IPV6, FieldType.NODE_IPV6_LENGTH);
        final IpAddress address = field == null ? null : ipv6(field);
        return address != null && Report.isManagementIp6(address) ? address : null;
    }

    /** Only people read it, so a size that nothing has is as good as unsaid. */
    private int mtu() {
        final ByteBuffer field = field(FieldType.MTU, 4);
        return field == null ? Report.UNKNOWN_MTU : Math.max(Report.UNKNOWN_MTU, field.getInt());
    }

    private Balancing balancing() {
        final ByteBuffer field = field(FieldType.BALANCING, 8);
        return field == null ? Balancing.UNSAID : new Balancing(field.getInt() >>> 24, field.getInt());
    }

    /** What nobody can keep to is as good as unsaid. */
    private ReportPace pace() {
        final ByteBuffer field = field(FieldType.REPORT_PACE, 8);
        if (field == null) {
            return ReportPace.UNSAID;
        }
        final int intervalMs = field.getInt();
        final int missedReports = field.getInt() >>> 24;
        return ReportPace.isPace(intervalMs, missedReports)
                ? new ReportPace(intervalMs, missedReports)
                : ReportPace.UNSAID;
    }

    private @Nullable Load load() {
        final ByteBuffer field = field(FieldType.LOAD, 12);
        if (field == null) {
            return null;
        }
        final ByteBuffer proxy = field(FieldType.PROXY_LOAD, 2);
        return new Load(
                field.getShort() & 0xFFFF,
                field.getShort() & 0xFFFF,
                field.getInt(),
                field.getInt(),
                proxy == null ? Load.UNSAID : proxy.getShort() & 0xFFFF);
    }

    private @Nullable List<Integer> virtualRouterIds() {
        final ByteBuffer field = fields.get(FieldType.VIRTUAL_ROUTERS);
        if (field == null) {
            return List.of();
        }
        if (field.remaining() > 255) {
            return null;
        }
        final List<Integer> ids = new ArrayList<>();
        while (field.hasRemaining()) {
            ids.add(field.get() & 0xFF);
        }
        return ids;
    }

    private @Nullable List<VirtualRouterView> virtualRouters() {
        if (!fields.containsKey(FieldType.VIRTUAL_ROUTER_VIEWS)) {
            return List.of();
        }
        final ByteBuffer field = list(
                FieldType.VIRTUAL_ROUTER_VIEWS,
                0,
                FieldType.VIRTUAL_ROUTER_VIEW_LENGTH,
                VirtualRouterView.MAX_IN_REPORT);
        if (field == null) {
            return null;
        }
        final List<VirtualRouterView> views = new ArrayList<>();
        while (field.hasRemaining()) {
            final VirtualRouterView view = virtualRouter(field);
            // a state or family of a later version: nothing is known of this one then
            if (view != null) {
                views.add(view);
            }
        }
        return views;
    }

    private static @Nullable VirtualRouterView virtualRouter(final ByteBuffer field) {
        final int vrid = field.get() & 0xFF;
        final int family = field.get();
        final VirtualRouterView.State state = VirtualRouterView.State.ofCode(field.get() & 0xFF);
        field.get();
        final long high = field.getLong();
        final long low = field.getLong();
        final boolean isIpv6 = family == FieldType.FAMILY_IPV6;
        if (vrid == 0 || state == null || (!isIpv6 && family != FieldType.FAMILY_IPV4)) {
            return null;
        }
        final IpAddress master = isIpv6 ? IpAddress.ofIpv6(high, low) : IpAddress.ofIpv4((int) low);
        return new VirtualRouterView(vrid, isIpv6, state, master.isUnspecified() ? null : master);
    }

    private @Nullable String name() {
        final ByteBuffer field = field(FieldType.NODE_NAME, 1);
        if (field == null) {
            return null;
        }
        // the name ends up in logs and terminals: nothing but the configuration's alphabet
        final String name = StandardCharsets.ISO_8859_1.decode(field).toString();
        return Report.isName(name) ? name : null;
    }

    private @Nullable OwnerQuery ownerQuery() {
        final ByteBuffer field = field(FieldType.OWNER_QUERY, 4);
        return field == null ? null : new OwnerQuery(field.getInt());
    }

    private @Nullable OwnerAnswer ownerAnswer() {
        final ByteBuffer field = list(FieldType.OWNER_CHUNK, 12, FieldType.OWNED_CLIENT_LENGTH);
        final ByteBuffer ipv6Clients = optionalList(FieldType.OWNER_IPV6, FieldType.IPV6_OWNED_CLIENT_LENGTH);
        if (field == null || ipv6Clients == null) {
            return null;
        }
        final int queryId = field.getInt();
        final int chunk = field.getInt();
        final boolean last = (field.getInt() >>> 24 & FieldWriter.FLAG_LAST) != 0;
        final List<IpAddress> clients = new ArrayList<>();
        while (field.hasRemaining()) {
            clients.add(IpAddress.ofIpv4(field.getInt()));
        }
        while (ipv6Clients.hasRemaining()) {
            final IpAddress client = ipv6(ipv6Clients);
            if (client == null) {
                return null;
            }
            clients.add(client);
        }
        return chunk < 0 || !OwnerAnswer.fits(clients) ? null : new OwnerAnswer(queryId, chunk, last, clients);
    }

    /** Null for what no host can have; a mapped address too, because no packet has one and it would be taken for the IPv4 client. */
    private static @Nullable IpAddress ipv6(final ByteBuffer field) {
        final long high = field.getLong();
        final long low = field.getLong();
        return Ipv6Address.isIpv4Mapped(high, low) || !IpAddress.isUnicast(high, low)
                ? null
                : IpAddress.ofIpv6(high, low);
    }

    private @Nullable FlowTuple flow() {
        final ByteBuffer ipv4 = field(FieldType.FLOW, FieldType.FLOW_LENGTH);
        final ByteBuffer ipv6 = field(FieldType.FLOW_IPV6, FieldType.FLOW_IPV6_LENGTH);
        if (ipv4 != null && ipv6 == null) {
            return flow(IpAddress.ofIpv4(ipv4.getInt()), IpAddress.ofIpv4(ipv4.getInt()), ipv4);
        }
        if (ipv4 == null && ipv6 != null) {
            final IpAddress client = ipv6(ipv6);
            final IpAddress destination = ipv6(ipv6);
            return client == null || destination == null ? null : flow(client, destination, ipv6);
        }
        // none, or two that may differ
        return null;
    }

    private static FlowTuple flow(final IpAddress client, final IpAddress destination, final ByteBuffer field) {
        final int clientPort = field.getShort() & 0xFFFF;
        final int destinationPort = field.getShort() & 0xFFFF;
        return new FlowTuple(field.getInt() >>> 24, client, clientPort, destination, destinationPort);
    }

    private @Nullable StickyDelta stickyDelta() {
        final ByteBuffer field = list(FieldType.STICKY_DELTA, 16, FieldType.ASSIGNMENT_LENGTH);
        if (field == null) {
            return null;
        }
        final long epoch = field.getLong();
        final long index = field.getLong();
        final List<Assignment> assignments = assignments(field);
        return assignments == null ? null : new StickyDelta(epoch, index, assignments);
    }

    private @Nullable StickySnapshot stickySnapshot() {
        final ByteBuffer field = list(FieldType.STICKY_CHUNK, 24, FieldType.ASSIGNMENT_LENGTH);
        if (field == null) {
            return null;
        }
        final long epoch = field.getLong();
        final long index = field.getLong();
        final int chunk = field.getInt();
        final boolean last = (field.getInt() >>> 24 & FieldWriter.FLAG_LAST) != 0;
        final List<Assignment> assignments = assignments(field);
        return chunk < 0 || assignments == null ? null : new StickySnapshot(epoch, index, chunk, last, assignments);
    }

    private @Nullable List<Assignment> assignments(final ByteBuffer ipv4) {
        final ByteBuffer ipv6 = optionalList(FieldType.STICKY_IPV6, FieldType.IPV6_ASSIGNMENT_LENGTH);
        if (ipv6 == null) {
            return null;
        }
        final List<Assignment> assignments = new ArrayList<>();
        while (ipv4.hasRemaining()) {
            assignments.add(new Assignment(IpAddress.ofIpv4(ipv4.getInt()), ipv4.getInt()));
        }
        while (ipv6.hasRemaining()) {
            final IpAddress client = ipv6(ipv6);
            if (client == null) {
                return null;
            }
            assignments.add(new Assignment(client, ipv6.getInt()));
        }
        return Assignment.fit(assignments) ? assignments : null;
    }

    private @Nullable StickyRequest stickyRequest() {
        final ByteBuffer field = field(FieldType.STICKY_REQUEST, 16);
        return field == null ? null : new StickyRequest(field.getLong(), field.getLong());
    }

    private @Nullable Goodbye goodbye() {
        final ByteBuffer field = field(FieldType.GOODBYE, 4);
        return field == null ? null : new Goodbye((field.getInt() >>> 24 & FieldWriter.FLAG_RESTARTING) != 0);
    }

    private @Nullable Handover handover() {
        final ByteBuffer field = field(FieldType.HANDOVER, 8);
        return field == null
                ? null
                : new Handover(field.getInt(), (field.getInt() >>> 24 & FieldWriter.FLAG_OUTRANK) != 0);
    }

    private @Nullable Drain drain() {
        final ByteBuffer field = field(FieldType.DRAIN, 8);
        return field == null ? null : new Drain(field.getInt(), (field.getInt() >>> 24 & FieldWriter.FLAG_ON) != 0);
    }

    private @Nullable Connections connections() {
        final ByteBuffer field =
                list(FieldType.CONNECTIONS, 12, FieldType.CONNECTION_LENGTH, Connections.MAX_CONNECTIONS);
        if (field == null) {
            return null;
        }
        final long index = field.getLong();
        final int flags = field.getInt() >>> 24;
        final List<Connection> connections = new ArrayList<>();
        while (field.hasRemaining()) {
            final Connection connection = connection(field);
            if (connection == null) {
                return null;
            }
            connections.add(connection);
        }
        return new Connections(
                index,
                (flags & FieldWriter.FLAG_BEGINS_SNAPSHOT) != 0,
                (flags & FieldWriter.FLAG_ENDS_SNAPSHOT) != 0,
                connections);
    }

    /** Null if an address is one that no host has, or the two are not of one family. */
    private static @Nullable Connection connection(final ByteBuffer field) {
        final IpAddress client = unicast(field);
        final IpAddress destination = unicast(field);
        final int clientPort = field.getShort() & 0xFFFF;
        final int destinationPort = field.getShort() & 0xFFFF;
        final int nodeId = field.getInt();
        final int clientTags = field.getInt();
        final long clientMac = (field.getShort() & 0xFFFFL) << Integer.SIZE | (field.getInt() & 0xFFFF_FFFFL);
        final boolean isOpen = (field.getShort() >>> 8 & FieldWriter.FLAG_ENDED) == 0;
        if (client == null
                || destination == null
                || client.isIpv6() != destination.isIpv6()
                || MacAddress.isGroup(clientMac)) {
            return null;
        }
        return new Connection(
                new FlowTuple(IpProtocol.TCP, client, clientPort, destination, destinationPort),
                nodeId,
                clientMac,
                clientTags,
                isOpen);
    }

    private static @Nullable IpAddress unicast(final ByteBuffer field) {
        final long high = field.getLong();
        final long low = field.getLong();
        return IpAddress.isUnicast(high, low) ? IpAddress.ofMapped(high, low) : null;
    }
}
