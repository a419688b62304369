package io.fairlead.tools.daemon;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.tools.config.RedirectConfig;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.status.Explanation;
import io.fairlead.tools.status.Explanation.Candidate;
import io.fairlead.tools.status.Explanation.Connection;
import io.fairlead.tools.status.Explanation.NewConnection;
import io.fairlead.tools.status.Explanation.Reason;
import io.fairlead.tools.status.Explanation.Sticky;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Says in the words of the explanation what the data path answers about a client, with what the conductor knows of the nodes. Conductor only. */
final class ConnectionExplainer {

    private static final Set<ChosenBy> TO_NO_NODE =
            EnumSet.of(ChosenBy.NOBODY, ChosenBy.NOT_REDIRECTED, ChosenBy.EXCEPTED);

    private final RunningConfig running;
    private final NodeIdentity identity;
    private final Conductor conductor;
    private final NodeFailures failures;

    ConnectionExplainer(final RunningConfig running, final NodeIdentity identity, final Conductor conductor) {
        this.running = running;
        this.identity = identity;
        this.conductor = conductor;
        this.failures = new NodeFailures(running);
    }

    /** The port that is meant if none is named: the first one of the first redirect. Any thread. */
    OptionalInt defaultPort() {
        return running.config().redirects().stream()
                .flatMapToInt(redirect -> redirect.originalPorts().stream().mapToInt(Integer::intValue))
                .findFirst();
    }

    /** Completes on the conductor's thread, when the data path has looked through its tables. */
    CompletableFuture<Explanation> explain(final IpAddress asked, final int port) {
        // an IPv4 address that is written as an IPv6 one is the same client
        final IpAddress client = IpAddress.ofMapped(asked.high(), asked.mappedLow());
        final Optional<RedirectConfig> redirect = running.config().redirects().stream()
                .filter(candidate -> candidate.originalPorts().contains(port)
                        || candidate.passivePorts().contains(port))
                .findFirst();
        final Transport transport = redirect.map(RedirectConfig::transport).orElse(Transport.TCP);
        final FlowKey flow = new FlowKey()
                .ip(client, 0, destination(client), port, transport == Transport.UDP ? IpProtocol.UDP : IpProtocol.TCP);
        return conductor
                .cluster()
                .questions()
                .ask(flow)
                .thenApply(answer -> explanation(client, port, redirect, answer));
    }

    /** A virtual IP of the client's family; without one, an address that is none: what is left then are the nodes' own. */
    private IpAddress destination(final IpAddress client) {
        return running.config().virtualRouters().stream()
                .flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .filter(virtualIp -> virtualIp.isIpv6() == client.isIpv6())
                .findFirst()
                .orElse(client);
    }

    private boolean isToOwnIpv6Addresses(final IpAddress client) {
        return client.isIpv6() && destination(client).equals(client);
    }

    private Explanation explanation(
            final IpAddress client,
            final int port,
            final Optional<RedirectConfig> redirect,
            final DataPathAnswer answer) {
        final int directorId = membership().directorId();
        final boolean isBalanced = !TO_NO_NODE.contains(answer.chosenBy());
        return new Explanation(
                identity.name(),
                answer.isDirector(),
                directorId == Membership.NO_DIRECTOR ? "" : name(directorId),
                client.toString(),
                new NewConnection(
                        word(redirect.map(RedirectConfig::transport).orElse(Transport.TCP)),
                        port,
                        redirect.map(RedirectConfig::protocol).orElse(""),
                        redirect.map(of -> of.passivePorts().contains(port) ? port : of.proxyPort())
                                .orElse(0),
                        isBalanced ? name(answer.node()) : "",
                        reason(answer.chosenBy())),
                StatusWords.of(running.config().policy().algorithm()),
                answer.stickyNode() == 0
                        ? null
                        : new Sticky(
                                name(answer.stickyNode()),
                                answer.stickyAgeSeconds(),
                                running.config().policy().stickyTimeout().toSeconds()),
                nodes(answer.candidates(), isToOwnIpv6Addresses(client)),
                answer.flows().stream()
                        .map(this::connection)
                        .sorted(Comparator.comparingInt(Connection::idleSeconds)
                                .thenComparingInt(Connection::clientPort))
                        .toList(),
                answer.furtherFlows(),
                notes(client));
    }

    private Membership membership() {
        return conductor.cluster().membership();
    }

    private String name(final int nodeId) {
        return conductor.cluster().name(nodeId);
    }

    private static Reason reason(final ChosenBy chosenBy) {
        return switch (chosenBy) {
            case STICKY -> Reason.STICKY;
            case RECENT -> Reason.RECENT;
            case POLICY -> Reason.POLICY;
            case NOBODY -> Reason.NOBODY;
            case PASSIVE -> Reason.PASSIVE;
            case NOT_REDIRECTED -> Reason.NOT_REDIRECTED;
            case EXCEPTED -> Reason.EXCEPTED;
            case SPREAD -> Reason.SPREAD;
        };
    }

    private static String word(final Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    private List<Candidate> nodes(final List<DataPathAnswer.Candidate> candidates, final boolean needsIpv6) {
        final List<Candidate> nodes = new ArrayList<>();
        final Set<Integer> told = new HashSet<>();
        for (final DataPathAnswer.Candidate candidate : candidates) {
            told.add(candidate.node());
            final Node node = membership().node(candidate.node());
            if (candidate.node() == identity.managementIp()) {
                final Report own = conductor.own().report(conductor.nowNs());
                nodes.add(candidate(candidate, own, failures.of(own), needsIpv6));
            } else if (node != null) {
                nodes.add(other(candidate, node, needsIpv6));
            }
        }
        for (final Node node : membership().nodes()) {
            if (!told.contains(node.id())) {
                nodes.add(other(new DataPathAnswer.Candidate(node.id(), false, 0, 0), node, needsIpv6));
            }
        }
        return nodes;
    }

    private Candidate other(final DataPathAnswer.Candidate candidate, final Node node, final boolean needsIpv6) {
        return candidate(
                candidate, node.report(), failures.of(node, conductor.nowNs() - node.lastHeardNs()), needsIpv6);
    }

    private Candidate candidate(
            final DataPathAnswer.Candidate candidate,
            final Report report,
            final List<String> failures,
            final boolean needsIpv6) {
        return new Candidate(
                report.name(),
                Ipv4Address.format(candidate.node()),
                StatusAssembler.text(report.managementIp6()),
                candidate.isEligible(),
                candidate.isEligible() ? List.of() : leftOutBecause(report, failures, needsIpv6),
                report.balancing().weight(),
                report.load().activeConnections(),
                report.load().cpuPermille() / 10,
                report.load().memoryPermille() / 10,
                candidate.score(),
                candidate.added(),
                conductor.cluster().stickyClients(candidate.node()));
    }

    private static List<String> leftOutBecause(
            final Report report, final List<String> failures, final boolean needsIpv6) {
        final List<String> reasons = new ArrayList<>(failures);
        if (needsIpv6 && report.managementIp6() == null) {
            reasons.add("has no IPv6 address");
        }
        if (!report.scanning()) {
            reasons.add("does not scan");
        }
        if (report.draining()) {
            reasons.add("drained, or in maintenance");
        }
        if (report.balancing().weight() == 0) {
            reasons.add("weight 0");
        }
        return reasons.isEmpty() ? List.of("takes no new clients") : reasons;
    }

    private Connection connection(final DataPathAnswer.Flow flow) {
        final boolean isOwnerKnown = flow.state() != FlowState.ASKING && flow.state() != FlowState.UNCLAIMED;
        final boolean isTranslated = flow.translatedPort() != 0;
        return new Connection(
                word(flow.tuple().protocol() == IpProtocol.UDP ? Transport.UDP : Transport.TCP),
                flow.tuple().clientPort(),
                flow.tuple().destination().toString(),
                flow.tuple().destinationPort(),
                isOwnerKnown ? name(flow.owner()) : "",
                StatusWords.ofFlowState(flow.state()),
                flow.idleSeconds(),
                isTranslated,
                isTranslated ? flow.proxyPort() : 0,
                flow.translatedPort());
    }

    private List<String> notes(final IpAddress client) {
        final List<String> notes = new ArrayList<>();
        nodeAt(client)
                .ifPresent(node -> notes.add(
                        client + " is node " + node + ": connections that a node opens itself are not balanced"));
        if (isToOwnIpv6Addresses(client)) {
            notes.add(
                    identity.managementIp6() == null
                            ? "neither is a virtual IP an IPv6 address, nor has this node one, so nothing of an IPv6 client is"
                                    + " balanced here; give a virtual router virtualIps of IPv6, or the nodes addresses"
                            : "no virtual IP is an IPv6 address, so an IPv6 client is balanced only where it uses a node's own");
        }
        return notes;
    }

    /** The name of the node whose own address this is. */
    private Optional<String> nodeAt(final IpAddress address) {
        if (Objects.equals(address, identity.managementIp6())
                || address.equals(IpAddress.ofIpv4(identity.managementIp()))) {
            return Optional.of(identity.name());
        }
        return membership().nodes().stream()
                .filter(node -> address.equals(IpAddress.ofIpv4(node.id()))
                        || Objects.equals(address, node.report().managementIp6()))
                .map(node -> node.report().name())
                .findFirst();
    }
}
