package io.fairlead.bench;

import io.fairlead.lb.flow.StickyTable;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.wire.IpAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the first frame of a connection costs at a director with 64 nodes that knows its client, each frame from another client than the one before. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StickyBenchmark {

    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int NODES = 64;

    // as much room as the product has
    private static final int FLOWS = 131_072;

    // as many as find room beside one another in the product's table of openings
    private static final int BATCH = 65_536;

    // after which openings have timed out, and all of them were looked at
    private static final int SWEEP_SECONDS = 62;

    /** The table of the clients alone. */
    @State(Scope.Thread)
    public static class Clients {

        /** How many of them are known. */
        @Param("1000000")
        public int clients;

        private StickyTable table;
        private long low;
        private int client;

        /** Fills it. */
        @Setup
        public void fill() {
            table = BenchTables.of(1, clients, false, BenchNode.STICKY_SECONDS).clients();
            low = IpAddress.ofIpv4(BenchFrame.FIRST_CLIENT).mappedLow();
            for (int i = 0; i < clients; i++) {
                if (!table.put(0, low + i, BenchNode.SELF + 1 + i % (NODES - 1), 1)) {
                    throw new IllegalStateException("client " + i + " found no room");
                }
            }
        }

        private long nextLow() {
            client = (client + BenchFrame.STRIDE) % clients;
            return low + client;
        }
    }

    /** A director that knows the clients. */
    @State(Scope.Thread)
    public static class Director {

        /** How many of them are known. */
        @Param("1000000")
        public int clients;

        private BenchNode node;
        private BenchFrame opening;

        /** Tells it of the clients. */
        @Setup
        public void learn() {
            node = new BenchNode(BenchTables.of(FLOWS, clients, false, BenchNode.STICKY_SECONDS), NODES, true);
            node.learn(BenchFrame.FIRST_CLIENT, clients);
            opening = BenchFrame.opening(clients, CLIENT_MAC, BenchNode.ORIGINAL_PORT);
        }
    }

    /** The same with room for openings. */
    @State(Scope.Thread)
    public static class DirectorWithRoom {

        /** Makes room for the next ones. */
        @Setup(Level.Invocation)
        public void sweep(final Director director) {
            director.node.advance(SWEEP_SECONDS);
        }
    }

    /**
     * Which node does the client stay with? The lookup alone.
     *
     * @param state of the benchmark
     * @return the id of a node
     */
    @Benchmark
    public int lookup(final Clients state) {
        return state.table.owner(state.table.find(0, state.nextLow()));
    }

    /**
     * Making the frame, which the next two include.
     *
     * @param state of the benchmark
     * @return the frame
     */
    @Benchmark
    public MutableDirectBuffer frameAlone(final Director state) {
        return state.opening.next();
    }

    /**
     * The whole decision about a SYN: no such flow, its client's node, a new opening.
     *
     * @param state of the benchmark
     * @param room for openings
     * @return something of all verdicts
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int open(final Director state, final DirectorWithRoom room) {
        int steered = 0;
        for (int i = 0; i < BATCH; i++) {
            steered += state.node.fromWire(state.opening.next()) & FrameProcessor.TO_UPLINK;
        }
        return steered;
    }

    /**
     * The same in a flood, where each opening throws out the oldest of eight.
     *
     * @param state of the benchmark
     * @return the verdict
     */
    @Benchmark
    public int openInFlood(final Director state) {
        return state.node.fromWire(state.opening.next());
    }
}
