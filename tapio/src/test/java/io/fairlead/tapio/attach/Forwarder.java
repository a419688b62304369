package io.fairlead.tapio.attach;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.ring.FrameRing;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.PollWaiter;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.sys.FileDescriptors;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;

/** The least that an engine does: passes every frame on, both ways, on one thread. Also a program, to be killed. */
final class Forwarder implements AutoCloseable {

    private static final int ROOM = FrameRing.MAX_FRAME_LENGTH;

    private final AtomicLong frames = new AtomicLong();
    private final UnsafeBuffer buffer = FileDescriptors.memory(FramePort.HEAD_ROOM + ROOM);
    private final PollWaiter waiter;
    private final Thread thread;
    private volatile boolean running = true;

    Forwarder(final TapPort one, final TapPort other) {
        waiter = new PollWaiter(one.fd(), other.fd());
        thread = new Thread(() -> {
            while (running) {
                waiter.await(Long.MAX_VALUE);
                drain(one, other);
                drain(other, one);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Attaches interface {@code args[0]} with state folder {@code args[1]} and forwards until killed. */
    public static void main(final String[] args) throws InterruptedException {
        final long startNs = System.nanoTime();
        final InlineAttachment attachment = InlineAttachment.attach(args[0], Path.of(args[1]), Offload.TCP_AND_UDP);
        final Forwarder forwarder = new Forwarder(attachment.uplink(), attachment.host());
        System.out.println((attachment.adopted() ? "adopted in " : "attached in ")
                + (System.nanoTime() - startNs) / 1_000_000 + " ms");
        forwarder.thread.join();
    }

    long frames() {
        return frames.get();
    }

    private void drain(final TapPort from, final TapPort to) {
        int length = from.receive(buffer, FramePort.HEAD_ROOM, ROOM);
        while (length > 0) {
            if (to.send(buffer, FramePort.HEAD_ROOM, length) != FramePort.FAILED) {
                frames.incrementAndGet();
            }
            length = from.receive(buffer, FramePort.HEAD_ROOM, ROOM);
        }
    }

    @Override
    public void close() {
        running = false;
        waiter.wake();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
        waiter.close();
    }
}
