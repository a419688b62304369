package io.fairlead.tools.capture.live;

import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.FrameTap;
import io.fairlead.netstack.wire.MacAddress;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Puts the beginning of each frame that passes a filter into a ring, as it came, with its verdict. A frame that finds no room is counted and not captured; it goes its way
 * as all others do. One data-path thread; allocates nothing, and copies at most two times the snap length.
 */
public final class CaptureTap implements FrameTap {

    private final FrameFilter filter;
    private final SteeringWitness witness;
    private final CaptureRing ring;
    private final int session;
    private final NanoClock clock;
    private final int snapLength;
    private final UnsafeBuffer frame;
    private final AtomicCounter uplinkFrames;
    private final AtomicCounter uplinkLost;
    private final AtomicCounter hostFrames;
    private final AtomicCounter hostLost;
    private CaptureSide side = CaptureSide.UPLINK;
    private boolean isOfInterest;
    private int captured;

    /**
     * For one thread.
     *
     * @param filter which frames, nobody else's
     * @param witness of the thread
     * @param ring where they go
     * @param session number of the capture: what a former one has left in the ring is told by it
     * @param clock read once for each frame that passes
     * @param snapLength how much of a frame is captured, in bytes
     * @param counters of the thread
     */
    public CaptureTap(
            final FrameFilter filter,
            final SteeringWitness witness,
            final CaptureRing ring,
            final int session,
            final NanoClock clock,
            final int snapLength,
            final CounterSet<CaptureCounter> counters) {
        this.filter = filter;
        this.witness = witness;
        this.ring = ring;
        this.session = session;
        this.clock = clock;
        this.snapLength = snapLength;
        frame = new UnsafeBuffer(new byte[snapLength]);
        uplinkFrames = counters.get(CaptureCounter.CAPTURE_UPLINK_FRAMES);
        uplinkLost = counters.get(CaptureCounter.CAPTURE_UPLINK_LOST);
        hostFrames = counters.get(CaptureCounter.CAPTURE_HOST_FRAMES);
        hostLost = counters.get(CaptureCounter.CAPTURE_HOST_LOST);
    }

    @Override
    public void fromUplink(final DirectBuffer buffer, final int index, final int length) {
        before(CaptureSide.UPLINK, buffer, index, length);
    }

    @Override
    public void fromHost(final DirectBuffer buffer, final int index, final int length) {
        before(CaptureSide.HOST, buffer, index, length);
    }

    /** The frame is kept as it came: what is made of it in place the verdict says, and a replay begins with what came. */
    private void before(final CaptureSide from, final DirectBuffer buffer, final int index, final int length) {
        side = from;
        isOfInterest = filter.mayPass(buffer, index, length);
        if (isOfInterest) {
            captured = Math.min(length, snapLength);
            frame.putBytes(0, buffer, index, captured);
            witness.before();
        }
    }

    @Override
    public void decided(final int verdict, final DirectBuffer buffer, final int index, final int length) {
        if (!isOfInterest) {
            return;
        }
        final long moved = witness.moved();
        if (!filter.passes(verdict, moved, buffer, index, length)) {
            return;
        }
        final boolean isTaken = ring.offer(
                side,
                session,
                clock.nanoTime(),
                verdict,
                moved,
                witness.chosenBy().code(),
                length < MacAddress.LENGTH ? 0 : MacAddress.get(buffer, index),
                length,
                frame,
                captured);
        counter(isTaken).incrementRelease();
    }

    private AtomicCounter counter(final boolean isTaken) {
        if (side == CaptureSide.UPLINK) {
            return isTaken ? uplinkFrames : uplinkLost;
        }
        return isTaken ? hostFrames : hostLost;
    }
}
