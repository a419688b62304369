package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.PortFault;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.MessageHandler;

/**
 * The engine's data path with the real steering between two ports at which everything goes wrong, and the books of all of them: whatever comes in goes out or is
 * dropped under one name, to the frame and to the byte.
 */
final class DataPathSoak {

    private static final int TABLES = 1 << 13;
    private static final int CONNECTIONS = 2_000;
    private static final int CLIENTS = 200;
    private static final int LONGEST_PAYLOAD = 400;
    private static final int SELDOM = 3_000;
    private static final int CONTROL_POLL_CYCLES = 3;

    private static final Set<SteeringCounter> PROCESSOR_DROPS = EnumSet.copyOf(SteeringFuzzTest.ONE_PER_FRAME.stream()
            .filter(counter -> counter.name().startsWith("DROP_"))
            .toList());

    private final List<byte[]> frames = new ArrayList<>();
    private final List<byte[]> fromWire = new ArrayList<>();
    private final List<byte[]> fromKernel = new ArrayList<>();
    private final SplittableRandom random;
    private final TestNode node;
    private final AccountedProcessor processor;
    private final TrafficSink uplinkSink;
    private final TrafficSink hostSink;
    private final FaultyPort uplink;
    private final FaultyPort host;
    private final ControlRing control = new ControlRing();
    private final CounterSet<EngineCounter> counters = CountersFile.inMemory(EngineCounter.class);
    private final DataPathAgent agent;
    private final MessageHandler onCopy = (type, buffer, index, length) -> this.copies++;
    private long copies;
    private long cycles;
    private long nowNs;

    DataPathSoak(final long seed, final int self, final boolean isBatching) {
        random = new SplittableRandom(seed);
        node = TestNode.ofCapacity(self, TestCluster.A, TABLES);
        nowNs = node.nowNs();
        processor = new AccountedProcessor(node.steering);
        makeTraffic(self);
        uplinkSink = new TrafficSink(frames);
        hostSink = new TrafficSink(frames);
        uplink = port(fromWire, uplinkSink, isBatching);
        host = port(fromKernel, hostSink, isBatching);
        agent = new DataPathAgent(() -> nowNs, processor, uplink, host, control, 1, new NoWaiter(), counters);
    }

    private FaultyPort port(final List<byte[]> traffic, final TrafficSink sink, final boolean isBatching) {
        return new FaultyPort(new TrafficSource(traffic, random.split()), sink, isBatching, SELDOM, random.split());
    }

    private record NoWaiter() implements Waiter {
        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }

    /** Connections of all kinds in all their states, and what else is on a wire. */
    private void makeTraffic(final int self) {
        final int[] ports = {
            TestCluster.SAME_PORT, TestCluster.TRANSLATED_PORT, TestCluster.FTP_PORT, TestCluster.ALIAS_PORT, 22
        };
        for (int i = 0; i < CONNECTIONS; i++) {
            final int port = ports[i % ports.length];
            final int client = Fixture.CLIENT + i % CLIENTS;
            final int clientPort = 20_000 + i;
            final Packets syn = Fixture.toVip(Packets.syn(), self, port).from(client, clientPort);
            addFromWire(syn);
            addFromWire(syn.flags(TcpSegment.ACK));
            addFromWire(syn.flags(TcpSegment.ACK));
            if (i % 7 == 0) {
                // as another director has steered it
                addFromWire(syn.macs(TestCluster.mac(TestCluster.C), TestCluster.mac(self)));
            }
            if (i % 11 == 0) {
                addFromWire(syn.flags(TcpSegment.ACK | TcpSegment.FIN));
            }
            addFromKernel(Packets.tcp(TcpSegment.ACK)
                    .macs(TestCluster.mac(self), Fixture.CLIENT_MAC)
                    .from(TestCluster.VIP, port == TestCluster.TRANSLATED_PORT ? TestCluster.PROXY_PORT : port)
                    .to(client, clientPort));
        }
        for (int i = 0; i < CLIENTS; i++) {
            final Packets datagram =
                    Fixture.toVip(Packets.udp(), self, TestCluster.UDP_PORT).from(Fixture.CLIENT + i, 30_000 + i);
            addFromWire(datagram);
            addFromWire(datagram.macs(Fixture.CLIENT_MAC, TestCluster.mac(self) + 0x1000));
            addFromWire(Fixture.toVip6(Packets.udp(), self, TestCluster.UDP_PORT));
            addFromWire(datagram.to(TestCluster.CLOSED_VIP, 22));
            datagram.payload("x".repeat(1_400)).fragments(i, 512).forEach(fromWire::add);
            fromWire.add(Packets.arpRequest(Fixture.CLIENT_MAC, Fixture.CLIENT + i, TestCluster.VIP));
            fromWire.add(Arrays.copyOf(datagram.bytes(), 1 + i % 13));
            fromWire.add(Packets.withProtocol(datagram.bytes(), IpProtocol.VRRP));
            final byte[] noise = new byte[60 + i];
            for (int at = 0; at < noise.length; at++) {
                noise[at] = (byte) random.nextInt();
            }
            fromWire.add(noise);
            fromKernel.add(noise);
        }
    }

    private void addFromWire(final Packets packet) {
        fromWire.add(numbered(packet));
    }

    private void addFromKernel(final Packets packet) {
        fromKernel.add(numbered(packet));
    }

    private byte[] numbered(final Packets packet) {
        final byte[] frame = packet.payload(TrafficSource.payload(frames.size(), 30 + random.nextInt(LONGEST_PAYLOAD)))
                .bytes();
        frames.add(frame);
        return frame;
    }

    /** Until so many frames have come in. */
    void runUntil(final long received) {
        while (uplink.receivedFrames + host.receivedFrames < received) {
            cycle();
        }
    }

    private int cycle() {
        // so that patience ends for some of those that wait, and sticky clients and connections outlive a cycle
        nowNs += 1_000 + random.nextInt(100_000);
        if (++cycles % CONTROL_POLL_CYCLES == 0) {
            control.poll(onCopy, Integer.MAX_VALUE);
        }
        return agent.doWork();
    }

    /** Ends all faults and lets what waits get through. */
    void settle() {
        for (final FaultyPort port : List.of(uplink, host)) {
            port.heal();
            port.dryUp();
        }
        // over the rest after a failed read
        nowNs += 200_000_000L;
        int idle = 0;
        while (idle < 10) {
            idle = cycle() == 0 ? idle + 1 : 0;
        }
        control.poll(onCopy, Integer.MAX_VALUE);
    }

    private long count(final EngineCounter counter) {
        return counters.get(counter).get();
    }

    void checkBooks() {
        // in: the ports' books, the data path's, and the processor's
        assertThat(count(EngineCounter.UPLINK_RECEIVED)).isEqualTo(uplink.receivedFrames);
        assertThat(count(EngineCounter.HOST_RECEIVED)).isEqualTo(host.receivedFrames);
        assertThat(processor.frames).isEqualTo(uplink.receivedFrames + host.receivedFrames);
        assertThat(processor.bytes).isEqualTo(uplink.receivedBytes + host.receivedBytes);

        // each frame under one name
        long named = processor.toControlAloneFrames;
        for (final SteeringCounter counter : SteeringFuzzTest.ONE_PER_FRAME) {
            named += node.count(counter);
        }
        assertThat(named).as("frames by name").isEqualTo(processor.frames);
        long dropped = 0;
        for (final SteeringCounter counter : PROCESSOR_DROPS) {
            dropped += node.count(counter);
        }
        assertThat(dropped).as("drops of the steering by reason").isEqualTo(processor.droppedFrames);

        // out: accepted, or dropped under the port's reason
        checkOut(
                host,
                processor.toHostFrames,
                processor.toHostBytes,
                EngineCounter.HOST_SENT,
                EngineCounter.DROP_HOST_BLOCKED,
                EngineCounter.DROP_HOST_DOWN,
                EngineCounter.DROP_HOST_GONE,
                EngineCounter.DROP_HOST_NO_BUFFERS,
                EngineCounter.DROP_HOST_FAILED);
        checkOut(
                uplink,
                processor.toUplinkFrames,
                processor.toUplinkBytes,
                EngineCounter.UPLINK_SENT,
                EngineCounter.DROP_UPLINK_BLOCKED,
                EngineCounter.DROP_UPLINK_DOWN,
                EngineCounter.DROP_UPLINK_GONE,
                EngineCounter.DROP_UPLINK_NO_BUFFERS,
                EngineCounter.DROP_UPLINK_FAILED);
        assertThat(copies).isEqualTo(count(EngineCounter.CONTROL_SENT));
        assertThat(copies + count(EngineCounter.DROP_CONTROL_FULL)).isEqualTo(processor.toControlFrames);

        // each read error is counted, also one behind a frame, and was survived
        assertThat(count(EngineCounter.UPLINK_RECEIVE_DOWN)
                        + count(EngineCounter.UPLINK_RECEIVE_GONE)
                        + count(EngineCounter.UPLINK_RECEIVE_NO_BUFFERS)
                        + count(EngineCounter.UPLINK_RECEIVE_FAILED))
                .isPositive()
                .isEqualTo(uplink.failedReads);
        assertThat(count(EngineCounter.HOST_RECEIVE_DOWN)
                        + count(EngineCounter.HOST_RECEIVE_GONE)
                        + count(EngineCounter.HOST_RECEIVE_NO_BUFFERS)
                        + count(EngineCounter.HOST_RECEIVE_FAILED))
                .isPositive()
                .isEqualTo(host.failedReads);

        // all of it happened
        assertThat(uplink.shortReads).isPositive();
        assertThat(uplink.overtakings).isPositive();
        assertThat(node.count(SteeringCounter.TRANSLATED)).isPositive();
        assertThat(node.count(SteeringCounter.DROP_CUT)).isPositive();
        assertThat(node.count(SteeringCounter.DROP_FOREIGN_UNICAST)).isPositive();
        assertThat(node.count(SteeringCounter.DROP_NOT_ACCEPTED)).isPositive();
        assertThat(uplinkSink.verified() + hostSink.verified()).isGreaterThan(processor.frames / 2);
    }

    private void checkOut(
            final FaultyPort port,
            final long decidedFrames,
            final long decidedBytes,
            final EngineCounter sent,
            final EngineCounter blocked,
            final EngineCounter down,
            final EngineCounter gone,
            final EngineCounter noBuffers,
            final EngineCounter failed) {
        assertThat(count(sent)).as("%s", sent).isPositive().isEqualTo(port.acceptedFrames);
        assertThat(count(blocked)).as("%s", blocked).isPositive().isEqualTo(port.blockedFrames);
        assertThat(count(down)).as("%s", down).isPositive().isEqualTo(port.refusedFrames(PortFault.DOWN));
        assertThat(count(gone)).as("%s", gone).isPositive().isEqualTo(port.refusedFrames(PortFault.GONE));
        assertThat(count(noBuffers))
                .as("%s", noBuffers)
                .isPositive()
                .isEqualTo(port.refusedFrames(PortFault.NO_BUFFERS));
        assertThat(count(failed)).as("%s", failed).isPositive().isEqualTo(port.refusedFrames(PortFault.OTHER));
        assertThat(port.acceptedFrames + port.blockedFrames + port.refusedFrames())
                .isEqualTo(decidedFrames);
        assertThat(port.acceptedBytes + port.blockedBytes + port.refusedBytes).isEqualTo(decidedBytes);
    }

    void print(final long tookNs) {
        System.out.printf(
                "soak: %,d frames, %,d bytes in %d s; %,d dropped by the steering, %,d refused, %,d blocked; %,d copies; books agree%n",
                processor.frames,
                processor.bytes,
                tookNs / 1_000_000_000L,
                processor.droppedFrames,
                uplink.refusedFrames() + host.refusedFrames(),
                uplink.blockedFrames + host.blockedFrames,
                copies);
    }
}
