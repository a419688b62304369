package io.fairlead.netstack.engine;

import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/** Each frame brings its own verdict in its first byte; the processor marks what it has seen in the second. */
final class ScriptedProcessor implements FrameProcessor {

    /** What the second byte of a frame is raised by each time a verdict is asked for. */
    static final int SEEN = 1;

    /** Stands for a fault of the processor. */
    static final int FAIL = 0x40;

    private int dutyCycles;
    private int uplinkFrames;
    private int hostFrames;
    private int drops;
    private boolean isExpecting;
    private boolean isNoting;
    private final List<String> calls = new ArrayList<>();
    private long lastNowNs;
    private long nextDeadlineNs = Long.MAX_VALUE;

    int dutyCycles() {
        return dutyCycles;
    }

    int uplinkFrames() {
        return uplinkFrames;
    }

    int hostFrames() {
        return hostFrames;
    }

    int drops() {
        return drops;
    }

    long lastNowNs() {
        return lastNowNs;
    }

    void nextDeadlineNs(final long deadlineNs) {
        nextDeadlineNs = deadlineNs;
    }

    /** From now on what it is called for is noted. */
    void expecting(final boolean value) {
        isExpecting = value;
        isNoting = true;
    }

    /** What it was called for, with the third byte of each frame. */
    List<String> takeCalls() {
        final List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    private void note(final String call, final MutableDirectBuffer buffer, final int index) {
        if (isNoting) {
            calls.add(call + buffer.getByte(index + 2));
        }
    }

    @Override
    public boolean isExpecting() {
        return isExpecting;
    }

    @Override
    public void expectUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        note("expect uplink ", buffer, index);
    }

    @Override
    public void fetchExpected() {
        calls.add("fetch");
    }

    @Override
    public void expectHostFrame(final MutableDirectBuffer buffer, final int index, final int length) {
        note("expect host ", buffer, index);
    }

    @Override
    public int onDutyCycle(final long nowNs) {
        dutyCycles++;
        lastNowNs = nowNs;
        return 0;
    }

    @Override
    public int onUplinkFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        uplinkFrames++;
        note("uplink ", buffer, index);
        return verdict(buffer, index);
    }

    @Override
    public int onHostFrame(final MutableDirectBuffer buffer, final int index, final int length, final long nowNs) {
        hostFrames++;
        note("host ", buffer, index);
        return verdict(buffer, index);
    }

    private int verdict(final MutableDirectBuffer buffer, final int index) {
        final int verdict = buffer.getByte(index);
        if (verdict == FAIL) {
            throw new IllegalStateException("a fault");
        }
        buffer.putByte(index + 1, (byte) (buffer.getByte(index + 1) + SEEN));
        if (verdict == DROP) {
            drops++;
        }
        return verdict;
    }

    @Override
    public long nextDeadlineNs() {
        return nextDeadlineNs;
    }
}
