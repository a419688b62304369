package io.fairlead.tools.daemon;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.FrameRing;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** The conductor's own frames, written to the uplink beside those of the data path. Conductor only. */
final class FrameSender {

    private FramePort uplink;
    // the head-room stays zero: these frames are complete
    private final UnsafeBuffer memory = new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(FramePort.HEAD_ROOM + FrameRing.MAX_FRAME_LENGTH, Long.BYTES));
    private final UnsafeBuffer frame =
            new UnsafeBuffer(memory, FramePort.HEAD_ROOM, memory.capacity() - FramePort.HEAD_ROOM);
    private final AtomicCounter sent;
    private final AtomicCounter failed;

    FrameSender(final FramePort uplink, final AtomicCounter sent, final AtomicCounter failed) {
        this.uplink = uplink;
        this.sent = sent;
        this.failed = failed;
    }

    /** Sends by another port from now on. */
    void use(final FramePort other) {
        uplink = other;
    }

    /** Where the next frame is written to, from index 0. */
    UnsafeBuffer frame() {
        return frame;
    }

    /** Sends what was written; what the port has no room for is lost, as on any wire: every protocol here repeats itself. */
    void send(final int length) {
        if (uplink.send(memory, FramePort.HEAD_ROOM, length) > 0) {
            sent.incrementRelease();
        } else {
            failed.incrementRelease();
        }
    }

    /** Sends what was written, unless that is nothing; true if it was something. */
    boolean sendIfAny(final int length) {
        if (length > 0) {
            send(length);
        }
        return length > 0;
    }
}
