package io.fairlead.lb.membership;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is kept of another node: the proof of its messages and, once it is proven, the node. */
final class Peer {

    private final int id;
    private final PeerProof proof;
    private @Nullable Node node;
    private boolean isUnreachable;
    private boolean claimsDirector;
    private long directorSinceNs;
    private final long firstSeenNs;
    private boolean isUnproven;
    private long unprovenSinceNs;
    private long lastUnprovenNs;

    Peer(final int id, final LongSupplier nonces, final long nowNs) {
        this.id = id;
        proof = new PeerProof(nonces);
        firstSeenNs = nowNs;
    }

    int id() {
        return id;
    }

    PeerProof proof() {
        return proof;
    }

    @Nullable
    Node node() {
        return node;
    }

    void node(final Node newNode) {
        node = newNode;
    }

    /** Notes whether a message of it was believed, or came from a boot id that has not answered a challenge yet. */
    void proven(final boolean isProven, final long nowNs) {
        if (!isProven && !isUnproven) {
            unprovenSinceNs = nowNs;
        }
        if (!isProven) {
            lastUnprovenNs = nowNs;
        }
        isUnproven = !isProven;
    }

    /** Is it heard all the time, and none of our challenges answered? */
    boolean isDeaf(final long nowNs, final long leastNs, final long quietNs) {
        return isUnproven && lastUnprovenNs - unprovenSinceNs >= leastNs && nowNs - lastUnprovenNs < quietNs;
    }

    boolean isAlive() {
        return node != null && node.state() == NodeState.ALIVE;
    }

    /** Is it known that frames do not get through to it, whatever is heard of it? */
    void unreachable(final boolean nowUnreachable) {
        isUnreachable = nowUnreachable;
    }

    /** The node as it is now that something was heard of it. */
    Node heard(final Node heard) {
        return isUnreachable
                ? heard.withState(NodeState.SUSPECT, LossReason.ARP_FAILURE)
                : heard.withState(NodeState.ALIVE, LossReason.NONE);
    }

    /** Living, or so young that it may be about to prove itself. */
    boolean isWorthKeeping(final long nowNs, final long youthNs) {
        return node == null ? nowNs - firstSeenNs < youthNs : node.state() != NodeState.DEAD;
    }

    /** Notes whether its report claims to be director; the time of the first claim counts. */
    void claimsDirector(final boolean claims, final long nowNs) {
        if (claims && !claimsDirector) {
            directorSinceNs = nowNs;
        }
        claimsDirector = claims;
    }

    boolean isLivingDirector() {
        return claimsDirector && isAlive();
    }

    long directorSinceNs() {
        return directorSinceNs;
    }
}
