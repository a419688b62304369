package io.fairlead.lb.membership;

import io.fairlead.lb.report.Authenticator;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Decoded;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.HealthReason;
import io.fairlead.lb.report.Load;
import io.fairlead.lb.report.LocalIdentity;
import io.fairlead.lb.report.Message;
import io.fairlead.lb.report.RedirectHealth;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.ReportPace;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.Verdict;
import io.fairlead.netstack.wire.IpAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A node on the {@link VirtualLan}: whole frames through the real reader and writer, events recorded. */
final class SimulatedNode implements MembershipOutput {

    static final int CLUSTER = 5;

    final List<String> events = new ArrayList<>();
    final List<IpAddress> ownedClients = new ArrayList<>();
    final Map<IpAddress, Integer> owners = new HashMap<>();
    final Map<IpAddress, Integer> replicated = new HashMap<>();
    final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    final List<Body> delivered = new ArrayList<>();
    final Membership membership;
    final StickyReplicator sticky;

    private final VirtualLan lan;
    private final int id;
    private final LocalIdentity identity;
    private boolean isOfTheFirstVersion;
    private final FrameWriter writer;
    private final FrameReader reader;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameWriter.MAX_FRAME_LENGTH]);

    SimulatedNode(final VirtualLan lan, final int number, final Authenticator authenticator) {
        this.lan = lan;
        id = idOf(number);
        identity = new LocalIdentity(
                CLUSTER, id, 0x0200_0000_0000L | number, lan.random().nextLong());
        writer = new FrameWriter(identity, -1, authenticator);
        reader = new FrameReader(identity, authenticator);
        membership = new Membership(
                id,
                lan.config(),
                report("n" + number, Role.BACKUP, true, lan.pace()),
                () -> lan.random().nextLong(),
                ownedClients::forEach,
                lan.nowNs());
        sticky = new StickyReplicator(StickyConfig.DEFAULT, new StickyReplica() {
            @Override
            public void put(final IpAddress client, final int nodeId) {
                replicated.put(client, nodeId);
            }

            @Override
            public void remove(final IpAddress client) {
                replicated.remove(client);
            }
        });
    }

    static int idOf(final int number) {
        return 0x0A330000 | number;
    }

    /** One of IPv4 if the number is even, else of IPv6. */
    static IpAddress client(final int number) {
        return number % 2 == 0
                ? IpAddress.ofIpv4(0x0B00_0000 | number)
                : IpAddress.ofIpv6(0x2001_0DB8_0000_0000L | number >> 2, number);
    }

    static Report report(final String name, final Role role, final boolean healthy) {
        return report(name, role, healthy, ReportPace.UNSAID);
    }

    static Report report(final String name, final Role role, final boolean healthy, final ReportPace pace) {
        return new Report(
                name,
                role,
                99,
                List.of(51),
                new Load(100, 200, 3, 4),
                healthy,
                List.of(new RedirectHealth(9090, healthy ? HealthReason.OK : HealthReason.REFUSED)),
                true,
                false,
                77,
                1,
                List.of(),
                Balancing.UNSAID,
                pace,
                IpAddress.ofIpv6(0x2001_0DB8_0051_0000L, name.charAt(name.length() - 1)),
                1500);
    }

    /** What the first version says, and hears, of a report: none of the fields that came later. */
    private static Body asOfTheFirstVersion(final Body body) {
        if (!(body instanceof Report report)) {
            return body;
        }
        final Load load = report.load();
        return new Report(
                report.name(),
                report.role(),
                report.priority(),
                report.virtualRouterIds(),
                new Load(
                        load.cpuPermille(),
                        load.memoryPermille(),
                        load.activeConnections(),
                        load.newConnectionsPerSecond()),
                report.healthy(),
                report.redirects(),
                report.scanning(),
                report.draining(),
                report.configurationDigest(),
                report.uptimeMs(),
                List.of(),
                Balancing.UNSAID,
                ReportPace.UNSAID);
    }

    /** From now on it is a node of the first version. */
    SimulatedNode ofTheFirstVersion() {
        isOfTheFirstVersion = true;
        return this;
    }

    int id() {
        return id;
    }

    LocalIdentity identity() {
        return identity;
    }

    void role(final Role role) {
        membership.update(report(membership.report().name(), role, true, lan.pace()), lan.nowNs(), this);
    }

    NodeState stateOf(final SimulatedNode other) {
        final Node node = membership.node(other.id);
        return node == null ? NodeState.DEAD : node.state();
    }

    boolean knows(final SimulatedNode other) {
        final Node node = membership.node(other.id);
        return node != null && node.state() == NodeState.ALIVE && node.bootId() == other.identity.bootId();
    }

    int count(final Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    void receive(final UnsafeBuffer frame, final long nowNs) {
        final Decoded decoded = reader.read(frame, 0, frame.capacity());
        final Message message = asUnderstood(decoded.message());
        final Verdict verdict = message == null ? decoded.verdict() : membership.onMessage(message, nowNs, this);
        verdicts.merge(verdict, 1, Integer::sum);
    }

    private @Nullable Message asUnderstood(final @Nullable Message message) {
        return message == null || !isOfTheFirstVersion
                ? message
                : new Message(message.header(), message.handshake(), asOfTheFirstVersion(message.body()));
    }

    void poll(final long nowNs) {
        membership.poll(nowNs, this);
        sticky.poll(nowNs, this::send);
    }

    long nextDeadlineNs(final long nowNs) {
        final long members = membership.nextDeadlineNs();
        final long replication = sticky.nextDeadlineNs();
        if (members == Long.MAX_VALUE) {
            return replication == Long.MAX_VALUE ? nowNs + 1_000 * VirtualLan.MS : replication;
        }
        if (replication == Long.MAX_VALUE) {
            return members;
        }
        return members - replication < 0 ? members : replication;
    }

    void send(final Destination destination, final Body body) {
        send(destination, Handshake.NONE, body);
    }

    @Override
    public void send(final Destination destination, final Handshake handshake, final Body body) {
        final Body sent = isOfTheFirstVersion ? asOfTheFirstVersion(body) : body;
        final int length = writer.write(buffer, 0, destination, handshake, sent);
        final byte[] frame = new byte[length];
        buffer.getBytes(0, frame);
        lan.transmit(id, frame);
    }

    @Override
    public void nodeAppeared(final Node node) {
        events.add("appeared " + node.report().name());
    }

    private static boolean isEligible(final Node node) {
        return node.state() == NodeState.ALIVE
                && node.report().healthy()
                && node.report().isInService();
    }

    @Override
    public void nodeChanged(final Node before, final Node now) {
        events.add("changed " + now.report().name()
                + (before.state() == now.state() ? "" : " " + now.state())
                + (before.bootId() == now.bootId() ? "" : " rebooted")
                + (isEligible(before) == isEligible(now) ? "" : isEligible(now) ? " eligible" : " ineligible")
                + (before.mismatches().equals(now.mismatches()) ? "" : " mismatch " + now.mismatches()));
    }

    @Override
    public void loadReported(final Node node) {}

    @Override
    public void nodeLost(final Node node, final LossReason reason) {
        events.add("lost " + node.report().name() + " " + reason);
    }

    @Override
    public void directorChanged(final int directorId) {
        events.add("director " + (directorId & 0xFF));
    }

    @Override
    public void directorCandidate(final Node node) {
        events.add("candidate " + node.report().name());
    }

    @Override
    public void ownerOfClient(final IpAddress client, final int nodeId) {
        owners.put(client, nodeId);
    }

    @Override
    public void ownersCollected(final List<Integer> silentNodes) {
        events.add("collected, silent " + silentNodes.size());
    }

    @Override
    public void deliver(final Node sender, final Body body) {
        delivered.add(body);
        sticky.onMessage(sender.id(), body, lan.nowNs());
    }
}
