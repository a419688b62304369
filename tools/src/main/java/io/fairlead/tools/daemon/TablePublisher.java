package io.fairlead.tools.daemon;

import io.fairlead.lb.membership.Membership;
import io.fairlead.lb.membership.Node;
import io.fairlead.lb.membership.NodeState;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.policy.SlowStart;
import io.fairlead.lb.report.Balancing;
import io.fairlead.lb.report.Report;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig;
import io.fairlead.tools.config.PolicyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Int2IntCounterMap;

/** Makes the data path's table from what the conductor knows, once per duty cycle in which anything changed. Conductor only. */
final class TablePublisher implements Reconfigurable {

    private final NodeIdentity identity;
    private final OwnState own;
    private final Eligibility eligibility;
    private final VirtualIps virtualIps;
    private final RedirectHistory history = new RedirectHistory();
    private RedirectMap redirects;
    private final SteeringShards dataPaths;
    private final Runnable wakeDataPath;
    private SteeringTable.Choice choice;
    private LoadPolicy policy;
    private final SlowStart slowStart;
    private HeavySourcePolicy heavySources;
    private final Int2IntCounterMap reports = new Int2IntCounterMap(0);
    private List<SteeringTable.Node> nodes = List.of();
    private long version;
    private boolean isDirty = true;
    private boolean hasCommands;

    TablePublisher(
            final NodeIdentity identity,
            final OwnState own,
            final Eligibility eligibility,
            final VirtualIps virtualIps,
            final SteeringShards dataPaths,
            final Runnable wakeDataPath,
            final NodeConfig config) {
        this.identity = identity;
        this.own = own;
        this.eligibility = eligibility;
        this.virtualIps = virtualIps;
        this.redirects = history.map(ConfigMapping.redirects(config));
        this.dataPaths = dataPaths;
        this.wakeDataPath = wakeDataPath;
        final PolicyConfig how = config.policy();
        this.choice = ConfigMapping.choice(how);
        this.policy = new LoadPolicy(how.weights());
        this.slowStart = new SlowStart(how.slowStart().toNanos());
        this.heavySources = how.heavySources();
    }

    @Override
    public void reconfigure(final NodeConfig config) {
        final PolicyConfig how = config.policy();
        redirects = history.map(ConfigMapping.redirects(config));
        choice = ConfigMapping.choice(how);
        policy = new LoadPolicy(how.weights());
        slowStart.lasts(how.slowStart().toNanos());
        heavySources = how.heavySources();
        isDirty = true;
    }

    void markChanged() {
        isDirty = true;
    }

    /** A node's load was reported: what the data path added to its score since the last report is void. */
    void loadReported(final int nodeId) {
        reports.incrementAndGet(nodeId);
        isDirty = true;
    }

    /** The points by which the data path compares a node; 0 of one that it does not know. */
    long score(final int nodeId) {
        return nodes.stream()
                .filter(node -> node.id() == nodeId)
                .mapToLong(SteeringTable.Node::score)
                .findFirst()
                .orElse(0);
    }

    /** The version that will carry what is changed now. */
    long nextVersion() {
        return version + 1;
    }

    boolean isAcknowledged(final long wanted) {
        return dataPaths.acknowledgedVersion() >= wanted;
    }

    /** The data path was sent a command: it is woken at the end of the duty cycle. */
    void commandSent() {
        hasCommands = true;
    }

    /** Has anything changed since the last {@link #publish}? */
    boolean hasChanged() {
        return isDirty;
    }

    void publish(
            final Membership membership,
            final boolean isArmed,
            final boolean isAcquainted,
            final long maxPauseNs,
            final long nowNs) {
        isDirty = false;
        dataPaths.publish(table(membership, isArmed, isAcquainted, maxPauseNs, nowNs));
        hasCommands = true;
    }

    /** At the end of a duty cycle: the data path looks at what it was sent. */
    void wakeDataPath() {
        if (hasCommands) {
            hasCommands = false;
            wakeDataPath.run();
        }
    }

    private SteeringTable table(
            final Membership membership,
            final boolean isArmed,
            final boolean isAcquainted,
            final long maxPauseNs,
            final long nowNs) {
        final List<SteeringTable.Node> entries = new ArrayList<>();
        final Report ownReport = own.report(nowNs);
        entries.add(entry(
                identity.managementIp(), identity.mac(), eligibility.readiness(true, ownReport), ownReport, nowNs));
        int director = SteeringTable.NO_NODE;
        for (final Node node : membership.nodes()) {
            // made of a dead one too, for its slow start to begin when it returns
            final SteeringTable.Node entry = entry(
                    node.id(),
                    node.mac(),
                    eligibility.readiness(node.state() == NodeState.ALIVE, node.report()),
                    node.report(),
                    nowNs);
            // the connections of one that is dead are over
            if (node.state() == NodeState.DEAD || entries.size() == SteeringTable.MAX_NODES) {
                continue;
            }
            if (node.id() == membership.directorId() && node.state() == NodeState.ALIVE) {
                director = entries.size();
            }
            entries.add(entry);
        }
        nodes = List.copyOf(entries);
        version++;
        return new SteeringTable(
                version,
                isArmed,
                isAcquainted,
                maxPauseNs,
                0,
                director,
                virtualIps,
                redirects,
                nodes,
                choice,
                heavySources);
    }

    private SteeringTable.Node entry(
            final int id,
            final long mac,
            final SteeringTable.Readiness readiness,
            final Report report,
            final long nowNs) {
        final long uptimeNs = TimeUnit.MILLISECONDS.toNanos(report.uptimeMs());
        final int weight = report.balancing().weight();
        final int sharePermille = weight
                * slowStart.sharePermille(id, readiness == SteeringTable.Readiness.OPEN, uptimeNs, nowNs)
                / Balancing.NORMAL_WEIGHT;
        final IpAddress ipv6 = report.managementIp6();
        return new SteeringTable.Node(
                id,
                ipv6 == null ? 0 : ipv6.high(),
                ipv6 == null ? 0 : ipv6.low(),
                mac,
                readiness,
                eligibility.refusedRedirects(report),
                policy.score(report.load(), sharePermille),
                // until its next report the other threads, who do not tell, give it as many
                policy.clientCost(report.load(), sharePermille) * dataPaths.count(),
                reports.get(id),
                weight);
    }
}
