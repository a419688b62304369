package io.fairlead.netstack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.ControlRing;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

class DataPathAllocationTest {

    private static final int FRAMES = 1_000_000;
    private static final int FRAME_LENGTH = 60;

    /** Always has a frame, always takes one; every 64th time it would block. */
    private static final class EndlessPort implements FramePort {

        private int received;
        private int sendCalls;
        private long sent;

        @Override
        public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
            if ((++received & 63) == 0) {
                return WOULD_BLOCK;
            }
            buffer.putByte(index, (byte) (FrameProcessor.TO_HOST | FrameProcessor.TO_CONTROL));
            return FRAME_LENGTH;
        }

        @Override
        public int send(final DirectBuffer buffer, final int index, final int length) {
            if ((++sendCalls & 63) == 0) {
                return WOULD_BLOCK;
            }
            sent++;
            return length;
        }

        @Override
        public int lastError() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        final EndlessPort uplink = new EndlessPort();
        final EndlessPort host = new EndlessPort();
        final ControlRing control = new ControlRing();
        final CounterSet<EngineCounter> counters = CountersFile.inMemory(EngineCounter.class);
        final DataPathAgent agent = new DataPathAgent(
                new ManualClock(), new ScriptedProcessor(), uplink, host, control, 1, new IdleWaiter(), counters);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        runUntil(agent, host, FRAMES / 4);

        final long before = threads.getCurrentThreadAllocatedBytes();
        runUntil(agent, host, host.sent + FRAMES);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(counters.get(EngineCounter.HOST_SENT).get()).isEqualTo(host.sent);
        assertThat(allocated).as("bytes for a million frames").isLessThan(FRAMES / 10);
    }

    private static void runUntil(final DataPathAgent agent, final EndlessPort port, final long sent) {
        while (port.sent < sent) {
            agent.doWork();
        }
    }

    /** Counts nothing and keeps nothing. */
    private static final class IdleWaiter implements Waiter {

        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }
}
