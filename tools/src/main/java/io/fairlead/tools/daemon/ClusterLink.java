package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.membership.ConnectionReplicator;
import io.fairlead.lb.membership.LossReason;
import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.MembershipConfig;
import io.fairlead.lb.membership.MembershipOutput;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.membership.StickyConfig;
import io.fairlead.lb.membership.StickyReplica;
import io.fairlead.lb.membership.StickyReplicator;
import io.fairlead.lb.report.Assignment;
import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.Connection;
import io.fairlead.lb.report.Decoded;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Drain;
import io.fairlead.lb.report.FlowClaim;
import io.fairlead.lb.report.FlowQuery;
import io.fairlead.lb.report.FlowTuple;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.FrameWriter;
import io.fairlead.lb.report.Handover;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Message;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Verdict;
import io.fairlead.lb.steering.Explained;
import io.fairlead.lb.steering.ResetWriter;
import io.fairlead.lb.steering.SteeringEvents;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * This node's place in the cluster: membership, replicated stickiness and the search for flow owners, between the protocol-253 frames
 * on one side and the data path's events and commands on the other. Conductor only.
 */
final class ClusterLink implements MembershipOutput, StickyReplica, SteeringEvents.Handler {

    private final NodeIdentity identity;
    private final RouterDriver.Clock clock;
    private final FrameSender sender;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final CounterSet<Verdict> verdicts;
    private final SteeringShards dataPaths;
    private final TablePublisher tables;
    private final Eligibility eligibility;
    private final HeavySourceWatch heavySources;
    private final Membership membership;
    private final StickyReplicator sticky;
    private final ConnectionReplicator connections;
    private final LongSupplier random;
    private final NeighborWatch neighbors;
    private final FlowQueries queries = new FlowQueries();
    private final DataPathQuestions questions;
    private final ResetWriter resets;
    private final ClientOwners clients;
    private final NodeNews news;
    private final AtomicCounter flowsAsked;
    private final AtomicCounter flowsClaimed;
    private final AtomicCounter flowsUnclaimed;
    private final AtomicCounter flowQueriesFull;
    private final long startNs;
    private final long acquaintanceNs;
    private Runnable onOwnersCollected = () -> {};
    private BiConsumer<Node, Handover> onHandover = (from, handover) -> {};
    private BiConsumer<Node, Drain> onDrain = (from, drain) -> {};

    ClusterLink(
            final NodeIdentity identity,
            final RouterDriver.Clock clock,
            final FrameSender sender,
            final FrameReader reader,
            final FrameWriter writer,
            final CounterSet<Verdict> verdicts,
            final CounterSet<ConductorCounter> counters,
            final SteeringShards dataPaths,
            final TablePublisher tables,
            final Eligibility eligibility,
            final HeavySourceWatch heavySources,
            final MembershipConfig config,
            final long arpProbeIntervalNs,
            final Report firstReport,
            final LongSupplier random) {
        this.identity = identity;
        this.resets = new ResetWriter(identity.mac());
        this.startNs = clock.nowNs();
        this.acquaintanceNs = config.deadAfterNs();
        this.clock = clock;
        this.sender = sender;
        this.reader = reader;
        this.writer = writer;
        this.verdicts = verdicts;
        this.dataPaths = dataPaths;
        this.tables = tables;
        this.eligibility = eligibility;
        this.heavySources = heavySources;
        this.questions = new DataPathQuestions(dataPaths, tables);
        this.random = random;
        this.clients = new ClientOwners(identity.managementIp());
        this.news = new NodeNews(eligibility);
        this.membership = new Membership(
                identity.managementIp(), config, firstReport, random, clients::forEachOwn, clock.nowNs());
        this.neighbors = new NeighborWatch(identity, clock, sender, membership, this, config, arpProbeIntervalNs);
        this.sticky = new StickyReplicator(StickyConfig.DEFAULT, this);
        this.connections = new ConnectionReplicator(this::tellConnections, new DataPathConnections(dataPaths, tables));
        this.flowsAsked = counters.get(ConductorCounter.FLOWS_ASKED);
        this.flowsClaimed = counters.get(ConductorCounter.FLOWS_CLAIMED);
        this.flowsUnclaimed = counters.get(ConductorCounter.FLOWS_UNCLAIMED);
        this.flowQueriesFull = counters.get(ConductorCounter.FLOW_QUERIES_FULL);
    }

    int ownId() {
        return identity.managementIp();
    }

    Membership membership() {
        return membership;
    }

    Eligibility eligibility() {
        return eligibility;
    }

    HeavySourceWatch heavySources() {
        return heavySources;
    }

    /** Who of the nodes answers. */
    NeighborWatch neighbors() {
        return neighbors;
    }

    /** What the data path can be asked. */
    DataPathQuestions questions() {
        return questions;
    }

    /** The name of a node, or its address if it is not known. */
    String name(final int nodeId) {
        if (nodeId == identity.managementIp()) {
            return identity.name();
        }
        final Node node = membership.node(nodeId);
        return node == null ? Ipv4Address.format(nodeId) : node.report().name();
    }

    /** How many clients stay with a node. */
    int stickyClients(final int nodeId) {
        return clients.count(nodeId);
    }

    void onFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        final Decoded decoded = reader.read(buffer, index, length);
        final Message message = decoded.message();
        final Verdict verdict =
                message == null ? decoded.verdict() : membership.onMessage(message, clock.nowNs(), this);
        verdicts.get(verdict).incrementRelease();
    }

    /** Our own report has changed. */
    void update(final Report report) {
        membership.update(report, clock.nowNs(), this);
    }

    void poll() {
        final long nowNs = clock.nowNs();
        membership.poll(nowNs, this);
        neighbors.poll();
        sticky.poll(nowNs, (destination, body) -> send(destination, Handshake.NONE, body));
        connections.poll(nowNs, (destination, body) -> send(destination, Handshake.NONE, body));
        queries.poll(nowNs, this::haveAllBeenHeardSince, this::askForFlow, this::giveUp);
    }

    long nextDeadlineNs() {
        return Math.min(
                Math.min(
                        connections.nextDeadlineNs(),
                        Math.min(membership.nextDeadlineNs(), neighbors.nextDeadlineNs())),
                Math.min(sticky.nextDeadlineNs(), queries.nextDeadlineNs()));
    }

    void stop() {
        membership.stop(false, this);
    }

    /** Who is told when a node passes an administrator's word on. */
    void onHandover(final BiConsumer<Node, Handover> handler) {
        onHandover = handler;
    }

    /** Who is told when a node passes on that one is to be drained. */
    void onDrain(final BiConsumer<Node, Drain> handler) {
        onDrain = handler;
    }

    /** Passes an administrator's word on, twice because nobody repeats it when it is lost. */
    void broadcast(final Body order) {
        send(Destination.ALL, Handshake.NONE, order);
        send(Destination.ALL, Handshake.NONE, order);
    }

    /** Asks all nodes for their clients; {@code whenDone} runs at the deadline at the latest. */
    void collectOwners(final long deadlineNs, final Runnable whenDone) {
        onOwnersCollected = whenDone;
        membership.startOwnerQuery(clock.nowNs(), deadlineNs, this);
    }

    /** VRRP says that the director is gone: nothing new goes there until it is heard of again. */
    void directorIsGone() {
        final int director = membership.directorId();
        if (director != Membership.NO_DIRECTOR && director != identity.managementIp()) {
            membership.suspect(director, LossReason.ADVERTISEMENTS_MISSING, this);
        }
    }

    /** What a director who is still there holds and we do not, in words; empty if nothing, or if there is none. */
    String missing() {
        if (membership.directorId() == Membership.NO_DIRECTOR) {
            return "";
        }
        if (connections.isInSync()) {
            return sticky.isInSync() ? "" : "clients";
        }
        return sticky.isInSync() ? "connections" : "clients and connections";
    }

    /** Has this node been there for long enough that a node it does not know is gone? */
    boolean isAcquainted() {
        return clock.nowNs() - startNs >= acquaintanceNs;
    }

    /** Has every node that is not dead been heard since then? A daemon that has just started may not know of one that is silent. */
    private boolean haveAllBeenHeardSince(final long sinceNs) {
        return isAcquainted()
                && membership.nodes().stream()
                        .allMatch(node -> node.state() == NodeState.DEAD || node.lastHeardNs() - sinceNs > 0);
    }

    // what the membership wants

    @Override
    public void send(final Destination destination, final Handshake handshake, final Body body) {
        sender.send(writer.write(sender.frame(), 0, destination, handshake, body));
    }

    @Override
    public void nodeAppeared(final Node node) {
        queries.askAnew(clock.nowNs());
        news.appeared(node);
        tables.markChanged();
    }

    @Override
    public void nodeChanged(final Node before, final Node now) {
        if (before.state() != now.state() || before.bootId() != now.bootId()) {
            queries.askAnew(clock.nowNs());
        }
        news.changed(before, now);
        tables.markChanged();
    }

    @Override
    public void loadReported(final Node node) {
        tables.loadReported(node.id());
        neighbors.onReport(node);
    }

    @Override
    public void nodeLost(final Node node, final LossReason reason) {
        news.lost(node, reason);
        neighbors.nodeLost(node.id());
        tables.markChanged();
    }

    @Override
    public void directorChanged(final int directorId) {
        final long nowNs = clock.nowNs();
        neighbors.directorChanged(directorId);
        final Node director = membership.node(directorId);
        if (directorId == identity.managementIp()) {
            sticky.publish(random.getAsLong(), nowNs);
            connections.publish(nowNs);
        } else if (director != null) {
            news.isDirector(director);
            sticky.follow(director.destination(), nowNs);
            connections.follow(director.destination(), nowNs);
        } else {
            sticky.pause();
            connections.pause();
        }
        tables.markChanged();
    }

    @Override
    public void directorCandidate(final Node node) {
        news.isCandidate(node);
        tables.markChanged();
    }

    @Override
    public void ownerOfClient(final IpAddress client, final int nodeId) {
        dataPaths.suggestClient(client, nodeId);
        tables.commandSent();
    }

    @Override
    public void ownersCollected(final List<Integer> silentNodes) {
        // a node that died together with the old director must not get its clients for the three seconds it is not
        // missed
        silentNodes.forEach(nodeId -> membership.suspect(nodeId, LossReason.QUERY_UNANSWERED, this));
        onOwnersCollected.run();
    }

    @Override
    public void deliver(final Node from, final Body body) {
        if (body instanceof FlowQuery query) {
            dataPaths.flowQueried(key(query.flow()), from.id());
            tables.commandSent();
        } else if (body instanceof FlowClaim claim) {
            onClaim(claim.flow(), from.id());
        } else if (body instanceof Handover handover) {
            onHandover.accept(from, handover);
        } else if (body instanceof Drain drain) {
            onDrain.accept(from, drain);
        } else {
            sticky.onMessage(from.id(), body, clock.nowNs());
            connections.onMessage(from.id(), body, clock.nowNs());
        }
    }

    private void onClaim(final FlowTuple flow, final int owner) {
        // a director learns also of what a scanning node asked for: it may have sent that node a flow of another one
        final boolean isDirector = membership.directorId() == identity.managementIp();
        if (queries.claimed(flow) || isDirector) {
            flowsClaimed.incrementRelease();
            dataPaths.flowOwner(key(flow), owner, true);
            tables.commandSent();
        }
    }

    // what the director's replication tells

    @Override
    public void put(final IpAddress client, final int nodeId) {
        dataPaths.learnClient(client, nodeId);
        tables.commandSent();
    }

    @Override
    public void remove(final IpAddress client) {
        // left to its timeout: a director forgets a client later than the last node that saw it
    }

    // what the data path tells

    @Override
    public void onClientLearned(final IpAddress client, final int owner) {
        assigned(client, owner);
    }

    @Override
    public void onClientExpired(final IpAddress client) {
        assigned(client, Assignment.NOBODY);
    }

    private void assigned(final IpAddress client, final int owner) {
        clients.assigned(client, owner);
        sticky.assigned(client, owner, clock.nowNs(), (destination, body) -> send(destination, Handshake.NONE, body));
    }

    @Override
    public void onFlowUnknown(final FlowKey flow) {
        final FlowTuple wanted = key(flow);
        if (queries.begin(wanted, clock.nowNs())) {
            askForFlow(wanted);
        } else if (queries.isFull()) {
            flowQueriesFull.incrementRelease();
        }
    }

    @Override
    public void onFlowOwned(final FlowKey flow, final int asker) {
        // to all, because the director has to learn of it too when a scanning node asked
        send(Destination.ALL, Handshake.NONE, new FlowClaim(key(flow)));
    }

    @Override
    public void onFlowOrphaned(final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
        sender.send(resets.write(sender.frame(), 0, flow, clientMac, clientTags, sequence));
    }

    @Override
    public void onSourceHeavy(final IpAddress client, final int owner, final int connections, final int all) {
        heavySources.onHeavy(client, owner, connections, all);
    }

    @Override
    public void onSourceLight(final IpAddress client) {
        heavySources.onLight(client);
    }

    @Override
    public void onNodeClaimed(final int nodeId, final long mac, final boolean isReply) {
        neighbors.onArp(nodeId, mac, isReply);
    }

    @Override
    public void onFlowProbed(final FlowKey flow, final long clientMac, final int clientTags) {
        // one of the two is outside the client's window, whatever that is
        final int sequence = (int) random.getAsLong();
        sender.send(resets.writeProbe(sender.frame(), 0, flow, clientMac, clientTags, sequence));
        sender.send(resets.writeProbe(sender.frame(), 0, flow, clientMac, clientTags, sequence + Integer.MIN_VALUE));
    }

    @Override
    public void onConnectionOpened(
            final FlowKey flow, final int owner, final long clientMac, final int clientTags, final boolean isNew) {
        final Connection connection = new Connection(key(flow), owner, clientMac, clientTags, true);
        if (isNew) {
            connections.changed(connection, clock.nowNs());
        } else {
            connections.held(connection, clock.nowNs());
        }
    }

    @Override
    public void onConnectionClosed(final FlowKey flow) {
        connections.changed(new Connection(key(flow), Assignment.NOBODY, 0, 0, false), clock.nowNs());
    }

    @Override
    public void onConnectionsTold() {
        if (dataPaths.haveAllToldConnections()) {
            connections.allHeld();
        }
    }

    private void tellConnections() {
        dataPaths.tellConnections();
        tables.commandSent();
    }

    @Override
    public Explained explained() {
        return questions;
    }

    private void askForFlow(final FlowTuple flow) {
        flowsAsked.incrementRelease();
        send(Destination.ALL, Handshake.NONE, new FlowQuery(flow));
    }

    private void giveUp(final FlowTuple flow) {
        flowsUnclaimed.incrementRelease();
        dataPaths.flowOwner(key(flow), identity.managementIp(), false);
        tables.commandSent();
    }

    static FlowTuple key(final FlowKey flow) {
        return new FlowTuple(
                flow.protocol(), flow.client(), flow.clientPort(), flow.destination(), flow.destinationPort());
    }

    static FlowKey key(final FlowTuple flow) {
        return new FlowKey()
                .ip(flow.client(), flow.clientPort(), flow.destination(), flow.destinationPort(), flow.protocol());
    }
}
