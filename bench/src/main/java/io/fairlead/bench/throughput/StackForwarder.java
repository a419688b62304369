package io.fairlead.bench.throughput;

import com.sun.management.ThreadMXBean;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.steering.Redirect;
import io.fairlead.lb.steering.RedirectMap;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringShards;
import io.fairlead.lb.steering.SteeringTable;
import io.fairlead.lb.steering.VirtualIps;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.DutyAgent;
import io.fairlead.netstack.engine.Engine;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.Idling;
import io.fairlead.netstack.engine.ThreadingMode;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tapio.BatchingPort;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.TapQueues;
import io.fairlead.tapio.bpf.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The data path of a scanning node between two TAPs, without a conductor: each frame of the director is classified, its flow looked up, its port translated, all
 * counted. Arguments: {@code io_uring} or {@code write}, the two TAPs, for how many flows there is to be room, and how many threads there are, each with a queue of both TAPs and clients of its own. To
 * each line of its standard input it answers with the frames that it has received and the bytes that its threads have allocated; it ends with the input.
 */
public final class StackForwarder {

    private static final int VIP = 0x0A33_0064;
    private static final int SELF = 0x0A33_0001;
    private static final int ORIGINAL_PORT = 80;
    private static final int PROXY_PORT = 3128;
    private static final int STICKY_SECONDS = 3600;
    private static final String THREAD = "data-path";

    private StackForwarder() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws IOException if the input fails
     */
    public static void main(final String[] args) throws IOException {
        final int threads = Integer.parseInt(args[4]);
        try (TapQueues in = TapQueues.open(args[1], Offload.NONE, Side.UPLINK, threads);
                TapQueues out = TapQueues.open(args[2], Offload.NONE, Side.HOST, threads);
                PollWaiter nobody = new PollWaiter()) {
            final SteeringShards shards = shards(Integer.parseInt(args[3]), threads);
            final List<CounterSet<EngineCounter>> counters = new ArrayList<>();
            final List<Engine.Worker> workers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                final TapPort inTap = in.ports().get(thread);
                final TapPort outTap = out.ports().get(thread);
                final CounterSet<EngineCounter> set = CountersFile.inMemory(EngineCounter.class);
                counters.add(set);
                workers.add(new Engine.Worker(
                        new DataPathAgent(
                                SystemNanoClock.INSTANCE,
                                shards.steering(thread),
                                port(args[0], inTap),
                                port(args[0], outTap),
                                new ControlRing(),
                                1,
                                nobody,
                                set),
                        new PollWaiter(inTap.fd(), outTap.fd())));
            }
            try (Engine engine = new Engine(
                    ThreadingMode.DEDICATED,
                    SystemNanoClock.INSTANCE,
                    workers,
                    Idling.POLL,
                    new Engine.Worker(new Nobody(), nobody),
                    error -> System.err.println(error))) {
                engine.start();
                System.out.println("ready");
                answer(new CounterSums<>(counters));
            }
        }
    }

    private static FramePort port(final String kind, final TapPort tap) {
        return kind.equals("io_uring") ? new BatchingPort(tap) : tap;
    }

    private static void answer(final CounterSums<EngineCounter> counters) throws IOException {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            System.out.println(counters.get(EngineCounter.UPLINK_RECEIVED) + " " + allocatedBytes());
        }
    }

    private static long allocatedBytes() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(THREAD))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    private static SteeringShards shards(final int flows, final int threads) {
        final long self = MacAddress.parse(Wire.NODE_MAC);
        final long director = MacAddress.parse(Wire.DIRECTOR_MAC);
        final SteeringShards shards = new SteeringShards(
                SteeringTable.alone(SELF, null, self, VirtualIps.NONE, RedirectMap.EMPTY),
                Stream.generate(() ->
                                SteeringTables.inMemory(BitUtil.findNextPositivePowerOfTwo(2 * flows), STICKY_SECONDS))
                        .limit(threads)
                        .toList(),
                Stream.generate(() -> CountersFile.inMemory(SteeringCounter.class))
                        .limit(threads)
                        .toList());
        shards.publish(new SteeringTable(
                1,
                false,
                true,
                Long.MAX_VALUE,
                0,
                1,
                new VirtualIps(List.of(IpAddress.ofIpv4(VIP)), List.of()),
                new RedirectMap(List.of(new Redirect("http", IpProtocol.TCP, List.of(ORIGINAL_PORT), PROXY_PORT))),
                List.of(
                        new SteeringTable.Node(SELF, self, SteeringTable.Readiness.OPEN, 0, 0, 1, 0, 1),
                        new SteeringTable.Node(SELF + 1, director, SteeringTable.Readiness.OPEN, 0, 0, 1, 0, 1)),
                SteeringTable.Choice.LOWEST_SCORE,
                HeavySourcePolicy.DEFAULT));
        return shards;
    }

    /** In place of the conductor. */
    private static final class Nobody implements DutyAgent {

        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public String roleName() {
            return "nobody";
        }
    }
}
