package io.fairlead.tools.capture;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.engine.FrameProcessor;
import java.util.Locale;

/**
 * What was decided about a frame, and the words for it.
 *
 * @param verdict where it goes, see {@link FrameProcessor}
 * @param moved the counters that were moved for it, see {@link SteeringWitness}
 * @param chosenBy why a node was chosen for it, {@link ChosenBy#NOBODY} if none was
 */
public record Decision(int verdict, long moved, ChosenBy chosenBy) {

    private static final String KNOWN = "known connection";

    /**
     * Was it sent to another node?
     *
     * @return true if it was steered or handed over
     */
    public boolean isToNode() {
        return has(SteeringCounter.STEERED) || has(SteeringCounter.HANDED_OVER);
    }

    /**
     * Does it begin a connection that a node was chosen for, or that nobody takes?
     *
     * @return true if it does
     */
    public boolean isPlacement() {
        return has(SteeringCounter.NEW_FLOWS) || has(SteeringCounter.REFUSED_NO_NODE);
    }

    /**
     * Did a counter move?
     *
     * @param counter of the steering
     * @return true if it did
     */
    public boolean has(final SteeringCounter counter) {
        return has(moved, counter);
    }

    private static boolean has(final long moved, final SteeringCounter counter) {
        return (moved & SteeringWitness.bit(counter)) != 0;
    }

    /**
     * The verdict in a word.
     *
     * @return its class
     */
    public VerdictClass verdictClass() {
        return classOf(verdict, moved);
    }

    /**
     * The verdict in a word, for who has no time to make a decision of it: allocates nothing.
     *
     * @param verdict where the frame goes
     * @param moved the counters that were moved for it
     * @return its class
     */
    public static VerdictClass classOf(final int verdict, final long moved) {
        if (verdict == FrameProcessor.DROP) {
            return VerdictClass.DROPPED;
        }
        if (has(moved, SteeringCounter.STEERED)) {
            return VerdictClass.STEERED;
        }
        if (has(moved, SteeringCounter.HANDED_OVER)) {
            return VerdictClass.HANDED_OVER;
        }
        if (has(moved, SteeringCounter.TRANSLATED) || has(moved, SteeringCounter.REPLY_TRANSLATED)) {
            return VerdictClass.TRANSLATED;
        }
        if (has(moved, SteeringCounter.DELIVERED)) {
            return VerdictClass.DELIVERED;
        }
        return verdict == FrameProcessor.TO_CONTROL ? VerdictClass.CONTROL : VerdictClass.PASSED;
    }

    /**
     * The verdict in a sentence.
     *
     * @param node the name of the node that it was sent to; of no meaning if it was sent to none
     * @param kind what the frame is
     * @return such as "steered to n2: new connection, its client stays with n2"
     */
    public String words(final String node, final String kind) {
        return switch (verdictClass()) {
            case DROPPED -> "dropped: " + dropReason();
            case STEERED -> "steered to " + node + ": " + grounds();
            case HANDED_OVER -> "handed over to the director " + node + ": it came to this node's own address";
            case TRANSLATED ->
                has(SteeringCounter.REPLY_TRANSLATED)
                        ? "translated: the proxy's answer, under the address and port that the client knows"
                        : "translated: to this node's proxy" + groundsIfAny();
            case DELIVERED -> "delivered: to this node's proxy" + groundsIfAny();
            case CONTROL -> "to the conductor: " + kind;
            case PASSED -> "passed: " + passReason();
        };
    }

    /** Whether a connection is new is known to who has chosen a node for it, and not to who is given it. */
    private String groundsIfAny() {
        final String grounds = grounds();
        return grounds.equals(KNOWN) ? "" : ", " + grounds;
    }

    private String grounds() {
        if (has(SteeringCounter.REFUSED_NO_NODE)) {
            return "no node takes new connections";
        }
        if (has(SteeringCounter.FRAGMENTS) && !has(SteeringCounter.NEW_FLOWS)) {
            return has(SteeringCounter.FRAGMENTS_EARLY)
                    ? "fragment that came before its first, with its client's node"
                    : "fragment, with its datagram or its connection";
        }
        if (has(SteeringCounter.ICMP_ERRORS)) {
            return "ICMP error about one of its connections";
        }
        return switch (chosenBy) {
            case STICKY -> "new connection, sticky";
            case RECENT -> "new connection, with the client's other one";
            case POLICY -> "new connection, chosen by policy";
            case SPREAD -> "new connection of a heavy source, chosen by policy";
            case PASSIVE -> "passive port of its client's node";
            case NOBODY, NOT_REDIRECTED, EXCEPTED -> KNOWN;
        };
    }

    private String dropReason() {
        for (final SteeringCounter counter : SteeringCounter.values()) {
            if (counter.name().startsWith("DROP_") && has(counter)) {
                return dropWords(counter);
            }
        }
        return "nobody said why";
    }

    private static String dropWords(final SteeringCounter counter) {
        return switch (counter) {
            case DROP_WRONG_QUEUE -> "came to another data-path thread than its client's";
            case DROP_CUT -> "too short for an Ethernet header";
            case DROP_FOREIGN_UNICAST -> "for another MAC address";
            case DROP_LOOP -> "sent by this node itself: a loop in the network";
            case DROP_NOT_ACCEPTED -> "to a virtual IP with accept mode off, and of no redirect";
            case DROP_UNKNOWN_FLOW -> "unknown connection, its owner is being asked for";
            case DROP_NO_OWNER -> "connection of a node that is gone";
            case DROP_NO_TRANSLATION -> "cannot be translated";
            default -> counter.name().toLowerCase(Locale.ROOT);
        };
    }

    private String passReason() {
        if (has(SteeringCounter.UNCLAIMED)) {
            return "to the host, which resets it: no node claims the connection";
        }
        if (has(SteeringCounter.FRAGMENTS)) {
            return has(SteeringCounter.FRAGMENTS_EARLY)
                    ? "to the host, fragment that came before its first, of a client without a node"
                    : "to the host, fragment of no redirect";
        }
        if (has(SteeringCounter.PASSED_MALFORMED)) {
            return "to the host, with a header that cannot be read";
        }
        if (has(SteeringCounter.ARP_SENDER_CORRECTED)) {
            return "to the wire, ARP under the node's own address instead of a virtual IP";
        }
        return (verdict & FrameProcessor.TO_UPLINK) != 0 ? "to the wire, unchanged" : "to the host, of no redirect";
    }
}
