package io.fairlead.tools.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The system log, one datagram for each line. The socket is not connected: each datagram is sent to the path, so a log daemon that was started anew is
 * found by itself. It never waits: a log daemon whose queue is full refuses the line, and it is sent again later.
 */
final class SyslogSink implements LogSink {

    /** Name of its outlet. */
    static final String NAME = "syslog";

    /** Lines that wait while nobody listens. */
    static final int QUEUE_LENGTH = 2048;

    private final Path socket;
    private final SyslogFormat format;
    private @Nullable UnixDatagramChannel channel;

    SyslogSink(Path socket, SyslogFormat format) {
        this.socket = socket;
        this.format = format;
    }

    @Override
    public void write(ILoggingEvent event) throws IOException {
        // the native call would name the errno alone
        if (!Files.exists(socket)) {
            throw new IOException("there is no such socket");
        }
        if (channel == null) {
            channel = UnixDatagramChannel.open();
            channel.configureBlocking(false);
        }
        // connect() of this channel makes no system call: only send() knows where to
        channel.send(ByteBuffer.wrap(format.encode(event)), new UnixSocketAddress(socket.toFile()));
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
