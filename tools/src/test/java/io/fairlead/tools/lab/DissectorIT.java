package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.ClusterId;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.report.Connections;
import io.fairlead.lb.report.ConnectionsRequest;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Drain;
import io.fairlead.lb.report.FlowClaim;
import io.fairlead.lb.report.FlowQuery;
import io.fairlead.lb.report.FlowTuple;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Goodbye;
import io.fairlead.lb.report.Handover;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.MessageDecoder;
import io.fairlead.lb.report.MessageType;
import io.fairlead.lb.report.OwnerAnswer;
import io.fairlead.lb.report.OwnerQuery;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.StickyDelta;
import io.fairlead.lb.report.StickyRequest;
import io.fairlead.lb.report.StickySnapshot;
import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.report.VirtualRouterView;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wireshark shows of our load reports what they say, and never stumbles over what is none. */
@Tag("long")
@BesideOthers
final class DissectorIT {
    private static final Path DISSECTOR =
            Launcher.find().script().resolve("../../wireshark/fairlead.lua").normalize();

    private static final int PAYLOAD_OFFSET = 34;
    private static final int VERSION_OFFSET = 2;
    private static final int TYPE_OFFSET = 3;
    private static final int FIELDS_OFFSET = 68;
    private static final String WARNINGS = "fairlead.truncated || fairlead.bad_length || fairlead.unknown_version";
    private static final String EXPERTS =
            WARNINGS + " || fairlead.unknown_type || fairlead.unknown_field || fairlead.unknown_bytes || _ws.malformed";

    private static final int CLUSTER = ClusterId.of(51, "");
    private static final int NODE_1 = Ipv4Address.parse("10.51.0.1");
    private static final int NODE_2 = Ipv4Address.parse("10.51.0.2");
    private static final int BROADCAST = Ipv4Address.parse("10.51.0.255");
    private static final IpAddress CLIENT = IpAddress.parse("10.51.0.201");
    private static final IpAddress CLIENT_IPV6 = IpAddress.parse("2001:db8:51::c9");
    private static final LocalIdentity IDENTITY =
            new LocalIdentity(CLUSTER, NODE_1, MacAddress.parse("02:00:00:00:00:01"), 0x0102030405060708L);

    /** One of each, and of what may be of either family one of both; with the Info column and every field that has to be shown. */
    private static final List<Shown> MESSAGES = List.of(
            new Shown(
                    new Report(
                            "n2",
                            Role.BACKUP,
                            89,
                            List.of(51, 52),
                            new Load(125, 400, 31, 3),
                            false,
                            List.of(
                                    new RedirectHealth(9090, HealthReason.OK),
                                    new RedirectHealth(
                                            2121,
                                            HealthReason.LISTENS_ELSEWHERE,
                                            List.of(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1")))),
                            true,
                            true,
                            0x1122334455667788L,
                            60_000,
                            List.of(
                                    new VirtualRouterView(
                                            51, false, VirtualRouterView.State.MASTER, IpAddress.ofIpv4(NODE_1)),
                                    new VirtualRouterView(
                                            52, true, VirtualRouterView.State.BACKUP, IpAddress.parse("fe80::2")),
                                    new VirtualRouterView(53, true, VirtualRouterView.State.INITIALIZE, null)),
                            new Balancing(200, 0x99AABBCC),
                            new ReportPace(250, 12),
                            IpAddress.parse("2001:db8:51::2"),
                            1500),
                    "Report n2 backup prio 89, cpu 12.5 %, 31 connections, draining, not healthy",
                    """
                    field.type 16,17,18,19,20,21,22,23,24,25,60,27,26
                    field.length 4,12,12,2,8,2,8,60,8,16,8,4,40
                    role 1
                    priority 89
                    node_flags 0x03
                    cpu 125
                    memory 400
                    connections 31
                    new_connections 3
                    verdict 0
                    redirect 9090,2121
                    reason 0,6
                    listener_redirect 2121,2121
                    listener 127.0.0.1
                    listener_ipv6 ::1
                    vrid 51,52,51,52,53
                    digest_virtual_routers 0x11223344
                    digest_redirects 0x55667788
                    name n2
                    uptime 60000
                    family 4,6,6
                    state 2,1,0
                    master 10.51.0.1
                    master_ipv6 fe80::2,::
                    weight 200
                    digest_policy 0x99aabbcc
                    node_ipv6 2001:db8:51::2
                    mtu 1500
                    report_interval 250
                    missed_reports 12
                    """),
            new Shown(new OwnerQuery(3), "Owner query 3", """
                    field.type 32
                    field.length 4
                    query 3
                    """),
            new Shown(
                    new OwnerAnswer(7, 2, true, List.of(CLIENT, CLIENT_IPV6)),
                    "Owner answer to query 7, chunk 2 (last), 2 clients",
                    """
                    field.type 33,40
                    field.length 16,16
                    query 7
                    chunk 2
                    chunk_flags 0x01
                    client 10.51.0.201
                    client_ipv6 2001:db8:51::c9
                    """),
            new Shown(
                    new FlowQuery(new FlowTuple(6, CLIENT, 51234, IpAddress.parse("10.51.0.100"), 9090)),
                    "Flow query TCP 10.51.0.201:51234 to 10.51.0.100:9090",
                    """
                    field.type 34
                    field.length 16
                    client 10.51.0.201
                    destination 10.51.0.100
                    client_port 51234
                    destination_port 9090
                    protocol 6
                    """),
            new Shown(
                    new FlowClaim(new FlowTuple(17, CLIENT_IPV6, 51234, IpAddress.parse("2001:db8:51::64"), 9090)),
                    "Flow claim UDP [2001:db8:51::c9]:51234 to [2001:db8:51::64]:9090",
                    """
                    field.type 41
                    field.length 40
                    client_ipv6 2001:db8:51::c9
                    destination_ipv6 2001:db8:51::64
                    client_port 51234
                    destination_port 9090
                    protocol 17
                    """),
            new Shown(
                    new StickyDelta(
                            -2,
                            6,
                            List.of(new Assignment(CLIENT, NODE_2), new Assignment(CLIENT_IPV6, Assignment.NOBODY))),
                    "Sticky delta epoch fffffffffffffffe index 6, 2 clients",
                    """
                    field.type 35,42
                    field.length 24,20
                    epoch 0xfffffffffffffffe
                    index 6
                    client 10.51.0.201
                    client_ipv6 2001:db8:51::c9
                    assigned_to 10.51.0.2,0.0.0.0
                    """),
            new Shown(
                    new StickySnapshot(5, 6, 1, false, List.of(new Assignment(CLIENT, NODE_2))),
                    "Sticky snapshot epoch 0000000000000005 index 6, chunk 1, 1 client",
                    """
                    field.type 36
                    field.length 32
                    epoch 0x0000000000000005
                    index 6
                    chunk 1
                    chunk_flags 0x00
                    client 10.51.0.201
                    assigned_to 10.51.0.2
                    """),
            new Shown(new StickyRequest(5, 6), "Sticky request epoch 0000000000000005 index 6", """
                    field.type 37
                    field.length 16
                    epoch 0x0000000000000005
                    index 6
                    """),
            new Shown(new Goodbye(true), "Goodbye, restarting", """
                    field.type 38
                    field.length 4
                    goodbye_flags 0x01
                    """),
            new Shown(new Handover(NODE_2, true), "Handover to 10.51.0.2, outranking everybody", """
                    field.type 39
                    field.length 8
                    target 10.51.0.2
                    handover_flags 0x01
                    """),
            new Shown(new Drain(NODE_2, true), "Drain 10.51.0.2: no new clients", """
                    field.type 50
                    field.length 8
                    target 10.51.0.2
                    drain_flags 0x01
                    """),
            new Shown(
                    new Connections(
                            6,
                            true,
                            true,
                            List.of(
                                    new Connection(
                                            new FlowTuple(6, CLIENT, 51234, IpAddress.parse("10.51.0.100"), 9090),
                                            NODE_2,
                                            0x0200_0000_0C01L,
                                            0x8064_0000,
                                            true),
                                    new Connection(
                                            new FlowTuple(
                                                    6, CLIENT_IPV6, 51235, IpAddress.parse("2001:db8:51::64"), 9091),
                                            NODE_1,
                                            0,
                                            0,
                                            false))),
                    "Connections index 6, begins a snapshot, ends a snapshot",
                    """
                    field.type 70
                    field.length 116
                    index 6
                    snapshot_flags 0x03
                    connection_client 10.51.0.201
                    connection_client_ipv6 2001:db8:51::c9
                    connection_destination 10.51.0.100
                    connection_destination_ipv6 2001:db8:51::64
                    client_port 51234,51235
                    destination_port 9090,9091
                    connection_node 10.51.0.2,10.51.0.1
                    client_tags 0x80640000,0x00000000
                    client_mac 02:00:00:00:0c:01,00:00:00:00:00:00
                    connection_flags 0x00,0x01
                    """),
            new Shown(new ConnectionsRequest(5), "Connections request after index 5", """
                    field.type 71
                    field.length 8
                    index 5
                    """));

    private final Path file;

    DissectorIT(@TempDir final Path directory) {
        this.file = directory.resolve("reports.pcap");
    }

    /** A message, what stands in its Info column, and of each line the name and the values of a field of its body. */
    private record Shown(Body body, String info, String fields) {
        Map<String, String> values() {
            return fields.lines()
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(
                            line -> "fairlead." + line[0], line -> line[1], (a, b) -> b, TreeMap::new));
        }
    }

    @Test
    void shouldShowEveryHeaderField() {
        CaptureFile.write(file, List.of(signed(new OwnerQuery(3), new Handshake(0xA1A2A3A4A5A6A7A8L, 0xB1L))));

        assertThat(tshark().rows(
                                "fairlead.flags.signed == 1 && fairlead.hmac",
                                "fairlead.magic",
                                "fairlead.version",
                                "fairlead.type",
                                "fairlead.flags",
                                "fairlead.length",
                                "fairlead.cluster",
                                "fairlead.sender_mac",
                                "fairlead.boot",
                                "fairlead.sequence",
                                "fairlead.sender",
                                "fairlead.addressee",
                                "fairlead.challenge",
                                "fairlead.echo"))
                .containsExactly("0x464c|1|2|0x01|116|0x42452daa|02:00:00:00:00:01|0x0102030405060708|1|10.51.0.1"
                        + "|0.0.0.0|0xa1a2a3a4a5a6a7a8|0x00000000000000b1");
        assertThat(info()).containsExactly("Owner query 3, challenge, echo");
    }

    @Test
    void shouldShowEveryFieldOfEveryMessageType() {
        CaptureFile.write(
                file,
                MESSAGES.stream()
                        .map(message -> signed(message.body(), Handshake.NONE))
                        .toList());
        final String[] columns = MESSAGES.stream()
                .flatMap(message -> message.values().keySet().stream())
                .distinct()
                .toArray(String[]::new);

        assertThat(MESSAGES.stream().map(message -> message.body().type()).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(MessageType.class));
        assertThat(tshark().rows("fairlead", columns).stream().map(row -> values(columns, row)))
                .isEqualTo(MESSAGES.stream().map(Shown::values).toList());
        assertThat(info()).isEqualTo(MESSAGES.stream().map(Shown::info).toList());
        assertThat(tshark().rows(EXPERTS + " || fairlead.undecoded", "frame.number"))
                .isEmpty();
    }

    @Test
    void shouldShowFlagsOneByOne() {
        CaptureFile.write(
                file, MESSAGES.stream().map(message -> unsigned(message.body())).toList());

        assertThat(tshark().rows(
                                "fairlead.flags.signed == 0 && (fairlead.node_flags.scanning == 1"
                                        + " && fairlead.node_flags.draining == 1 || fairlead.chunk_flags.last == 1"
                                        + " || fairlead.goodbye_flags.restarting == 1 || fairlead.handover_flags.outrank == 1"
                                        + " || fairlead.drain_flags.on == 1)",
                                "fairlead.type"))
                .containsExactly("1", "3", "9", "10", "11");
    }

    @Test
    void shouldShowAsUnknownWhatALaterVersionMayAdd() {
        final byte[] query = unsigned(new OwnerQuery(3));
        final byte[] delta = unsigned(new StickyRequest(5, 6));
        CaptureFile.write(
                file,
                List.of(
                        with(query, PAYLOAD_OFFSET + TYPE_OFFSET, 200),
                        with(query, PAYLOAD_OFFSET + FIELDS_OFFSET + 1, 99),
                        // a request as query: its field is longer than what is known of the query's
                        with(with(delta, PAYLOAD_OFFSET + TYPE_OFFSET, 2), PAYLOAD_OFFSET + FIELDS_OFFSET + 1, 32),
                        with(query, PAYLOAD_OFFSET + VERSION_OFFSET, 2)));

        assertThat(info())
                .containsExactly("Unknown message type 200", "Owner query ?", "Owner query 0", "Unknown version 2");
        assertThat(tshark().rows("fairlead", "_ws.expert.message", "fairlead.undecoded"))
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("Unknown message type|"),
                        row -> assertThat(row).isEqualTo("Unknown field|00000003"),
                        row -> assertThat(row).isEqualTo("Unknown bytes behind a field|000000050000000000000006"),
                        row -> assertThat(row).startsWith("Unknown version|02"));
    }

    @Test
    void shouldLeaveAPacketAloneWhenItHasNotOurMagic() {
        CaptureFile.write(file, List.of(with(unsigned(new OwnerQuery(3)), PAYLOAD_OFFSET, 0)));

        assertThat(tshark().rows("ip.proto == 253", "frame.protocols", "fairlead.type"))
                .singleElement()
                .asString()
                .doesNotContain("fairlead")
                .endsWith("|");
    }

    @Test
    void shouldWarnWhereverAMessageEndsTooEarly() {
        final List<byte[]> frames = new ArrayList<>();
        for (final Shown message : MESSAGES) {
            final byte[] frame = unsigned(message.body());
            for (int length = PAYLOAD_OFFSET + 2; length < frame.length; length++) {
                frames.add(cut(frame, length));
            }
        }
        CaptureFile.write(file, frames);

        assertThat(warned()).hasSameSizeAs(frames);
        assertNothingThrown();
    }

    @Test
    void shouldWarnWhenTheCaptureHoldsNotAllOfAMessage() {
        CaptureFile.write(file, List.of(unsigned(MESSAGES.get(0).body())), PAYLOAD_OFFSET + FIELDS_OFFSET + 14);

        assertThat(tshark().rows("fairlead.truncated", "fairlead.priority", "_ws.expert.message"))
                .singleElement()
                .asString()
                .startsWith("89|The capture has 82 of ")
                .contains("LOAD lacks 10 bytes");
        assertNothingThrown();
    }

    @Test
    void shouldWarnOfWhatOurReaderCannotFollowWhenBytesAreRandom() {
        final long seed = 20_260_101;
        final Random random = new Random(seed);
        final MessageDecoder decoder = new MessageDecoder(CLUSTER, Authenticator.open());
        final List<byte[]> frames = new ArrayList<>();
        final Set<Integer> unreadable = new TreeSet<>();
        while (frames.size() < 5_000) {
            final byte[] frame = garbled(random);
            frames.add(frame);
            final Verdict verdict = decoder.decode(Arrays.copyOfRange(frame, PAYLOAD_OFFSET, frame.length))
                    .verdict();
            if (verdict == Verdict.TRUNCATED || verdict == Verdict.BAD_LENGTH || verdict == Verdict.UNKNOWN_VERSION) {
                unreadable.add(frames.size());
            }
        }
        CaptureFile.write(file, frames);

        assertThat(unreadable).as("seed %d", seed).hasSizeGreaterThan(1_000);
        assertThat(warned()).as("frames of seed %d", seed).containsAll(unreadable);
        assertThat(tshark().rows("fairlead", "frame.number")).hasSameSizeAs(frames);
        assertNothingThrown();
    }

    /** A message with some bytes behind the magic changed, and perhaps the end lost. */
    private static byte[] garbled(final Random random) {
        final byte[] frame =
                unsigned(MESSAGES.get(random.nextInt(MESSAGES.size())).body());
        for (int i = random.nextInt(6); i >= 0; i--) {
            final int offset = PAYLOAD_OFFSET + 2 + random.nextInt(frame.length - PAYLOAD_OFFSET - 2);
            frame[offset] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
        }
        return random.nextInt(3) > 0
                ? frame
                : cut(frame, PAYLOAD_OFFSET + 2 + random.nextInt(frame.length - PAYLOAD_OFFSET - 1));
    }

    private Tshark tshark() {
        return new Tshark(file, DISSECTOR);
    }

    private List<String> info() {
        return tshark().lines("-o", "gui.column.format:\"Info\",\"%i\"").stream()
                .map(String::strip)
                .toList();
    }

    private Set<Integer> warned() {
        return tshark().rows(WARNINGS, "frame.number").stream()
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    /** Wireshark shows an error of a script in the tree of the frame. */
    private void assertNothingThrown() {
        assertThat(tshark().lines("-V")).noneMatch(line -> line.contains("Lua Error"));
    }

    private static Map<String, String> values(final String[] columns, final String row) {
        final String[] values = row.split("\\|", -1);
        return IntStream.range(0, columns.length)
                .filter(i -> !values[i].isEmpty())
                .boxed()
                .collect(Collectors.toMap(i -> columns[i], i -> values[i], (a, b) -> b, TreeMap::new));
    }

    private static byte[] signed(final Body body, final Handshake handshake) {
        final byte[] key = new byte[Authenticator.MIN_KEY_LENGTH];
        return frame(Authenticator.keyed(key), body, handshake);
    }

    private static byte[] unsigned(final Body body) {
        return frame(Authenticator.open(), body, Handshake.NONE);
    }

    private static byte[] frame(final Authenticator authenticator, final Body body, final Handshake handshake) {
        final byte[] frame = new byte[FrameWriter.MAX_FRAME_LENGTH];
        final int length = new FrameWriter(IDENTITY, BROADCAST, authenticator)
                .write(new UnsafeBuffer(frame), 0, Destination.ALL, handshake, body);
        return Arrays.copyOf(frame, length);
    }

    private static byte[] with(final byte[] frame, final int offset, final int value) {
        final byte[] changed = frame.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    /** The beginning of a frame, with an IP packet that ends there too; its checksum is not looked at. */
    private static byte[] cut(final byte[] frame, final int length) {
        final byte[] beginning = Arrays.copyOf(frame, length);
        ByteBuffer.wrap(beginning).putShort(16, (short) (length - 14));
        return beginning;
    }
}
