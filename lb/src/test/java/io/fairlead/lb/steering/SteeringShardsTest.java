package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.TestCluster.A;
import static io.fairlead.lb.steering.TestCluster.B;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.SAME_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.ip;
import static io.fairlead.lb.steering.TestCluster.mac;
import static io.fairlead.netstack.engine.FrameProcessor.DROP;
import static io.fairlead.netstack.engine.FrameProcessor.TO_HOST;
import static io.fairlead.netstack.engine.FrameProcessor.TO_UPLINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A node whose clients are divided among three data-path threads, each of which the test runs itself. */
class SteeringShardsTest {

    private static final int SHARDS = 3;
    private static final int CLIENT_PORT = 40_000;
    private static final long CLIENT_MAC = 0x0200_0000_0C01L;
    private static final int CAPACITY = 1024;
    private static final int STICKY_SECONDS = 600;
    private static final int FIRST_CLIENT = 0x0A33_0080;

    private final List<CounterSet<SteeringCounter>> counters = IntStream.range(0, SHARDS)
            .mapToObj(shard -> CountersFile.inMemory(SteeringCounter.class))
            .toList();
    private final SteeringShards shards = new SteeringShards(
            SteeringTable.alone(ip(A), null, mac(A), VirtualIps.NONE, RedirectMap.EMPTY),
            IntStream.range(0, SHARDS)
                    .mapToObj(shard -> SteeringTables.inMemory(CAPACITY, STICKY_SECONDS))
                    .toList(),
            counters);
    private final TestCluster cluster = new TestCluster(A).directedBy(A);
    private long nowNs = 1_000_000_000_000L;

    private void cycle(final int shard) {
        shards.steering(shard).onDutyCycle(nowNs);
    }

    private void cycleAll() {
        nowNs += 1_000_000;
        IntStream.range(0, SHARDS).forEach(this::cycle);
    }

    private void publish() {
        shards.publish(cluster.table());
        cycleAll();
    }

    private static int shardOf(final int client) {
        return ClientQueue.of(0, Ipv6Address.mappedLow(client), SHARDS);
    }

    /** The n-th client of a thread. */
    private static int clientOf(final int shard, final int nth) {
        return IntStream.iterate(FIRST_CLIENT, client -> client + 1)
                .filter(client -> shardOf(client) == shard)
                .skip(nth)
                .findFirst()
                .orElseThrow();
    }

    private static Packets fromClient(final Packets packet, final int client, final int port) {
        return fromClient(packet, client, CLIENT_PORT, port);
    }

    private static Packets fromClient(final Packets packet, final int client, final int clientPort, final int port) {
        return packet.macs(CLIENT_MAC, mac(A)).from(client, clientPort).to(VIP, port);
    }

    private int fromWire(final int shard, final Packets packet) {
        final byte[] frame = packet.bytes();
        return shards.steering(shard).onUplinkFrame(inBuffer(frame), FramePort.HEAD_ROOM, frame.length, nowNs);
    }

    private int fromKernel(final int shard, final Packets packet) {
        final byte[] frame = packet.bytes();
        return shards.steering(shard).onHostFrame(inBuffer(frame), FramePort.HEAD_ROOM, frame.length, nowNs);
    }

    private static UnsafeBuffer inBuffer(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FramePort.HEAD_ROOM + frame.length]);
        buffer.putBytes(FramePort.HEAD_ROOM, frame);
        return buffer;
    }

    private long count(final int shard, final SteeringCounter counter) {
        return counters.get(shard).get(counter).get();
    }

    private List<String> told() {
        final List<String> told = new ArrayList<>();
        shards.poll(
                new TestNode.Recorder(told, () -> shards.haveAllToldConnections() ? "all told" : "told in part"),
                Integer.MAX_VALUE);
        return told;
    }

    private void connect(final int client) {
        fromWire(shardOf(client), fromClient(Packets.syn(), client, SAME_PORT));
        fromWire(shardOf(client), fromClient(Packets.tcp(TcpSegment.ACK), client, SAME_PORT));
    }

    @Test
    void shouldHaveTakenATableOverWhenTheLastThreadHas() {
        cycleAll();
        final SteeringTable table = cluster.table();
        shards.publish(table);
        cycle(0);
        cycle(2);
        assertThat(shards.acknowledgedVersion()).isLessThan(table.version());
        cycle(1);
        assertThat(shards.acknowledgedVersion()).isEqualTo(table.version());
    }

    @Test
    void shouldDropAFrameOfAnotherThreadsClientAndSteerItsOwn() {
        cluster.best(B);
        publish();
        final int client = clientOf(1, 0);

        assertThat(fromWire(1, fromClient(Packets.syn(), client, SAME_PORT))).isEqualTo(TO_UPLINK);
        assertThat(fromWire(2, fromClient(Packets.syn(), client, SAME_PORT))).isEqualTo(DROP);
        assertThat(count(2, SteeringCounter.DROP_WRONG_QUEUE)).isEqualTo(1);
        assertThat(count(1, SteeringCounter.DROP_WRONG_QUEUE)).isZero();
    }

    @Test
    void shouldNotPutAnAnswerOfTheProxyOnTheWireFromAnotherThreadThanTheClients() {
        cluster.best(A);
        publish();
        final int client = clientOf(0, 0);
        assertThat(fromWire(0, fromClient(Packets.syn(), client, TRANSLATED_PORT)))
                .isEqualTo(TO_HOST);
        final Packets answer = Packets.tcp(TcpSegment.SYN | TcpSegment.ACK)
                .macs(mac(A), CLIENT_MAC)
                .from(VIP, PROXY_PORT)
                .to(client, CLIENT_PORT);

        assertThat(fromKernel(1, answer)).isEqualTo(DROP);
        assertThat(count(1, SteeringCounter.DROP_WRONG_QUEUE)).isEqualTo(1);
        assertThat(fromKernel(0, answer)).isEqualTo(TO_UPLINK);
        assertThat(count(0, SteeringCounter.REPLY_TRANSLATED)).isEqualTo(1);
    }

    @Test
    void shouldPassFromAnyThreadWhatIsNoneOfOurBusiness() {
        publish();
        final int client = clientOf(0, 0);
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(fromWire(shard, fromClient(Packets.syn(), client, 22))).isEqualTo(TO_HOST);
            assertThat(fromKernel(
                            shard,
                            Packets.tcp(TcpSegment.ACK)
                                    .macs(mac(A), CLIENT_MAC)
                                    .from(ip(A), 22)
                                    .to(client, CLIENT_PORT)))
                    .isEqualTo(TO_UPLINK);
        }
    }

    @Test
    void shouldTellTheThreadThatHasTheClient() {
        cluster.best(A);
        publish();
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.learnClient(IpAddress.ofIpv4(clientOf(shard, 3)), ip(B));
        }
        cycleAll();
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(fromWire(shard, fromClient(Packets.syn(), clientOf(shard, 3), SAME_PORT)))
                    .isEqualTo(TO_UPLINK);
            assertThat(count(shard, SteeringCounter.STEERED)).isEqualTo(1);
        }
    }

    @Test
    void shouldAskTheThreadThatHasTheFlow() {
        cluster.best(A);
        publish();
        final int client = clientOf(2, 0);
        connect(client);
        shards.flowQueried(new FlowKey().ipv4(client, CLIENT_PORT, VIP, SAME_PORT, IpProtocol.TCP), ip(B));
        cycleAll();
        assertThat(told()).anyMatch(text -> text.startsWith("owned "));
    }

    @Test
    void shouldHaveToldOfAllConnectionsWhenTheLastThreadHas() {
        cluster.best(A);
        publish();
        connect(clientOf(0, 0));
        connect(clientOf(2, 0));
        told();
        shards.tellConnections();
        for (int shard = 0; shard < SHARDS; shard++) {
            nowNs += 1_000_000;
            cycle(shard);
            assertThat(told()).contains(shard == SHARDS - 1 ? "all told" : "told in part");
        }
    }

    @Test
    void shouldMeasureAHeavySourceByTheConnectionsOfAllThreads() {
        cluster.best(A).heavySources(4, false);
        publish();
        // as many of others, who are other threads' clients
        for (int nth = 0; nth < 20; nth++) {
            connect(clientOf(1, nth));
            connect(clientOf(2, nth));
        }
        final int client = clientOf(0, 0);
        for (int port = 0; port < 5; port++) {
            fromWire(0, fromClient(Packets.syn(), client, CLIENT_PORT + port, SAME_PORT));
            fromWire(0, fromClient(Packets.tcp(TcpSegment.ACK), client, CLIENT_PORT + port, SAME_PORT));
        }
        assertThat(told()).noneMatch(text -> text.startsWith("heavy"));
    }
}
