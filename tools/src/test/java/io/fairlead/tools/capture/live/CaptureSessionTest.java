package io.fairlead.tools.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.counter.CounterSums;
import io.fairlead.netstack.counter.CountersFile;
import io.fairlead.netstack.engine.FrameProcessor;
import io.fairlead.tools.capture.CaptureReader;
import io.fairlead.tools.capture.live.CaptureSummary.End;
import io.fairlead.tools.control.StreamOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A capture from its rings to its client, with both in the test's hand. */
@Timeout(60)
final class CaptureSessionTest {

    private static final int NUMBER = 3;
    private static final long EPOCH_NS = 1_700_000_000_000_000_000L;

    private final CaptureRing ring = new CaptureRing(1 << 20);
    private final CaptureRing otherRing = new CaptureRing(4096);
    private final CounterSet<CaptureCounter> counters = CountersFile.inMemory(CaptureCounter.class);
    private final UnsafeBuffer frame = TestFrame.tcp("10.51.0.50", 20_000, "10.51.0.100", 9090);
    private final AtomicLong nowNs = new AtomicLong(1_000_000_000L);
    private final Client client = new Client();
    private boolean isTapped;
    private Runnable whenTapped = () -> {};

    @TempDir
    private Path directory = Path.of("");

    /** Takes everything, a few bytes at a time, and may leave. */
    private static final class Client implements ByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean isGone;
        private boolean isDeaf;
        private volatile boolean isOpen = true;

        @Override
        public int read(final ByteBuffer bytes) {
            return isGone ? -1 : 0;
        }

        @Override
        public int write(final ByteBuffer bytes) throws IOException {
            if (isGone && isDeaf) {
                throw new IOException("Broken pipe");
            }
            final byte[] some = new byte[Math.min(1000, bytes.remaining())];
            bytes.get(some);
            taken.writeBytes(some);
            return some.length;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void close() {
            isOpen = false;
        }
    }

    private static CaptureOrder order(final OptionalLong frames, final int seconds, final int mebibytes) {
        return new CaptureOrder(
                Optional.empty(), Optional.empty(), OptionalInt.empty(), Set.of(), 65_536, frames, seconds, mebibytes);
    }

    private CaptureSession session(final CaptureOrder order) {
        return new CaptureSession(
                order,
                NUMBER,
                List.of(ring, otherRing),
                new CounterSums<>(List.of(counters)),
                mac -> mac == 2 ? "n2" : "?",
                nowNs::get,
                () -> EPOCH_NS + nowNs.get());
    }

    private CaptureSummary run(final CaptureSession session) throws IOException {
        return session.run(
                new CaptureSession.Taps() {
                    @Override
                    public void on() {
                        isTapped = true;
                        whenTapped.run();
                    }

                    @Override
                    public void off() {
                        isTapped = false;
                    }
                },
                new StreamOutput(client));
    }

    private boolean offer(final CaptureRing to, final int number, final UnsafeBuffer bytes) {
        return to.offer(
                CaptureSide.UPLINK,
                number,
                nowNs.get(),
                FrameProcessor.TO_UPLINK,
                SteeringWitness.bit(SteeringCounter.STEERED),
                0,
                2,
                bytes.capacity(),
                bytes,
                bytes.capacity());
    }

    /** What the client has without the lengths of the pieces, and the daemon's last word. */
    private String lastWord() throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(client.taken.toByteArray());
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int length = bytes.getInt(); length > 0; length = bytes.getInt()) {
            file.write(bytes.array(), bytes.position(), length);
            bytes.position(bytes.position() + length);
        }
        Files.write(directory.resolve("out.pcapng"), file.toByteArray());
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private CaptureReader reader() throws IOException {
        return CaptureReader.open(directory.resolve("out.pcapng"));
    }

    @Test
    void shouldWriteWhatAllThreadsHaveSeenUntilThereIsEnough() throws IOException {
        whenTapped = () -> {
            offer(ring, NUMBER, frame);
            offer(ring, NUMBER, frame);
            offer(otherRing, NUMBER, frame);
            offer(otherRing, NUMBER, frame);
            counters.get(CaptureCounter.CAPTURE_HOST_LOST).increment();
        };

        final CaptureSummary summary = run(session(order(OptionalLong.of(3), 60, 1)));

        assertThat(lastWord())
                .isEqualTo("{\"frames\":3,\"lost\":1,\"bytes\":" + summary.bytes() + ",\"end\":\"frames\"}\n");
        assertThat(Files.size(directory.resolve("out.pcapng"))).isEqualTo(summary.bytes());
        assertThat(isTapped).isFalse();
        assertThat(client.isOpen).isFalse();
        try (CaptureReader reader = reader()) {
            for (int i = 0; i < 3; i++) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.frame().interfaceName()).isEqualTo("uplink");
                assertThat(reader.frame().epochNs()).isEqualTo(EPOCH_NS + nowNs.get());
                assertThat(reader.frame().length()).isEqualTo(frame.capacity());
            }
            assertThat(reader.next()).isFalse();
        }
        assertThat(Files.readString(directory.resolve("out.pcapng"), StandardCharsets.ISO_8859_1))
                .contains("steered to n2: known connection");
    }

    @Test
    void shouldNotWriteWhatAFormerCaptureHasLeft() throws IOException {
        whenTapped = () -> {
            offer(ring, NUMBER - 1, frame);
            offer(ring, NUMBER, frame);
        };

        assertThat(run(session(order(OptionalLong.of(1), 60, 1))).frames()).isEqualTo(1);
        lastWord();
        try (CaptureReader reader = reader()) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldNeverBeLargerThanItMay() throws IOException {
        final UnsafeBuffer large = new UnsafeBuffer(new byte[60_000]);
        whenTapped = () -> {
            while (offer(ring, NUMBER, large)) {
                // until the ring is full
            }
        };
        final CaptureSession session = session(order(OptionalLong.empty(), 60, 1));
        // what fits a ring does not fill the file
        final CaptureSession.Taps taps = new CaptureSession.Taps() {
            @Override
            public void on() {
                whenTapped.run();
                final Thread more = new Thread(() -> {
                    while (client.isOpen) {
                        whenTapped.run();
                    }
                });
                more.setDaemon(true);
                more.start();
            }

            @Override
            public void off() {
                // the thread ends with the client
            }
        };

        final CaptureSummary summary = session.run(taps, new StreamOutput(client));

        assertThat(summary.end()).isEqualTo(End.SIZE);
        assertThat(summary.bytes()).isBetween(900_000L, 1L << 20);
        lastWord();
        assertThat(Files.size(directory.resolve("out.pcapng"))).isEqualTo(summary.bytes());
    }

    @Test
    void shouldEndInTimeThoughNothingIsSeen() throws IOException {
        whenTapped = () -> nowNs.addAndGet(60_000_000_000L);

        final CaptureSummary summary = run(session(order(OptionalLong.empty(), 60, 1)));

        assertThat(summary.end()).isEqualTo(End.SECONDS);
        assertThat(summary.frames()).isZero();
        assertThat(summary.lost()).isZero();
    }

    @Test
    void shouldGiveTheRestToAClientThatHasHadEnough() throws IOException {
        whenTapped = () -> {
            offer(ring, NUMBER, frame);
            client.isGone = true;
        };

        assertThat(run(session(order(OptionalLong.empty(), 60, 1))).end()).isEqualTo(End.CLIENT);
        assertThat(lastWord()).contains("\"frames\":1,").contains("\"end\":\"client\"");
    }

    @Test
    void shouldEndWhenTheClientIsDead() {
        whenTapped = () -> {
            client.isGone = true;
            client.isDeaf = true;
        };

        assertThatThrownBy(() -> run(session(order(OptionalLong.empty(), 60, 1))))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
        assertThat(isTapped).isFalse();
        assertThat(client.isOpen).isFalse();
    }

    @Test
    void shouldEndWhenTheDaemonStops() throws IOException {
        final CaptureSession session = session(order(OptionalLong.empty(), 60, 1));
        session.stop();

        assertThat(run(session).end()).isEqualTo(End.DAEMON);
    }
}
