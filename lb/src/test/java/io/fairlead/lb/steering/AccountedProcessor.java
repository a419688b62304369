package io.fairlead.lb.steering;

import io.fairlead.netstack.engine.FrameProcessor;
import org.agrona.MutableDirectBuffer;

/** Keeps books on what the processor behind it decides, in frames and bytes. */
final class AccountedProcessor implements FrameProcessor {

    private final FrameProcessor processor;

    long frames;
    long bytes;
    long droppedFrames;
    long droppedBytes;
    long toHostFrames;
    long toHostBytes;
    long toUplinkFrames;
    long toUplinkBytes;
    long toControlFrames;
    long toControlAloneFrames;

    AccountedProcessor(final FrameProcessor processor) {
        this.processor = processor;
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        return processor.onDutyCycle(nowNs);
    }

    @Override
    public int onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        return booked(processor.onUplinkFrame(buffer, index, length, nowNs), length);
    }

    @Override
    public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        return booked(processor.onHostFrame(buffer, index, length, nowNs), length);
    }

    private int booked(final int verdict, final int length) {
        frames++;
        bytes += length;
        if (verdict == DROP) {
            droppedFrames++;
            droppedBytes += length;
        }
        if ((verdict & TO_HOST) != 0) {
            toHostFrames++;
            toHostBytes += length;
        }
        if ((verdict & TO_UPLINK) != 0) {
            toUplinkFrames++;
            toUplinkBytes += length;
        }
        if ((verdict & TO_CONTROL) != 0) {
            toControlFrames++;
        }
        if (verdict == TO_CONTROL) {
            toControlAloneFrames++;
        }
        return verdict;
    }

    @Override
    public long nextDeadlineNs() {
        return processor.nextDeadlineNs();
    }
}
