package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.fairlead.lb.report.Body;
import io.fairlead.lb.report.ConfigurationDigest;
import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.Goodbye;
import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Message;
import io.fairlead.lb.report.OwnerAnswer;
import io.fairlead.lb.report.OwnerQuery;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.report.Role;
import io.fairlead.lb.report.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the other nodes of the cluster. Pure: messages that a {@link io.fairlead.lb.report.FrameReader} accepted and the time go in,
 * messages and events come out. It judges whether a message is fresh, proves and is proved by challenge, follows each node's state,
 * sends our own reports, and runs both sides of the owner query.
 *
 * <p>Not thread-safe; times are those of one monotonic clock and may wrap.
 */
public final class Membership {

    /** Stands for no node in {@link #directorId}. */
    public static final int NO_DIRECTOR = 0;

    /** A challenge is answered within milliseconds. */
    private static final long DEAF_AFTER_NS = SECONDS.toNanos(2);

    private static final long NO_LONGER_HEARD_NS = SECONDS.toNanos(10);

    private final int ownId;
    private final OwnedClients ownedClients;
    private final OwnReports ownReports;
    private final OwnerCollector ownerCollector = new OwnerCollector();
    private final Peers peers;
    private final Expiry expiry;
    private int directorId = NO_DIRECTOR;
    private boolean stopped;

    /**
     * A node that knows nobody yet. Its first {@link #poll} broadcasts its report.
     *
     * @param ownId our management address
     * @param config times
     * @param report our own, until {@link #update}
     * @param nonces 64 random bits each, from a source that cannot be guessed
     * @param ownedClients asked when another node is about to become director
     * @param nowNs the time
     */
    public Membership(
            final int ownId,
            final MembershipConfig config,
            final Report report,
            final LongSupplier nonces,
            final OwnedClients ownedClients,
            final long nowNs) {
        this.ownId = ownId;
        this.ownedClients = ownedClients;
        ownReports = new OwnReports(config, report, nowNs);
        peers = new Peers(nonces);
        expiry = new Expiry(config, nowNs);
    }

    /** All nodes that were ever proven and not forgotten, dead ones included, in ascending unsigned order of their ids. */
    public List<Node> nodes() {
        return peers.all().stream().map(Peer::node).filter(Objects::nonNull).toList();
    }

    /** The node of an id, null if there is none. */
    public @Nullable Node node(final int id) {
        final Peer peer = peers.find(id);
        return peer == null ? null : peer.node();
    }

    /**
     * Whose messages arrive, but who has answered none of our challenges for seconds: what we send does not reach it.
     *
     * @param nowNs the time
     * @return ids, in ascending unsigned order
     */
    public List<Integer> deaf(final long nowNs) {
        return peers.all().stream()
                .filter(peer -> peer.isDeaf(nowNs, DEAF_AFTER_NS, NO_LONGER_HEARD_NS))
                .map(Peer::id)
                .toList();
    }

    /** The director's id, our own included, {@link #NO_DIRECTOR} if nobody is. */
    public int directorId() {
        return directorId;
    }

    /** Our own report as it is sent. */
    public Report report() {
        return ownReports.report();
    }

    /**
     * Takes a message.
     *
     * @param message of another node, authentic and for us
     * @param nowNs the time
     * @param out told of what follows
     * @return {@link Verdict#OK} or why it is not believed
     */
    public Verdict onMessage(final Message message, final long nowNs, final MembershipOutput out) {
        if (stopped) {
            return Verdict.OK;
        }
        final int sender = message.header().sender();
        final Peer peer = peers.admit(sender, nowNs);
        if (peer == null) {
            return Verdict.TOO_MANY_NODES;
        }
        final boolean isReport = message.body() instanceof Report;
        final Verdict verdict =
                peer.proof().judge(message.header(), message.handshake().echo(), isReport);
        if (verdict != Verdict.REPLAYED) {
            peer.proven(verdict == Verdict.OK, nowNs);
            shakeHands(peer, message, verdict, nowNs, out);
        }
        if (verdict == Verdict.OK) {
            accept(peer, message, nowNs, out);
        }
        return verdict;
    }

    /** Echoes a challenge and challenges what is not yet proven, with one message if both are wanted. */
    private void shakeHands(
            final Peer peer,
            final Message message,
            final Verdict verdict,
            final long nowNs,
            final MembershipOutput out) {
        final long mac = message.header().senderMac();
        final boolean unproven = verdict == Verdict.NOT_YET_PROVEN;
        final long asked = message.handshake().challenge();
        final boolean answers = asked != Handshake.ABSENT && peer.proof().mayAnswer(nowNs);
        if (answers || (unproven && peer.proof().wantsChallenge(mac))) {
            final long challenge = unproven ? peer.proof().challenge(mac, nowNs) : Handshake.ABSENT;
            final Handshake handshake = new Handshake(challenge, answers ? asked : Handshake.ABSENT);
            ownReports.send(new Destination(peer.id(), mac), handshake, out);
        }
    }

    private void accept(final Peer peer, final Message message, final long nowNs, final MembershipOutput out) {
        final Body body = message.body();
        if (body instanceof Report report) {
            acceptReport(peer, message, report, nowNs, out);
            return;
        }
        // only a report proves a peer, so whoever is accepted has a node
        final Node known = Objects.requireNonNull(peer.node());
        if (body instanceof Goodbye goodbye) {
            acceptGoodbye(peer, known, goodbye, out);
            return;
        }
        final Node node = change(peer, peer.heard(known.heardAt(nowNs)), out);
        if (body instanceof OwnerQuery query) {
            out.directorCandidate(node);
            OwnerAnswers.send(
                    query.queryId(), ownedClients, answer -> out.send(node.destination(), Handshake.NONE, answer));
        } else if (body instanceof OwnerAnswer answer) {
            ownerCollector.onAnswer(node.id(), answer, nowNs, out);
        } else {
            out.deliver(node, body);
        }
        electDirector(out);
    }

    private void acceptReport(
            final Peer peer, final Message message, final Report report, final long nowNs, final MembershipOutput out) {
        peer.claimsDirector(report.role() == Role.DIRECTOR, nowNs);
        final Node node = new Node(
                peer.id(),
                message.header().senderMac(),
                message.header().bootId(),
                NodeState.ALIVE,
                LossReason.NONE,
                report,
                ConfigurationDigest.compare(ownReports.report(), report),
                nowNs);
        out.loadReported(accepted(peer, peer.heard(node), out));
    }

    private Node accepted(final Peer peer, final Node node, final MembershipOutput out) {
        change(peer, node, out);
        electDirector(out);
        return node;
    }

    private void acceptGoodbye(final Peer peer, final Node known, final Goodbye goodbye, final MembershipOutput out) {
        if (goodbye.restarting()) {
            change(peer, known.withState(NodeState.SUSPECT, LossReason.RESTARTING), out);
        } else if (known.state() != NodeState.DEAD) {
            lose(peer, known, LossReason.GOODBYE, out);
        }
        electDirector(out);
    }

    /** Stores the node and tells what is new about it. */
    private static Node change(final Peer peer, final Node node, final MembershipOutput out) {
        final Node before = peer.node();
        peer.node(node);
        if (before == null || (before.state() == NodeState.DEAD && node.state() != NodeState.DEAD)) {
            out.nodeAppeared(node);
        } else if (node.differsFrom(before)) {
            out.nodeChanged(before, node);
        }
        return node;
    }

    private static void lose(final Peer peer, final Node known, final LossReason reason, final MembershipOutput out) {
        final Node dead = known.withState(NodeState.DEAD, reason);
        peer.node(dead);
        out.nodeLost(dead, reason);
    }

    /**
     * Whoever claimed last is director: in a fail-over and in a preemption alike that is the new one, and while VRRP settles a split,
     * nobody flaps. We ourselves are director as long as our own report says so.
     */
    private void electDirector(final MembershipOutput out) {
        int elected = NO_DIRECTOR;
        if (ownReports.isDirector()) {
            elected = ownId;
        } else {
            long since = 0;
            for (final Peer peer : peers.all()) {
                if (peer.isLivingDirector() && (elected == NO_DIRECTOR || peer.directorSinceNs() - since >= 0)) {
                    elected = peer.id();
                    since = peer.directorSinceNs();
                }
            }
        }
        if (elected == directorId) {
            return;
        }
        directorId = elected;
        out.directorChanged(elected);
        final Node director = otherDirector();
        if (director != null) {
            ownReports.send(director.destination(), Handshake.NONE, out);
        }
    }

    private @Nullable Node otherDirector() {
        return directorId == NO_DIRECTOR || directorId == ownId ? null : node(directorId);
    }

    /**
     * Replaces our own report. More than load and uptime changed: it is broadcast at once. Else it goes out with the next interval.
     *
     * @param report the new one
     * @param nowNs the time
     * @param out told of what follows
     */
    public void update(final Report report, final long nowNs, final MembershipOutput out) {
        final Report before = ownReports.report();
        ownReports.report(report);
        if (stopped || !ReportChange.matters(before, report)) {
            return;
        }
        ownReports.broadcast(nowNs, out);
        expiry.director(ownReports.isDirector(), nowNs);
        for (final Peer peer : peers.all()) {
            final Node node = peer.node();
            if (node != null) {
                change(peer, node.with(ConfigurationDigest.compare(report, node.report())), out);
            }
        }
        electDirector(out);
    }

    /**
     * Something else knows that a node is gone, such as VRRP of the director: it is suspect until it is heard of again.
     *
     * @param nodeId of the node; unknown ones are ignored
     * @param reason how it is known
     * @param out told of what follows
     */
    public void suspect(final int nodeId, final LossReason reason, final MembershipOutput out) {
        final Peer peer = peers.find(nodeId);
        if (peer != null && peer.isAlive()) {
            change(peer, Objects.requireNonNull(peer.node()).withState(NodeState.SUSPECT, reason), out);
            electDirector(out);
        }
    }

    /**
     * Frames do not get through to a node, or do again. While they do not, it is suspect even if it is heard of.
     *
     * @param nodeId of the node; unknown ones are ignored
     * @param isUnreachable whether it does not answer
     * @param nowNs the time
     * @param out told of what follows
     */
    public void unreachable(
            final int nodeId, final boolean isUnreachable, final long nowNs, final MembershipOutput out) {
        final Peer peer = peers.find(nodeId);
        if (peer == null) {
            return;
        }
        peer.unreachable(isUnreachable);
        if (isUnreachable) {
            suspect(nodeId, LossReason.ARP_FAILURE, out);
            return;
        }
        final Node node = peer.node();
        if (node != null && node.lossReason() == LossReason.ARP_FAILURE) {
            final Node back = node.withState(NodeState.ALIVE, LossReason.NONE);
            // perhaps it answers ARP and is silent otherwise
            final NodeState state = expiry.stateOf(back, nodeId == directorId, nowNs);
            change(peer, state == NodeState.ALIVE ? back : back.withState(NodeState.SUSPECT, LossReason.SILENT), out);
            electDirector(out);
        }
    }

    /**
     * Asks all living nodes which clients they own, before we become director. A query that is under way is replaced.
     *
     * @param nowNs the time
     * @param deadlineNs when to go on without the rest
     * @param out gets the owners, then {@link MembershipOutput#ownersCollected}
     */
    public void startOwnerQuery(final long nowNs, final long deadlineNs, final MembershipOutput out) {
        final List<Node> alive =
                nodes().stream().filter(node -> node.state() == NodeState.ALIVE).toList();
        ownerCollector.start(alive, nowNs, deadlineNs, out);
    }

    /**
     * Does what is due.
     *
     * @param nowNs the time
     * @param out told of what follows
     */
    public void poll(final long nowNs, final MembershipOutput out) {
        if (stopped) {
            return;
        }
        expiry.noteSleep(nowNs, nextDeadlineNs());
        for (final Peer peer : peers.all()) {
            expire(peer, nowNs, out);
            if (peer.proof().isRetryDue(nowNs)) {
                final long mac = peer.proof().challengedMac();
                final long challenge = peer.proof().challenge(mac, nowNs);
                ownReports.send(new Destination(peer.id(), mac), new Handshake(challenge, Handshake.ABSENT), out);
            }
        }
        electDirector(out);
        ownReports.poll(otherDirector(), nowNs, out);
        ownerCollector.poll(nowNs, out);
    }

    private void expire(final Peer peer, final long nowNs, final MembershipOutput out) {
        final Node node = peer.node();
        if (node == null) {
            return;
        }
        final NodeState state = expiry.stateOf(node, peer.id() == directorId, nowNs);
        if (state == NodeState.DEAD && node.state() != NodeState.DEAD) {
            lose(peer, node, LossReason.SILENT, out);
        } else if (state != node.state()) {
            change(peer, node.withState(state, LossReason.SILENT), out);
        }
    }

    /**
     * When {@link #poll} has to be called next.
     *
     * @return a time, {@link Long#MAX_VALUE} after {@link #stop}
     */
    public long nextDeadlineNs() {
        if (stopped) {
            return Long.MAX_VALUE;
        }
        long deadline = earlier(ownReports.nextDeadlineNs(), ownerCollector.nextDeadlineNs());
        for (final Peer peer : peers.all()) {
            deadline = earlier(deadline, peer.proof().nextDeadlineNs());
            final Node node = peer.node();
            if (node != null) {
                deadline = earlier(deadline, expiry.deadlineOf(node, peer.id() == directorId));
            }
        }
        return deadline;
    }

    /** Of two times, {@link Long#MAX_VALUE} standing for never; the first is never never. */
    static long earlier(final long a, final long b) {
        return b != Long.MAX_VALUE && b - a < 0 ? b : a;
    }

    /**
     * Says goodbye. After that the membership does nothing.
     *
     * @param restarting see {@link Goodbye}
     * @param out gets the messages
     */
    public void stop(final boolean restarting, final MembershipOutput out) {
        if (!stopped) {
            stopped = true;
            // twice, because nobody repeats it when it is lost
            out.send(Destination.ALL, Handshake.NONE, new Goodbye(restarting));
            out.send(Destination.ALL, Handshake.NONE, new Goodbye(restarting));
        }
    }
}
