package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * The records of {@link Explained} among those of {@link SteeringEvents}, native byte order:
 *
 * <pre>
 *   choice:     question (4) | chosen by (4) | node (4) | is director (4) | sticky node (4) | sticky age [s] (4)
 *   candidate:  question (4) | node (4) | score (8) | added (8) | is eligible (4)
 *   flow:       as in {@link SteeringRecords} (56) | question (4) | state (4) | idle [s] (4) | translated port (4) | proxy port (4)
 *   end:        question (4) | flows (4)
 * </pre>
 */
final class ExplanationRecords {

    static final int CHOICE = 101;
    static final int CANDIDATE = 102;
    static final int FLOW = 103;
    static final int END = 104;

    private static final int CHOICE_LENGTH = 24;
    private static final int CANDIDATE_LENGTH = 28;
    private static final int FLOW_LENGTH = SteeringRecords.FLOW_LENGTH + 20;
    private static final int END_LENGTH = 8;

    private static final int CHOSEN_BY_FIELD_OFFSET = 4;
    private static final int CHOSEN_NODE_FIELD_OFFSET = 8;
    private static final int DIRECTOR_FIELD_OFFSET = 12;
    private static final int STICKY_NODE_FIELD_OFFSET = 16;
    private static final int STICKY_AGE_FIELD_OFFSET = 20;

    private static final int NODE_FIELD_OFFSET = 4;
    private static final int SCORE_FIELD_OFFSET = 8;
    private static final int ADDED_FIELD_OFFSET = 16;
    private static final int ELIGIBLE_FIELD_OFFSET = 24;

    private static final int FLOW_QUESTION_FIELD_OFFSET = SteeringRecords.FLOW_LENGTH;
    private static final int STATE_FIELD_OFFSET = FLOW_QUESTION_FIELD_OFFSET + 4;
    private static final int IDLE_FIELD_OFFSET = FLOW_QUESTION_FIELD_OFFSET + 8;
    private static final int TRANSLATED_PORT_FIELD_OFFSET = FLOW_QUESTION_FIELD_OFFSET + 12;
    private static final int PROXY_PORT_FIELD_OFFSET = FLOW_QUESTION_FIELD_OFFSET + 16;

    private static final int FLOWS_FIELD_OFFSET = 4;

    private ExplanationRecords() {}

    static boolean offerChoice(
            final OneToOneRingBuffer ring,
            final int question,
            final ChosenBy chosenBy,
            final int node,
            final boolean isDirector,
            final int stickyNode,
            final int stickyAgeSeconds) {
        final int claim = ring.tryClaim(CHOICE, CHOICE_LENGTH);
        if (claim < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putInt(claim, question);
        buffer.putInt(claim + CHOSEN_BY_FIELD_OFFSET, chosenBy.code());
        buffer.putInt(claim + CHOSEN_NODE_FIELD_OFFSET, node);
        buffer.putInt(claim + DIRECTOR_FIELD_OFFSET, isDirector ? 1 : 0);
        buffer.putInt(claim + STICKY_NODE_FIELD_OFFSET, stickyNode);
        buffer.putInt(claim + STICKY_AGE_FIELD_OFFSET, stickyAgeSeconds);
        ring.commit(claim);
        return true;
    }

    static boolean offerCandidate(
            final OneToOneRingBuffer ring,
            final int question,
            final SteeringTable.Node node,
            final boolean isEligible,
            final long added) {
        final int claim = ring.tryClaim(CANDIDATE, CANDIDATE_LENGTH);
        if (claim < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putInt(claim, question);
        buffer.putInt(claim + NODE_FIELD_OFFSET, node.id());
        buffer.putLong(claim + SCORE_FIELD_OFFSET, node.score());
        buffer.putLong(claim + ADDED_FIELD_OFFSET, added);
        buffer.putInt(claim + ELIGIBLE_FIELD_OFFSET, isEligible ? 1 : 0);
        ring.commit(claim);
        return true;
    }

    static boolean offerFlow(
            final OneToOneRingBuffer ring,
            final int question,
            final FlowKey flow,
            final int owner,
            final int state,
            final int idleSeconds,
            final int translatedPort,
            final int proxyPort) {
        final int claim = ring.tryClaim(FLOW, FLOW_LENGTH);
        if (claim < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        SteeringRecords.putFlow(buffer, claim, flow, owner);
        buffer.putInt(claim + FLOW_QUESTION_FIELD_OFFSET, question);
        buffer.putInt(claim + STATE_FIELD_OFFSET, state);
        buffer.putInt(claim + IDLE_FIELD_OFFSET, idleSeconds);
        buffer.putInt(claim + TRANSLATED_PORT_FIELD_OFFSET, translatedPort);
        buffer.putInt(claim + PROXY_PORT_FIELD_OFFSET, proxyPort);
        ring.commit(claim);
        return true;
    }

    static boolean offerEnd(final OneToOneRingBuffer ring, final int question, final int flows) {
        final int claim = ring.tryClaim(END, END_LENGTH);
        if (claim < 0) {
            return false;
        }
        ring.buffer().putInt(claim, question);
        ring.buffer().putInt(claim + FLOWS_FIELD_OFFSET, flows);
        ring.commit(claim);
        return true;
    }

    static void dispatch(
            final Explained handler, final int typeId, final DirectBuffer buffer, final int index, final FlowKey key) {
        switch (typeId) {
            case CHOICE ->
                handler.onChoice(
                        buffer.getInt(index),
                        ChosenBy.ofCode(buffer.getInt(index + CHOSEN_BY_FIELD_OFFSET)),
                        buffer.getInt(index + CHOSEN_NODE_FIELD_OFFSET),
                        buffer.getInt(index + DIRECTOR_FIELD_OFFSET) != 0,
                        buffer.getInt(index + STICKY_NODE_FIELD_OFFSET),
                        buffer.getInt(index + STICKY_AGE_FIELD_OFFSET));
            case CANDIDATE ->
                handler.onCandidate(
                        buffer.getInt(index),
                        buffer.getInt(index + NODE_FIELD_OFFSET),
                        buffer.getInt(index + ELIGIBLE_FIELD_OFFSET) != 0,
                        buffer.getLong(index + SCORE_FIELD_OFFSET),
                        buffer.getLong(index + ADDED_FIELD_OFFSET));
            case FLOW ->
                handler.onFlow(
                        buffer.getInt(index + FLOW_QUESTION_FIELD_OFFSET),
                        SteeringRecords.flow(buffer, index, key),
                        SteeringRecords.owner(buffer, index),
                        buffer.getInt(index + STATE_FIELD_OFFSET),
                        buffer.getInt(index + IDLE_FIELD_OFFSET),
                        buffer.getInt(index + TRANSLATED_PORT_FIELD_OFFSET),
                        buffer.getInt(index + PROXY_PORT_FIELD_OFFSET));
            default -> handler.onEnd(buffer.getInt(index), buffer.getInt(index + FLOWS_FIELD_OFFSET));
        }
    }
}
