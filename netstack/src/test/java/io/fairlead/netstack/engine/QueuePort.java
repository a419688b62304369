package io.fairlead.netstack.engine;

import io.fairlead.netstack.port.FramePort;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A port between threads that wakes its reader, as a TAP does through poll. */
final class QueuePort implements FramePort {

    private final Queue<byte[]> inbound = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final Waiter reader;

    QueuePort(final Waiter reader) {
        this.reader = reader;
    }

    void inject(final byte[] frame) {
        inbound.add(frame);
        reader.wake();
    }

    byte[] takeSent() throws InterruptedException {
        return sent.take();
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        final byte[] frame = inbound.poll();
        if (frame == null) {
            return WOULD_BLOCK;
        }
        buffer.putBytes(index, frame);
        return frame.length;
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        final byte[] frame = new byte[length];
        buffer.getBytes(index, frame);
        sent.add(frame);
        return length;
    }

    @Override
    public int lastError() {
        return 0;
    }

    @Override
    public void close() {}
}
