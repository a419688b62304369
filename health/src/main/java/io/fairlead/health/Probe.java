package io.fairlead.health;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The probes of one port, one at a time: a connection, what is said on it, and the beginning of the answer. */
final class Probe {

    /** Enough for the first line of any answer; no more is read. */
    private static final int MOST_BYTES = 512;

    private final InetSocketAddress address;
    private final @Nullable Dialog dialog;
    private final Selector selector;
    private final long intervalNs;
    private final long timeoutNs;
    private final ObjLongConsumer<ProbeResult> listener;
    private final ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);

    private @Nullable SocketChannel channel;
    private ByteBuffer request = ByteBuffer.allocate(0);
    private boolean started;
    private long startNs;

    /** The listener is told how each probe ended, and how many nanoseconds it took. */
    Probe(
            ProbeTarget target,
            Selector selector,
            long intervalNs,
            long timeoutNs,
            ObjLongConsumer<ProbeResult> listener) {
        this.address = target.address();
        this.dialog = Dialog.of(target);
        this.selector = selector;
        this.intervalNs = intervalNs;
        this.timeoutNs = timeoutNs;
        this.listener = listener;
    }

    /** Gives up what is late, starts what is due. */
    int poll(long nowNs) {
        int work = 0;
        if (channel != null && nowNs - startNs >= timeoutNs) {
            end(late(channel), nowNs);
            work++;
        }
        if (channel == null && (!started || nowNs - startNs >= intervalNs)) {
            start(nowNs);
            work++;
        }
        return work;
    }

    private ProbeResult late(SocketChannel open) {
        if (!open.isConnected()) {
            return ProbeResult.of(Reason.TIMED_OUT);
        }
        return answer.position() == 0
                ? ProbeResult.of(Reason.NO_ANSWER)
                : ProbeResult.of(Reason.NO_ANSWER, Printable.quoted(answer.array(), answer.position()));
    }

    /** The connection is there or has failed, there is something to read, or room to write. */
    int onReady(SelectionKey key, long nowNs) {
        SocketChannel open = channel;
        if (open == null || !key.isValid()) {
            return 0;
        }
        try {
            if (!open.isConnected() && !open.finishConnect()) {
                return 0;
            }
        } catch (IOException e) {
            end(resultOf(e), nowNs);
            return 1;
        }
        return converse(open, key, nowNs);
    }

    /** How long {@link #poll} has nothing to do; 0 or less if it has. */
    long remainingNs(long nowNs) {
        return started ? startNs + (channel == null ? intervalNs : timeoutNs) - nowNs : 0;
    }

    private void start(long nowNs) {
        started = true;
        startNs = nowNs;
        answer.clear();
        request = ByteBuffer.wrap(dialog == null ? Dialog.NOTHING : dialog.request());
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            // On the same machine the answer is often there at once.
            boolean isConnected = opened.connect(address);
            SelectionKey key = opened.register(selector, SelectionKey.OP_CONNECT, this);
            if (isConnected) {
                converse(opened, key, nowNs);
            }
        } catch (IOException e) {
            end(resultOf(e), nowNs);
        }
    }

    /** Says what is to be said, and hears what is to be heard. */
    private int converse(SocketChannel open, SelectionKey key, long nowNs) {
        if (dialog == null) {
            end(ProbeResult.of(Reason.WORKS, "connected"), nowNs);
            return 1;
        }
        try {
            if (request.hasRemaining()) {
                open.write(request);
            }
            boolean isEnd = open.read(answer) < 0;
            ProbeResult result = judge(dialog, isEnd);
            if (result == null) {
                key.interestOps(
                        request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                return 0;
            }
            if (result.isSuccess() && !isEnd) {
                sayGoodbye(open, dialog);
            }
            end(result, nowNs);
        } catch (IOException e) {
            // reset: what came before may be an answer
            ProbeResult result = judge(dialog, true);
            end(result == null ? ProbeResult.of(Reason.CLOSED) : result, nowNs);
        }
        return 1;
    }

    private @Nullable ProbeResult judge(Dialog spoken, boolean isEnd) {
        if (answer.position() == 0) {
            return isEnd ? ProbeResult.of(Reason.CLOSED) : null;
        }
        return spoken.judge(answer.array(), answer.position(), isEnd || !answer.hasRemaining());
    }

    private static void sayGoodbye(SocketChannel open, Dialog spoken) {
        byte[] farewell = spoken.farewell();
        if (farewell.length > 0) {
            try {
                open.write(ByteBuffer.wrap(farewell));
            } catch (IOException e) {
                // A courtesy: the server has answered already.
            }
        }
    }

    private void end(ProbeResult result, long nowNs) {
        close();
        listener.accept(result, nowNs - startNs);
    }

    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written that matters, so nothing can be lost.
            }
            channel = null;
        }
    }

    /** The JDK tells refused, reset and timed out apart by the system's message alone. */
    static ProbeResult resultOf(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof NoRouteToHostException || message.contains("unreachable")) {
            return ProbeResult.of(Reason.UNREACHABLE);
        }
        if (message.contains("reset")) {
            return ProbeResult.of(Reason.CLOSED);
        }
        if (message.contains("timed out")) {
            return ProbeResult.of(Reason.TIMED_OUT);
        }
        return e instanceof ConnectException
                ? ProbeResult.of(Reason.REFUSED)
                : ProbeResult.of(Reason.FAILED, String.valueOf(e.getMessage()));
    }
}
