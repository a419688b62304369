package io.fairlead.lb.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fairlead.lb.report.Handshake;
import io.fairlead.lb.report.Header;
import io.fairlead.lb.report.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Freshness of one peer's messages without a common clock. Within its live boot id the sequence must grow. Another boot id becomes
 * the live one only with a message that echoes a nonce which was drawn for this peer after that boot id was first seen, so it was
 * written just now: a captured message of an older boot cannot hold it. The nonce belongs to the peer, not to the boot id, so that
 * replayed messages of dead boots cannot push out the challenge that the present one is about to answer.
 */
final class PeerProof {

    private static final long FIRST_RETRY_NS = MILLISECONDS.toNanos(20);
    private static final int MAX_CHALLENGES = 5;
    private static final long MIN_ANSWER_GAP_NS = MILLISECONDS.toNanos(5);
    private static final int MAX_RETIRED = 16;

    private final LongSupplier nonces;
    private final Deque<Long> retiredBootIds = new ArrayDeque<>();
    private boolean proven;
    private long liveBootId;
    private long liveSequence;

    private long nonce = Handshake.ABSENT;
    private long challengedMac;
    private int challengesSent;
    private long nextChallengeNs = Long.MAX_VALUE;
    private boolean answered;
    private long lastAnswerNs;

    PeerProof(final LongSupplier nonces) {
        this.nonces = nonces;
    }

    /** Judges a message; only a report, which tells all that is needed of a node, can prove a boot id. */
    Verdict judge(final Header header, final long echo, final boolean isReport) {
        final long bootId = header.bootId();
        if (proven && bootId == liveBootId) {
            if (header.sequence() <= liveSequence) {
                return Verdict.REPLAYED;
            }
        } else if (retiredBootIds.contains(bootId)) {
            return Verdict.REPLAYED;
        } else if (!isReport || echo == Handshake.ABSENT || echo != nonce) {
            return Verdict.NOT_YET_PROVEN;
        } else {
            goLive(bootId);
        }
        liveSequence = header.sequence();
        if (echo != Handshake.ABSENT && echo == nonce) {
            endChallenge();
        }
        return Verdict.OK;
    }

    private void goLive(final long bootId) {
        if (proven) {
            retiredBootIds.addLast(liveBootId);
            if (retiredBootIds.size() > MAX_RETIRED) {
                retiredBootIds.removeFirst();
            }
        }
        proven = true;
        liveBootId = bootId;
    }

    private void endChallenge() {
        nonce = Handshake.ABSENT;
        challengesSent = 0;
        nextChallengeNs = Long.MAX_VALUE;
    }

    /** Should a message that is not yet proven be challenged now? Not if a challenge to that MAC is under way. */
    boolean wantsChallenge(final long mac) {
        return nonce == Handshake.ABSENT || (mac != challengedMac && challengesSent < MAX_CHALLENGES);
    }

    /** The nonce for a challenge that is sent now; the next retry follows from it, with a gap that doubles. */
    long challenge(final long mac, final long nowNs) {
        while (nonce == Handshake.ABSENT) {
            nonce = nonces.getAsLong();
        }
        challengedMac = mac;
        nextChallengeNs = nowNs + (FIRST_RETRY_NS << challengesSent);
        challengesSent++;
        return nonce;
    }

    /** Is a retry due? Gives up after {@link #MAX_CHALLENGES}, when the nonce expires; the peer's next message starts anew. */
    boolean isRetryDue(final long nowNs) {
        if (nextChallengeNs == Long.MAX_VALUE || nowNs - nextChallengeNs < 0) {
            return false;
        }
        if (challengesSent >= MAX_CHALLENGES) {
            endChallenge();
            return false;
        }
        return true;
    }

    long challengedMac() {
        return challengedMac;
    }

    /** When {@link #isRetryDue} has to be asked again, {@link Long#MAX_VALUE} if never. */
    long nextDeadlineNs() {
        return nextChallengeNs;
    }

    /** May we answer a challenge now? Bounded, because a captured challenge of an unproven boot can be replayed to us. */
    boolean mayAnswer(final long nowNs) {
        if (answered && nowNs - lastAnswerNs < MIN_ANSWER_GAP_NS) {
            return false;
        }
        answered = true;
        lastAnswerNs = nowNs;
        return true;
    }
}
