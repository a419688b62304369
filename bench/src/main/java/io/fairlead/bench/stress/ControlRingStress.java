package io.fairlead.bench.stress;

import io.fairlead.netstack.ring.ControlRing;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link ControlRing}: frames for the conductor come whole and in order. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "What has come so far is as it was offered.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A frame was torn, lost, twice, or out of order.")
@State
public class ControlRingStress {

    private static final int TYPE = 1;
    private static final int MOST = 8;
    private static final ControlRing RING = new ControlRing();
    private static final UnsafeBuffer FRAME =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(NumberedFrame.MAX_LENGTH, 64));
    private static int offered;
    private static int seen;
    private static boolean isWrong;

    /** Copies the next frame. */
    @Actor
    public void dataPath() {
        final int length = NumberedFrame.write(FRAME, 0, offered);
        if (RING.offer(TYPE, FRAME, 0, length)) {
            offered++;
        }
    }

    /**
     * Takes what is there.
     *
     * @param wrong whether anything was
     */
    @Actor
    public void conductor(final Z_Result wrong) {
        RING.poll((type, buffer, index, length) -> take(buffer, index, length), MOST);
        wrong.r1 = isWrong;
    }

    private static void take(final DirectBuffer buffer, final int index, final int length) {
        isWrong |= !NumberedFrame.is(buffer, index, length, seen);
        seen++;
    }
}
