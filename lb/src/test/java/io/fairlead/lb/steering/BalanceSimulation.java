package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.LoadPolicy;
import io.fairlead.lb.policy.Weights;
import io.fairlead.lb.report.Load;
import io.fairlead.netstack.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A director and its nodes in virtual time, in steps of 1 ms. There are 200 clients for each node at any time; each stays 20 s on average,
 * then another comes in its place. For each node 60 connections a second are opened, of 5 s on average. A node's processors are
 * half busy with the connections that are its share, measured with noise and smoothed as the daemon does. Each node reports at an instant of its own.
 */
final class BalanceSimulation {

    private static final int CLIENTS_PER_NODE = 200;
    private static final double CLIENT_SECONDS = 20;
    private static final double CONNECTIONS_PER_NODE_AND_SECOND = 60;
    private static final double CONNECTION_SECONDS = 5;
    private static final double CONNECTIONS_OF_A_BUSY_NODE = 600;
    private static final double CPU_NOISE = 0.1;
    private static final double CPU_SMOOTHING = 0.25;
    private static final int MS_PER_SECOND = 1000;
    private static final int WARM_UP_MS = 30_000;
    private static final int END_MS = 90_000;
    private static final int CROWD_MS = 60_123;
    private static final int CROWD_PER_NODE = 50;
    private static final int NOBODY = -1;

    private final int nodes;
    private final boolean isSkewed;
    private final int intervalMs;
    private final boolean isNaive;
    private final SplittableRandom random;
    private final LoadPolicy policy = new LoadPolicy(Weights.DEFAULT);
    private final FlowKey anyClient = new FlowKey()
            .ipv4(Fixture.CLIENT, Fixture.CLIENT_PORT, TestCluster.VIP, TestCluster.SAME_PORT, IpProtocol.TCP);
    private final NodeChooser chooser = new NodeChooser();
    private final PriorityQueue<Connection> connections = new PriorityQueue<>();
    private final int[] active;
    private final int[] reportAtMs;
    private final Load[] loads;
    private final double[] cpu;
    private final long[] reports;
    private final int[] seats;
    private final double[] seatUpTo;
    private final List<Client> clients = new ArrayList<>();
    private SteeringTable table;

    // of the window between two reports of each node
    private final int[] got;
    private final int[] gotByAllBefore;
    private int gotByAll;

    private double sumOfRatios;
    private int samples;
    private double worstRatio;
    private double worstBurst;
    private double crowdRatio;

    /** The connection's end. */
    private record Connection(int endMs, int node, Client client) implements Comparable<Connection> {
        @Override
        public int compareTo(final Connection other) {
            return Integer.compare(endMs, other.endMs);
        }
    }

    private static final class Client {
        private int node = NOBODY;
        private int active;
    }

    /**
     * What came of it.
     *
     * @param ratio connections of the fullest node, over the larger of the mean and those of the heaviest client, which cannot be split; mean over
     *     time
     * @param worstRatio the same, the worst of all seconds
     * @param worstBurst new clients that a node got between two of its reports, over its even share; the worst
     * @param crowdRatio of 50 clients for each node that come within 100 ms: most on one node, over the mean
     */
    record Result(double ratio, double worstRatio, double worstBurst, double crowdRatio) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "mean %.2f, worst second %.2f, worst burst %.2f, crowd %.2f",
                    ratio,
                    worstRatio,
                    worstBurst,
                    crowdRatio);
        }
    }

    /** With {@code isNaive} nothing is added to a node's score between its reports. */
    BalanceSimulation(
            final long seed, final int nodes, final boolean isSkewed, final int intervalMs, final boolean isNaive) {
        this.nodes = nodes;
        this.isSkewed = isSkewed;
        this.intervalMs = intervalMs;
        this.isNaive = isNaive;
        random = new SplittableRandom(seed);
        active = new int[nodes];
        reportAtMs = random.ints(nodes, 0, intervalMs).toArray();
        loads = new Load[nodes];
        Arrays.fill(loads, Load.NONE);
        cpu = new double[nodes];
        reports = new long[nodes];
        got = new int[nodes];
        gotByAllBefore = new int[nodes];
        seats = new int[CLIENTS_PER_NODE * nodes];
        seatUpTo = new double[seats.length];
        double sum = 0;
        for (int seat = 0; seat < seats.length; seat++) {
            seats[seat] = newClient();
            sum += isSkewed ? 1.0 / (seat + 1) : 1;
            seatUpTo[seat] = sum;
        }
        table = table();
    }

    private int newClient() {
        clients.add(new Client());
        return clients.size() - 1;
    }

    Result run() {
        final double turnoverPerMs = seats.length / CLIENT_SECONDS / MS_PER_SECOND;
        final double connectionsPerMs = CONNECTIONS_PER_NODE_AND_SECOND * nodes / MS_PER_SECOND;
        double turnover = 0;
        double opened = 0;
        for (int ms = 0; ms < END_MS; ms++) {
            close(ms);
            report(ms);
            for (turnover += turnoverPerMs; turnover >= 1; turnover--) {
                seats[random.nextInt(seats.length)] = newClient();
            }
            for (opened += connectionsPerMs; opened >= 1; opened--) {
                open(clients.get(seats[seat()]), ms);
            }
            if (ms == CROWD_MS) {
                crowd(ms);
            }
            if (ms >= WARM_UP_MS && ms % MS_PER_SECOND == 0 && (ms < CROWD_MS || ms > CROWD_MS + 10 * MS_PER_SECOND)) {
                sample();
            }
        }
        return new Result(sumOfRatios / samples, worstRatio, worstBurst, crowdRatio);
    }

    /** By how much each is asked for: all the same, or as Zipf's law says. */
    private int seat() {
        final int found = Arrays.binarySearch(seatUpTo, random.nextDouble() * seatUpTo[seatUpTo.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, seats.length - 1);
    }

    private void open(final Client client, final int ms) {
        if (client.node == NOBODY) {
            client.node = chooser.choose(table, anyClient, 0);
            got[client.node]++;
            gotByAll++;
        }
        client.active++;
        active[client.node]++;
        final double seconds = -Math.log(1 - random.nextDouble()) * CONNECTION_SECONDS;
        connections.add(new Connection(ms + 1 + (int) (seconds * MS_PER_SECOND), client.node, client));
    }

    private void close(final int ms) {
        for (Connection next = connections.peek(); next != null && next.endMs <= ms; next = connections.peek()) {
            connections.remove();
            active[next.node]--;
            next.client.active--;
        }
    }

    private void report(final int ms) {
        boolean isAnyNew = false;
        for (int node = 0; node < nodes; node++) {
            if (ms % intervalMs == reportAtMs[node]) {
                final double noise = CPU_NOISE * (random.nextDouble() - 0.5);
                final double measured = active[node] / CONNECTIONS_OF_A_BUSY_NODE + noise;
                cpu[node] += CPU_SMOOTHING * (Math.max(0, Math.min(1, measured)) - cpu[node]);
                loads[node] = new Load((int) (cpu[node] * 1000), 400, active[node], 0);
                reports[node]++;
                measureBurst(node, ms);
                isAnyNew = true;
            }
        }
        if (isAnyNew) {
            final SteeringTable next = table();
            chooser.onTable(table, next);
            table = next;
        }
    }

    private void measureBurst(final int node, final int ms) {
        final double evenShare = (double) (gotByAll - gotByAllBefore[node]) / nodes;
        if (ms > WARM_UP_MS) {
            worstBurst = Math.max(worstBurst, got[node] / evenShare);
        }
        got[node] = 0;
        gotByAllBefore[node] = gotByAll;
    }

    private void crowd(final int ms) {
        final int[] crowd = new int[nodes];
        for (int i = 0; i < CROWD_PER_NODE * nodes; i++) {
            final Client client = clients.get(newClient());
            open(client, ms);
            crowd[client.node]++;
        }
        crowdRatio = Arrays.stream(crowd).max().orElseThrow() / (double) CROWD_PER_NODE;
    }

    private void sample() {
        final int fullest = Arrays.stream(active).max().orElseThrow();
        final int heaviest = isSkewed
                ? clients.stream().mapToInt(client -> client.active).max().orElseThrow()
                : 0;
        final double ratio = fullest / Math.max(Arrays.stream(active).average().orElseThrow(), heaviest);
        sumOfRatios += ratio;
        samples++;
        worstRatio = Math.max(worstRatio, ratio);
    }

    private SteeringTable table() {
        final List<SteeringTable.Node> entries = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            entries.add(new SteeringTable.Node(
                    node + 1,
                    node + 1,
                    SteeringTable.Readiness.OPEN,
                    0,
                    policy.score(loads[node], LoadPolicy.FULL_SHARE_PERMILLE),
                    isNaive ? 0 : policy.clientCost(loads[node], LoadPolicy.FULL_SHARE_PERMILLE),
                    reports[node],
                    1));
        }
        return new SteeringTable(
                0,
                true,
                true,
                Long.MAX_VALUE,
                0,
                SteeringTable.NO_NODE,
                VirtualIps.NONE,
                RedirectMap.EMPTY,
                entries,
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT);
    }
}
