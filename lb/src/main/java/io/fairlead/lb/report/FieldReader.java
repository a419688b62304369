package io.fairlead.lb.report;

import io.fairlead.netstack.wire.IpAddress;
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
        };
    }

    private @Nullable ByteBuffer field(final int type, final int minLength) {
        final ByteBuffer field = fields.get(type);
        return field == null || field.remaining() < minLength ? null : field;
    }

    /** A field of {@code fixedLength} bytes and then whole entries, at most {@code maxEntries}. */
    private @Nullable ByteBuffer list(
            final int type, final int fixedLength, final int entryLength, final int maxEntries) {
        final ByteBuffer field = field(type, fixedLength);
        if (field == null) {
            return null;
        }
        final int entriesLength = field.remaining() - fixedLength;
        return entriesLength % entryLength != 0 || entriesLength / entryLength > maxEntries ? null : field;
    }

    private @Nullable Report report() {
        final ByteBuffer node = field(FieldType.NODE, 4);
        final ByteBuffer health = list(FieldType.HEALTH, 4, 4, Report.MAX_REDIRECTS);
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
        final List<RedirectHealth> redirects = new ArrayList<>();
        while (health.hasRemaining()) {
            redirects.add(new RedirectHealth(health.getShort() & 0xFFFF, HealthReason.ofCode(health.get() & 0xFF)));
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
                virtualRouters);
    }

    private @Nullable Load load() {
        final ByteBuffer field = field(FieldType.LOAD, 12);
        if (field == null) {
            return null;
        }
        return new Load(field.getShort() & 0xFFFF, field.getShort() & 0xFFFF, field.getInt(), field.getInt());
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
        final ByteBuffer field = list(FieldType.OWNER_CHUNK, 12, 4, OwnerAnswer.MAX_CLIENTS);
        if (field == null) {
            return null;
        }
        final int queryId = field.getInt();
        final int chunk = field.getInt();
        final boolean last = (field.getInt() >>> 24 & FieldWriter.FLAG_LAST) != 0;
        final List<Integer> clients = new ArrayList<>(field.remaining() / 4);
        while (field.hasRemaining()) {
            clients.add(field.getInt());
        }
        return chunk < 0 ? null : new OwnerAnswer(queryId, chunk, last, clients);
    }

    private @Nullable FlowTuple flow() {
        final ByteBuffer field = field(FieldType.FLOW, 16);
        if (field == null) {
            return null;
        }
        final int clientAddress = field.getInt();
        final int destinationAddress = field.getInt();
        final int clientPort = field.getShort() & 0xFFFF;
        final int destinationPort = field.getShort() & 0xFFFF;
        return new FlowTuple(field.getInt() >>> 24, clientAddress, clientPort, destinationAddress, destinationPort);
    }

    private @Nullable StickyDelta stickyDelta() {
        final ByteBuffer field = list(FieldType.STICKY_DELTA, 16, 8, Assignment.MAX_IN_MESSAGE);
        return field == null ? null : new StickyDelta(field.getLong(), field.getLong(), assignments(field));
    }

    private @Nullable StickySnapshot stickySnapshot() {
        final ByteBuffer field = list(FieldType.STICKY_CHUNK, 24, 8, Assignment.MAX_IN_MESSAGE);
        if (field == null) {
            return null;
        }
        final long epoch = field.getLong();
        final long index = field.getLong();
        final int chunk = field.getInt();
        final boolean last = (field.getInt() >>> 24 & FieldWriter.FLAG_LAST) != 0;
        return chunk < 0 ? null : new StickySnapshot(epoch, index, chunk, last, assignments(field));
    }

    private static List<Assignment> assignments(final ByteBuffer field) {
        final List<Assignment> assignments = new ArrayList<>(field.remaining() / 8);
        while (field.hasRemaining()) {
            assignments.add(new Assignment(field.getInt(), field.getInt()));
        }
        return assignments;
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
}
