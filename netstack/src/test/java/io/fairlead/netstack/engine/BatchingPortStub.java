package io.fairlead.netstack.engine;

import io.fairlead.netstack.port.FramePort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A port that looks at the frames that it was given to send not before it is flushed, as one does that sends them by one system call. */
final class BatchingPortStub implements FramePort {

    private final List<DirectBuffer> queuedBuffers = new ArrayList<>();
    private final List<Integer> queuedIndexes = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final Queue<byte[]> answers = new ArrayDeque<>();
    private boolean refuses;
    private boolean isAnswering;

    void refuses(final boolean all) {
        refuses = all;
    }

    /** From now on each frame that is sent is answered by one to the uplink, which can be received at once. */
    void answering() {
        isAnswering = true;
    }

    List<byte[]> takeSent() {
        final List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        final byte[] answer = answers.poll();
        if (answer == null) {
            return WOULD_BLOCK;
        }
        buffer.putBytes(index, answer);
        return answer.length;
    }

    /** All frames of the fixture have four bytes. */
    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        queuedBuffers.add(buffer);
        queuedIndexes.add(index);
        return length;
    }

    @Override
    public int flush() {
        final int queued = queuedIndexes.size();
        for (int i = 0; i < queued && !refuses; i++) {
            final byte[] frame = new byte[4];
            queuedBuffers.get(i).getBytes(queuedIndexes.get(i), frame);
            sent.add(frame);
            if (isAnswering) {
                answers.add(DataPathFixture.frame(FrameProcessor.TO_UPLINK, frame[2]));
            }
        }
        queuedBuffers.clear();
        queuedIndexes.clear();
        return refuses ? queued : 0;
    }

    @Override
    public int lastError() {
        return 0;
    }

    @Override
    public void close() {}
}
