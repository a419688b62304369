package io.fairlead.bench.stress;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.FrameRing;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link FrameRing} between two threads: what one receives behind the last record, the other finds whole and in order. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "What was drained so far is as it was received.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A frame was torn, lost, twice, or out of order.")
@State
public class FrameRingStress {

    private static final int CAPACITY = 1024 * 1024;
    private static final int MOST = 8;
    private static final FrameRing RING = new FrameRing(CAPACITY);
    private static final FramePort PORT = new Port();
    private static int received;
    private static int seen;
    private static boolean isWrong;

    /** Receives a few frames. */
    @Actor
    public void fill() {
        RING.fill(PORT, 2);
    }

    /**
     * Takes what is there.
     *
     * @param wrong whether anything was
     */
    @Actor
    public void drain(final Z_Result wrong) {
        RING.drain(FrameRingStress::take, MOST);
        wrong.r1 = isWrong;
    }

    private static boolean take(final DirectBuffer buffer, final int index, final int length) {
        isWrong |= !NumberedFrame.is(buffer, index, length, seen);
        seen++;
        return true;
    }

    private static final class Port implements FramePort {

        @Override
        public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
            return NumberedFrame.write(buffer, index, received++);
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
        public void close() {}
    }
}
