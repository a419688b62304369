package io.fairlead.netstack.engine;

import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.ControlRing;
import io.fairlead.netstack.ring.FrameRing.FrameHandler;
import io.fairlead.netstack.ring.FrameRing.FrameObserver;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The data path: frames from both ports through the processor and out again. Allocates nothing, copies no payload, takes no lock.
 *
 * <p>A frame that a port has no room for stays at the head of its ring, verdict kept, and is tried again in the next cycles until
 * {@link #SEND_PATIENCE_NS} is over; then it is dropped and counted. Ports may be replaced at any time, by {@link #uplink()} and {@link #host()}; what waited goes
 * on by the new one.
 */
public final class DataPathAgent implements DutyAgent {

    /** How long a frame waits for room in the port it goes to. */
    static final long SEND_PATIENCE_NS = 10_000_000L;

    private static final int BATCH = 64;
    private static final int NO_VERDICT = -1;

    // of fewer frames too little is fetched at the same time
    private static final int WORTH_EXPECTING = 4;

    private final NanoClock clock;
    private final FrameProcessor processor;
    private final ControlRing control;
    private final int controlType;
    private final Waiter conductorWaiter;
    private final PortLane uplink;
    private final PortLane host;
    private final AtomicCounter controlSent;
    private final AtomicCounter controlFull;
    private final FrameHandler onUplinkFrame = this::onUplinkFrame;
    private final FrameHandler onHostFrame = this::onHostFrame;
    private final FrameObserver expectUplinkFrame;
    private final FrameObserver expectHostFrame;

    private volatile @Nullable FrameTap offeredTap;
    private @Nullable FrameTap tap;
    private long nowNs;
    private boolean wakeConductor;
    private int keptUplinkVerdict = NO_VERDICT;
    private int keptHostVerdict = NO_VERDICT;
    private long keptUplinkSinceNs;
    private long keptHostSinceNs;

    /**
     * Wires the agent; nothing runs yet.
     *
     * @param clock read once per duty cycle
     * @param processor decides about every frame
     * @param uplinkPort towards the wire
     * @param hostPort towards the host's kernel
     * @param control where copies for the conductor go
     * @param controlType what the conductor tells them by from those of other agents that share the ring, greater than 0
     * @param conductorWaiter woken once per cycle that copied something
     * @param counters what this agent counts
     */
    public DataPathAgent(
            final NanoClock clock,
            final FrameProcessor processor,
            final FramePort uplinkPort,
            final FramePort hostPort,
            final ControlRing control,
            final int controlType,
            final Waiter conductorWaiter,
            final CounterSet<EngineCounter> counters) {
        this.clock = clock;
        this.processor = processor;
        this.expectUplinkFrame = processor::expectUplinkFrame;
        this.expectHostFrame = processor::expectHostFrame;
        this.control = control;
        this.controlType = controlType;
        this.conductorWaiter = conductorWaiter;
        this.uplink = new PortLane(uplinkPort, LaneCounters.uplink(counters));
        this.host = new PortLane(hostPort, LaneCounters.host(counters));
        this.controlSent = counters.get(EngineCounter.CONTROL_SENT);
        this.controlFull = counters.get(EngineCounter.DROP_CONTROL_FULL);
    }

    /**
     * Where the port towards the wire can be replaced.
     *
     * @return for any thread
     */
    public PortSlot uplink() {
        return uplink.slot();
    }

    /**
     * Where the port towards the host's kernel can be replaced.
     *
     * @return for any thread
     */
    public PortSlot host() {
        return host.slot();
    }

    /**
     * Has every frame looked at from the next duty cycle on.
     *
     * @param frameTap to be called by the data path; null for none
     */
    public void tap(final @Nullable FrameTap frameTap) {
        offeredTap = frameTap;
    }

    @Override
    public int doWork() {
        nowNs = clock.nanoTime();
        tap = offeredTap;
        int work = uplink.takeOver() + host.takeOver();
        work += processor.onDutyCycle(nowNs);
        try {
            work += fill(uplink, expectUplinkFrame);
            work += uplink.ring().drain(onUplinkFrame, BATCH);
            // a kernel answers many frames while it takes them: what it says goes out in this cycle
            host.flush();
            work += fill(host, expectHostFrame);
            work += host.ring().drain(onHostFrame, BATCH);
        } finally {
            // whatever happens: what was queued lies where the next frames will be received
            uplink.flush();
            host.flush();
        }
        if (wakeConductor) {
            wakeConductor = false;
            conductorWaiter.wake();
        }
        return work;
    }

    private int fill(final PortLane lane, final FrameObserver expectation) {
        final int frames = lane.fill(BATCH, nowNs);
        if (frames >= WORTH_EXPECTING && processor.isExpecting()) {
            lane.ring().preview(expectation);
            processor.fetchExpected();
        }
        return frames;
    }

    @Override
    public long nextDeadlineNs() {
        if (keptUplinkVerdict != NO_VERDICT || keptHostVerdict != NO_VERDICT) {
            return nowNs;
        }
        return processor.nextDeadlineNs();
    }

    private boolean onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        final boolean first = keptUplinkVerdict == NO_VERDICT;
        final int verdict = first ? decideUplink(buffer, index, length) : keptUplinkVerdict;
        if (first) {
            keptUplinkSinceNs = nowNs;
        }
        keptUplinkVerdict = carryOut(verdict, keptUplinkSinceNs, buffer, index, length);
        return keptUplinkVerdict == NO_VERDICT;
    }

    private boolean onHostFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        final boolean first = keptHostVerdict == NO_VERDICT;
        final int verdict = first ? decideHost(buffer, index, length) : keptHostVerdict;
        if (first) {
            keptHostSinceNs = nowNs;
        }
        keptHostVerdict = carryOut(verdict, keptHostSinceNs, buffer, index, length);
        return keptHostVerdict == NO_VERDICT;
    }

    private int decideUplink(final MutableDirectBuffer buffer, final int index, final int length) {
        final FrameTap looking = tap;
        if (looking == null) {
            return processor.onUplinkFrame(buffer, index, length, nowNs);
        }
        looking.fromUplink(buffer, index, length);
        final int verdict = processor.onUplinkFrame(buffer, index, length, nowNs);
        looking.decided(verdict, buffer, index, length);
        return verdict;
    }

    private int decideHost(final MutableDirectBuffer buffer, final int index, final int length) {
        final FrameTap looking = tap;
        if (looking == null) {
            return processor.onHostFrame(buffer, index, length, nowNs);
        }
        looking.fromHost(buffer, index, length);
        final int verdict = processor.onHostFrame(buffer, index, length, nowNs);
        looking.decided(verdict, buffer, index, length);
        return verdict;
    }

    /** Returns what is left of the verdict: NO_VERDICT when all is done. */
    private int carryOut(
            final int verdict,
            final long sinceNs,
            final MutableDirectBuffer buffer,
            final int index,
            final int length) {
        int left = verdict;
        if ((left & FrameProcessor.TO_CONTROL) != 0) {
            copyToConductor(buffer, index, length);
            left &= ~FrameProcessor.TO_CONTROL;
        }
        if ((left & FrameProcessor.TO_HOST) != 0 && isDone(host, sinceNs, buffer, index, length)) {
            left &= ~FrameProcessor.TO_HOST;
        }
        if ((left & FrameProcessor.TO_UPLINK) != 0 && isDone(uplink, sinceNs, buffer, index, length)) {
            left &= ~FrameProcessor.TO_UPLINK;
        }
        return left == FrameProcessor.DROP ? NO_VERDICT : left;
    }

    private void copyToConductor(final MutableDirectBuffer buffer, final int index, final int length) {
        if (control.offer(controlType, buffer, index, length)) {
            controlSent.incrementRelease();
            wakeConductor = true;
        } else {
            controlFull.incrementRelease();
        }
    }

    private boolean isDone(
            final PortLane lane,
            final long sinceNs,
            final MutableDirectBuffer buffer,
            final int index,
            final int length) {
        final int result = lane.port().send(buffer, index, length);
        if (result > 0) {
            lane.onSent();
            return true;
        }
        if (result == FramePort.FAILED) {
            lane.onSendFailed();
            return true;
        }
        if (nowNs - sinceNs >= SEND_PATIENCE_NS) {
            lane.onSendBlocked();
            return true;
        }
        return false;
    }

    @Override
    public String roleName() {
        return "data-path";
    }
}
