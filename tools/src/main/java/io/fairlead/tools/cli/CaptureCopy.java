package io.fairlead.tools.cli;

import io.fairlead.tools.capture.live.CaptureSummary;
import io.fairlead.tools.control.ControlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Brings a capture from the daemon to where it is wanted, and says in the end what became of it, after Ctrl-C too. */
final class CaptureCopy {

    private static final long LAST_WORD_SECONDS = 3;

    private final ControlReader capture;
    private final WritableByteChannel file;
    private final boolean isPipe;
    private final Console console;
    private boolean isUnread;

    CaptureCopy(ControlReader capture, WritableByteChannel file, boolean isPipe, Console console) {
        this.capture = capture;
        this.file = file;
        this.isPipe = isPipe;
        this.console = console;
    }

    void run() throws IOException {
        CountDownLatch isDone = new CountDownLatch(1);
        Thread interrupted = new Thread(() -> endAndWait(isDone));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            CaptureSummary summary = CaptureSummary.fromJson(capture.copyTo(new Sink()));
            console.err().println(words(summary));
            console.err().flush();
        } finally {
            isDone.countDown();
            forget(interrupted);
        }
    }

    /** The process is ending: what is left of the capture, and its summary, come in a moment. */
    private void endAndWait(CountDownLatch isDone) {
        try {
            capture.end();
            if (!isDone.await(LAST_WORD_SECONDS, TimeUnit.SECONDS)) {
                console.err().println("fairlead: the daemon has not said how the capture ended");
            }
        } catch (IOException e) {
            // The daemon is gone, and the copying says so.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }

    /** Whoever reads standard output may have had enough, like head: then the capture is to end, and nothing has failed. */
    private final class Sink implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (isUnread) {
                return skip(bytes);
            }
            try {
                return file.write(bytes);
            } catch (IOException e) {
                if (!isPipe) {
                    throw new IOException("cannot write the capture: " + e.getMessage(), e);
                }
                isUnread = true;
                capture.end();
                return skip(bytes);
            }
        }

        private static int skip(ByteBuffer bytes) {
            int length = bytes.remaining();
            bytes.position(bytes.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static String words(CaptureSummary summary) {
        return "fairlead: captured " + (summary.frames() == 1 ? "1 frame" : summary.frames() + " frames") + ", "
                + summary.bytes() + " bytes; "
                + (summary.lost() == 0
                        ? "none is missing"
                        : summary.lost()
                                + " are missing, for which there was no room: use a filter or a lower --snaplen")
                + "; ended "
                + switch (summary.end()) {
                    case CLIENT -> "on request";
                    case FRAMES -> "by --count";
                    case SECONDS -> "by --seconds";
                    case SIZE -> "by --size";
                    case DAEMON -> "because the daemon is stopping";
                };
    }
}
