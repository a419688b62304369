package io.fairlead.health;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The probes of one port, one at a time. */
final class Probe {

    private final InetSocketAddress address;
    private final Selector selector;
    private final long intervalNs;
    private final long timeoutNs;
    private final Consumer<ProbeResult> listener;

    private @Nullable SocketChannel channel;
    private boolean started;
    private long startNs;

    Probe(
            InetSocketAddress address,
            Selector selector,
            long intervalNs,
            long timeoutNs,
            Consumer<ProbeResult> listener) {
        this.address = address;
        this.selector = selector;
        this.intervalNs = intervalNs;
        this.timeoutNs = timeoutNs;
        this.listener = listener;
    }

    /** Gives up what is late, starts what is due. */
    int poll(long nowNs) {
        int work = 0;
        if (channel != null && nowNs - startNs >= timeoutNs) {
            end(ProbeResult.TIMED_OUT);
            work++;
        }
        if (channel == null && (!started || nowNs - startNs >= intervalNs)) {
            start(nowNs);
            work++;
        }
        return work;
    }

    /** The connection is there or has failed. */
    int onConnectable() {
        if (channel == null) {
            return 0;
        }
        try {
            if (!channel.finishConnect()) {
                return 0;
            }
            end(ProbeResult.CONNECTED);
        } catch (IOException e) {
            end(resultOf(e));
        }
        return 1;
    }

    /** How long {@link #poll} has nothing to do; 0 or less if it has. */
    long remainingNs(long nowNs) {
        return started ? startNs + (channel == null ? intervalNs : timeoutNs) - nowNs : 0;
    }

    private void start(long nowNs) {
        started = true;
        startNs = nowNs;
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            // On the same machine the answer is often there at once.
            if (opened.connect(address)) {
                end(ProbeResult.CONNECTED);
            } else {
                opened.register(selector, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException e) {
            end(resultOf(e));
        }
    }

    private void end(ProbeResult result) {
        close();
        listener.accept(result);
    }

    void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written, so nothing can be lost.
            }
            channel = null;
        }
    }

    /** The JDK tells refused and timed out apart by the system's message alone. */
    static ProbeResult resultOf(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof NoRouteToHostException || message.contains("unreachable")) {
            return ProbeResult.UNREACHABLE;
        }
        if (message.contains("timed out")) {
            return ProbeResult.TIMED_OUT;
        }
        return e instanceof ConnectException ? ProbeResult.REFUSED : ProbeResult.FAILED;
    }
}
