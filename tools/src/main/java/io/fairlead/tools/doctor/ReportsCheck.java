package io.fairlead.tools.doctor;

import io.fairlead.lb.report.Verdict;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.tools.status.Finding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which messages of protocol 253 arrive and are refused, as far as that is a trouble. */
final class ReportsCheck {

    private static final String SAME_KEY =
            "give all nodes the same cluster.keyFile, and restart those that had another one";
    private static final String FILTER = "see who sends them: `tcpdump -ei IFACE ip proto 253`";

    private ReportsCheck() {}

    static Result look(Snapshot snapshot) {
        Counts counts = snapshot.counts();
        if (!counts.isWatched()) {
            return Result.cannotTell(Look.NO_ANSWER);
        }
        List<Finding> findings = Arrays.stream(Verdict.values())
                .flatMap(verdict -> find(verdict, counts).stream())
                .toList();
        return Result.of(findings, counts.growth(label(Verdict.OK)) + " accepted " + counts.span() + ", none refused");
    }

    /** What most of those that are refused now have wrong; empty if none is. What was refused once explains nothing today. */
    static Optional<Finding> mostRefused(Counts counts) {
        return Arrays.stream(Verdict.values())
                .filter(verdict ->
                        counts.growth(label(verdict)) > 0 && trouble(verdict).isPresent())
                .max(Comparator.comparingLong(verdict -> counts.growth(label(verdict))))
                .flatMap(ReportsCheck::trouble);
    }

    private static Optional<Finding> find(Verdict verdict, Counts counts) {
        long growth = counts.growth(label(verdict));
        return growth == 0
                ? Optional.empty()
                : trouble(verdict)
                        .map(trouble -> new Finding(
                                trouble.cause() + " (" + label(verdict) + " +" + growth + " " + counts.span() + ")",
                                trouble.remedy()));
    }

    static String label(Verdict verdict) {
        return "report-" + CounterSet.label(verdict);
    }

    private static Optional<Finding> trouble(Verdict verdict) {
        return switch (verdict) {
            case OK, OWN, OTHER_CLUSTER, NOT_FOR_US, NOT_YET_PROVEN, UNKNOWN_TYPE, BAD_MAGIC -> Optional.empty();
            case BAD_HMAC -> trouble("reports arrive that are signed with a wrong key", SAME_KEY);
            case MISSING_HMAC -> trouble("reports arrive that are not signed, but this node has a key", SAME_KEY);
            case UNEXPECTED_HMAC -> trouble("reports arrive that are signed, but this node has no key", SAME_KEY);
            case UNKNOWN_SENDER ->
                trouble(
                        "reports arrive from a node that is not in cluster.nodes",
                        "list it there on all nodes, or stop it");
            case ADDRESS_CONFLICT ->
                trouble(
                        "another machine reports from this node's management address",
                        "give one of the two another address");
            case TTL_NOT_255 ->
                trouble("reports arrive that were routed", "put all nodes on one subnet, without a router in between");
            case UNKNOWN_VERSION ->
                trouble(
                        "reports of a version arrive that this node cannot read",
                        "install the same version on all nodes");
            case TOO_MANY_NODES ->
                trouble("more nodes report than a cluster can have", "stop those that do not belong to it");
            case REPLAYED ->
                trouble("reports arrive again that were received before", "look for a loop in the network; " + FILTER);
            case SENDER_MISMATCH, UNSUPPORTED_ADDRESS ->
                trouble("reports arrive that name another sender than their frame", FILTER);
            case FRAGMENT -> trouble("reports arrive in fragments", "give all nodes and switches the same MTU");
            case TRUNCATED, BAD_IP_HEADER, BAD_LENGTH, BAD_CONTENT ->
                trouble("reports arrive damaged", "install the same version on all nodes; " + FILTER);
        };
    }

    private static Optional<Finding> trouble(String cause, String remedy) {
        return Optional.of(new Finding(cause, remedy));
    }
}
