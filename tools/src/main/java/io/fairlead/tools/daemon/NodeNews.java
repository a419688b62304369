package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.LossReason;
import io.fairlead.lb.membership.Node;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.events.EventKind;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What becomes of the other nodes, in the words of the log. Conductor only. */
final class NodeNews {

    private static final Logger LOG = LoggerFactory.getLogger("cluster");

    private final Eligibility eligibility;

    /** Tells of nodes and what they are fit for. */
    NodeNews(final Eligibility eligibility) {
        this.eligibility = eligibility;
    }

    void appeared(final Node node) {
        about(EventKind.NODE_JOINED, node)
                .log(
                        "TX Adding IPV4 Address {}: node {} has joined and {}",
                        Ipv4Address.format(node.id()),
                        node.report().name(),
                        eligibility.words(node));
        warnOfMismatch(node);
    }

    void changed(final Node before, final Node now) {
        if (before.state() != now.state()
                || before.lossReason() != now.lossReason()
                || !eligibility.words(before).equals(eligibility.words(now))) {
            about(EventKind.NODE_CHANGED, now)
                    .addKeyValue("to", StatusWords.of(now.lossReason()))
                    .log(
                            "node {} ({}) is {} and {}",
                            now.report().name(),
                            Ipv4Address.format(now.id()),
                            StatusWords.of(now.lossReason()),
                            eligibility.words(now));
        }
        if (before.mac() != now.mac()) {
            about(EventKind.NODE_CHANGED, now)
                    .log(
                            "node {} ({}) has moved from MAC address {} to {}: its frames go there from now on",
                            now.report().name(),
                            Ipv4Address.format(now.id()),
                            MacAddress.format(before.mac()),
                            MacAddress.format(now.mac()));
        }
        if (!before.mismatches().equals(now.mismatches())) {
            warnOfMismatch(now);
            if (now.mismatches().isEmpty()) {
                about(EventKind.NODE_MISMATCH, now)
                        .log(
                                "node {} ({}) has the same configuration as this node again",
                                now.report().name(),
                                Ipv4Address.format(now.id()));
            }
        }
    }

    private static void warnOfMismatch(final Node node) {
        if (!node.mismatches().isEmpty()) {
            about(EventKind.NODE_MISMATCH, node)
                    .log(
                            "node {} ({}) has another configuration than this node: {}; make it the same on all nodes",
                            node.report().name(),
                            Ipv4Address.format(node.id()),
                            node.mismatches().stream().map(StatusWords::of).collect(Collectors.joining(", ")));
        }
    }

    void lost(final Node node, final LossReason reason) {
        about(EventKind.NODE_LOST, node)
                .addKeyValue("cause", StatusWords.of(reason))
                .log(
                        "TX Scanning partner has failed: node {} {}: TX Removing IPV4 Address {}",
                        node.report().name(),
                        reason == LossReason.GOODBYE ? "was stopped" : "is silent",
                        Ipv4Address.format(node.id()));
    }

    void isDirector(final Node node) {
        about(EventKind.DIRECTOR_CHANGED, node)
                .log("node {} ({}) is director", node.report().name(), Ipv4Address.format(node.id()));
    }

    void isCandidate(final Node node) {
        LOG.info("node {} ({}) prepares to be director", node.report().name(), Ipv4Address.format(node.id()));
    }

    private static LoggingEventBuilder about(final EventKind kind, final Node node) {
        return kind.log()
                .addKeyValue("node", node.report().name())
                .addKeyValue("address", Ipv4Address.format(node.id()));
    }
}
