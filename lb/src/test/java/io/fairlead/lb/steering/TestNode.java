package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The steering of one node with time, conductor and wire in the test's hand. */
final class TestNode {

    static final int STICKY_SECONDS = 600;

    private static final int CAPACITY = 1024;
    private static final int MARGIN = 64;
    private static final int FRAME_INDEX = MARGIN + FramePort.HEAD_ROOM;
    private static final byte[] NOTHING_LEFT = new byte[FramePort.HEAD_ROOM];
    private static final byte POISON = (byte) 0xA5;

    final CounterSet<SteeringCounter> counters = CountersFile.inMemory(SteeringCounter.class);
    final SteeringEvents events = new SteeringEvents();
    final SteeringCommands commands = new SteeringCommands(counters);
    final Steering steering;
    final int self;
    private final int director;
    private final SteeringTables tables;
    private final TestCluster cluster;
    private long nowNs = 1_000_000_000_000L;

    /** What became of a frame. */
    static final class Outcome {

        private final int verdict;
        private final byte[] frame;

        private Outcome(final int verdict, final byte[] frame) {
            this.verdict = verdict;
            this.frame = frame;
        }

        int verdict() {
            return verdict;
        }

        byte[] frame() {
            return frame;
        }
    }

    private TestNode(final int self, final int director, final SteeringTables tables) {
        this.self = self;
        this.cluster = new TestCluster(self).directedBy(director);
        this.director = director;
        this.tables = tables;
        this.steering = new Steering(
                SteeringTable.alone(
                        TestCluster.ip(self), null, TestCluster.mac(self), VirtualIps.NONE, RedirectMap.EMPTY),
                tables,
                events,
                commands,
                counters);
        steering.onDutyCycle(nowNs);
        publish(same -> {});
    }

    static TestNode of(final int self, final int director) {
        return ofCapacity(self, director, CAPACITY);
    }

    static TestNode ofCapacity(final int self, final int director, final int capacity) {
        return new TestNode(self, director, SteeringTables.inMemory(capacity, STICKY_SECONDS));
    }

    /** Another process with the same tables, as after a crash. */
    TestNode restarted() {
        return new TestNode(self, director, tables);
    }

    /** The conductor publishes a changed table, and the data path takes it. */
    void publish(final Consumer<TestCluster> change) {
        publishUnread(change);
        steering.onDutyCycle(nowNs);
    }

    SteeringTable publishUnread(final Consumer<TestCluster> change) {
        change.accept(cluster);
        final SteeringTable table = cluster.table();
        steering.publish(table);
        return table;
    }

    void cycle() {
        steering.onDutyCycle(nowNs);
    }

    /** Time passes with the data path awake. */
    void pass(final int seconds) {
        for (int quarter = 0; quarter < 4 * seconds; quarter++) {
            nowNs += 250_000_000L;
            steering.onDutyCycle(nowNs);
        }
    }

    void sleep(final long pauseNs) {
        nowNs += pauseNs;
    }

    long nowNs() {
        return nowNs;
    }

    void stick(final int client, final int node) {
        stick(IpAddress.ofIpv4(client), node);
    }

    void stick(final IpAddress client, final int node) {
        commands.learnClient(client, TestCluster.ip(node));
        cycle();
    }

    void answer(final FlowKey flow, final int owner, final boolean isClaimed) {
        commands.flowOwner(flow, TestCluster.ip(owner), isClaimed);
        cycle();
    }

    Outcome fromWire(final Packets packet) {
        return fromWire(packet.header(), packet.bytes());
    }

    Outcome fromWire(final byte[] frame) {
        return fromWire(NOTHING_LEFT, frame);
    }

    Outcome fromWire(final byte[] header, final byte[] frame) {
        final UnsafeBuffer buffer = poisonedBufferWith(header, frame);
        final int verdict = steering.onUplinkFrame(buffer, FRAME_INDEX, frame.length, nowNs);
        return new Outcome(verdict, taken(buffer, header, frame.length));
    }

    Outcome fromKernel(final Packets packet) {
        return fromKernel(packet.header(), packet.bytes());
    }

    Outcome fromKernel(final byte[] frame) {
        return fromKernel(NOTHING_LEFT, frame);
    }

    Outcome fromKernel(final byte[] header, final byte[] frame) {
        final UnsafeBuffer buffer = poisonedBufferWith(header, frame);
        final int verdict = steering.onHostFrame(buffer, FRAME_INDEX, frame.length, nowNs);
        return new Outcome(verdict, taken(buffer, header, frame.length));
    }

    private static UnsafeBuffer poisonedBufferWith(final byte[] header, final byte[] frame) {
        final byte[] bytes = new byte[FRAME_INDEX + frame.length + MARGIN];
        Arrays.fill(bytes, POISON);
        System.arraycopy(header, 0, bytes, MARGIN, header.length);
        System.arraycopy(frame, 0, bytes, FRAME_INDEX, frame.length);
        return new UnsafeBuffer(bytes);
    }

    /** The frame; nothing around it may have been written, and its header is still right. */
    private static byte[] taken(final UnsafeBuffer buffer, final byte[] header, final int length) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        for (int i = 0; i < MARGIN; i++) {
            if (bytes[i] != POISON || bytes[bytes.length - 1 - i] != POISON) {
                throw new AssertionError("a byte outside the frame was written");
            }
        }
        if (!Arrays.equals(bytes, MARGIN, FRAME_INDEX, header, 0, header.length)) {
            throw new AssertionError("the header in front of the frame was written");
        }
        return Arrays.copyOfRange(bytes, FRAME_INDEX, FRAME_INDEX + length);
    }

    long count(final SteeringCounter counter) {
        return counters.get(counter).get();
    }

    /** Connections that are known, those that are being opened included. */
    int liveFlows() {
        return tables.flows().size() + tables.openings().size();
    }

    int provenFlows() {
        return tables.flows().size();
    }

    /** What the conductor is told, as text. */
    List<String> told() {
        final List<String> told = new ArrayList<>();
        events.poll(new Recorder(told, () -> "all told"), Integer.MAX_VALUE);
        return told;
    }

    /** Writes down what the data path notes; the supplier is asked when all connections were told of. */
    record Recorder(List<String> told, Supplier<String> allTold) implements SteeringEvents.Handler {

        @Override
        public void onClientLearned(final IpAddress client, final int owner) {
            told.add("learned " + client + " at " + Ipv4Address.format(owner));
        }

        @Override
        public void onClientExpired(final IpAddress client) {
            told.add("expired " + client);
        }

        @Override
        public void onFlowUnknown(final FlowKey flow) {
            told.add("unknown " + text(flow));
        }

        @Override
        public void onFlowOwned(final FlowKey flow, final int asker) {
            told.add("owned " + text(flow) + " for " + Ipv4Address.format(asker));
        }

        @Override
        public void onFlowOrphaned(final FlowKey flow, final long clientMac, final int clientTags, final int sequence) {
            told.add("orphaned " + text(flow) + " at " + MacAddress.format(clientMac)
                    + (clientTags == 0 ? "" : " tagged " + Integer.toHexString(clientTags)) + " expects "
                    + Integer.toHexString(sequence));
        }

        @Override
        public void onSourceHeavy(final IpAddress client, final int owner, final int connections, final int all) {
            told.add("heavy " + client + " at " + Ipv4Address.format(owner) + ": " + connections + " of " + all);
        }

        @Override
        public void onSourceLight(final IpAddress client) {
            told.add("light " + client);
        }

        @Override
        public void onNodeClaimed(final int nodeId, final long mac, final boolean isReply) {
            told.add((isReply ? "reply of " : "claim of ") + Ipv4Address.format(nodeId) + " at "
                    + MacAddress.format(mac));
        }

        @Override
        public void onFlowProbed(final FlowKey flow, final long clientMac, final int clientTags) {
            told.add("probed " + text(flow) + " at " + MacAddress.format(clientMac));
        }

        @Override
        public void onConnectionOpened(
                final FlowKey flow, final int owner, final long clientMac, final int clientTags, final boolean isNew) {
            told.add((isNew ? "opened " : "held ") + text(flow) + " with " + Ipv4Address.format(owner) + " at "
                    + MacAddress.format(clientMac));
        }

        @Override
        public void onConnectionClosed(final FlowKey flow) {
            told.add("closed " + text(flow));
        }

        @Override
        public void onConnectionsTold() {
            told.add(allTold.get());
        }

        @Override
        public Explained explained() {
            return new RecordedExplanation(told);
        }

        private static String text(final FlowKey flow) {
            return flow.client() + ":" + flow.clientPort() + ">" + flow.destination() + ":" + flow.destinationPort()
                    + "/" + flow.protocol();
        }
    }
}
