package io.fairlead.bench.stress;

import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.DataPathAgent;
import io.fairlead.netstack.engine.EngineCounter;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.netstack.engine.PortSlot;
import io.fairlead.netstack.engine.Waiter;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.ControlRing;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link PortSlot}: whoever closes a port once the slot says that the data path has left it, closes none that the data path is in. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The data path was in open ports alone.")
@Outcome(
        id = "true",
        expect = Expect.FORBIDDEN,
        desc = "The data path was in a port that was closed, or had not been opened yet.")
@State
public class PortSlotStress {

    private static Port current = new Port();
    private static Port former = current;
    private static boolean isWrong;
    private static final DataPathAgent DATA_PATH = new DataPathAgent(
            () -> 1,
            new Idle(),
            current,
            new Port(),
            new ControlRing(),
            1,
            new Sleepless(),
            CountersFile.inMemory(EngineCounter.class));

    /** Closes the former port when it may, and offers another one then. */
    @Actor
    public void owner() {
        final PortSlot slot = DATA_PATH.uplink();
        if (slot.isTaken()) {
            if (former != current) {
                former.close();
            }
            former = current;
            current = new Port();
            slot.offer(current);
        }
    }

    /**
     * A duty cycle.
     *
     * @param wrong whether a port was not open
     */
    @Actor
    public void dataPath(final Z_Result wrong) {
        DATA_PATH.doWork();
        wrong.r1 = isWrong;
    }

    /** Both fields are plain: it is the slot that has to make them visible. */
    private static final class Port implements FramePort {
        private boolean isOpen;

        private Port() {
            isOpen = true;
        }

        @Override
        public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
            isWrong |= !isOpen;
            return WOULD_BLOCK;
        }

        @Override
        public int send(final DirectBuffer buffer, final int index, final int length) {
            return WOULD_BLOCK;
        }

        @Override
        public int lastError() {
            return 0;
        }

        @Override
        public void close() {
            isOpen = false;
        }
    }

    private static final class Idle implements FrameProcessor {

        @Override
        public int onDutyCycle(final long nowNs) {
            return 0;
        }

        @Override
        public int onUplinkFrame(
                final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
            return DROP;
        }

        @Override
        public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
            return DROP;
        }

        @Override
        public long nextDeadlineNs() {
            return Long.MAX_VALUE;
        }
    }

    private static final class Sleepless implements Waiter {

        @Override
        public void await(final long timeoutNs) {}

        @Override
        public void wake() {}

        @Override
        public void close() {}
    }
}
