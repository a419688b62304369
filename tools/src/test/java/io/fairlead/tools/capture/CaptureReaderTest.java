package io.fairlead.tools.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CaptureReaderTest {

    private static final byte[] FRAME = HexFormat.of().parseHex("ffffffffffff0251000000010806aabbcc");
    private static final long SECOND = 1_000_000_000L;

    private final Path file;

    CaptureReaderTest(@TempDir final Path directory) {
        this.file = directory.resolve("x.pcap");
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadMicrosecondsAndNanosecondsOfBothByteOrders(final ByteOrder order) throws IOException {
        write(new CaptureBytes(order)
                .pcapHeader(0xA1B2C3D4L)
                .ints(3, 7, FRAME.length, 100)
                .raw(FRAME));
        assertThat(read()).containsExactly("3000007000 UNKNOWN '' 17 of 100");

        write(new CaptureBytes(order)
                .pcapHeader(0xA1B23C4DL)
                .ints(3, 7, FRAME.length, 17)
                .raw(FRAME));
        assertThat(read()).containsExactly("3000000007 UNKNOWN '' 17 of 17");
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadBlocksOfBothByteOrdersAndSkipWhatItDoesNotKnow(final ByteOrder order) throws IOException {
        final CaptureBytes bytes = new CaptureBytes(order).section();
        bytes.block(1, () -> bytes.shorts(1, 0).ints(0).option(2, "uplink").option(9, (byte) 9));
        bytes.block(1, () -> bytes.shorts(1, 0).ints(0));
        bytes.block(0x0BAD, () -> bytes.ints(1, 2, 3));
        final long ns = 5 * SECOND + 1;
        bytes.block(6, () -> bytes.ints(0, ns >>> 32, ns, FRAME.length, 1500)
                .raw(FRAME)
                .raw(new byte[3])
                .option(1, "a word")
                .shorts(2, 4)
                .ints(2)
                .shorts(0, 0));
        bytes.block(
                6, () -> bytes.ints(1, 0, 2_000_001, FRAME.length, FRAME.length).raw(FRAME));
        bytes.block(3, () -> bytes.ints(FRAME.length).raw(FRAME));
        write(bytes);

        assertThat(read())
                .containsExactly(
                        "5000000001 OUTBOUND 'uplink' 17 of 1500",
                        "2000001000 UNKNOWN '' 17 of 17",
                        "2000001000 UNKNOWN 'uplink' 17 of 17");
    }

    @Test
    void shouldReadTimesOfEveryResolution() {
        assertThat(TimeResolution.MICROSECONDS.toNs(7)).isEqualTo(7000);
        assertThat(TimeResolution.MICROSECONDS.withCode(0).toNs(7)).isEqualTo(7 * SECOND);
        assertThat(TimeResolution.MICROSECONDS.withCode(12).toNs(7_000)).isEqualTo(7);
        assertThat(TimeResolution.MICROSECONDS.withCode(0x80 | 10).toNs(1536)).isEqualTo(SECOND + SECOND / 2);
        assertThat(TimeResolution.MICROSECONDS.withCode(0x80 | 40).toNs((1L << 40) + (1L << 39)))
                .isEqualTo(SECOND + SECOND / 2);
        assertThat(TimeResolution.MICROSECONDS.withOffset(3).toNs(0)).isEqualTo(3 * SECOND);
        assertThat(TimeResolution.isKnown(19)).isFalse();
        assertThat(TimeResolution.isKnown(0xFF)).isFalse();
    }

    @Test
    void shouldStartAnewWithEachSection() throws IOException {
        final CaptureBytes bytes = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section();
        bytes.block(1, () -> bytes.shorts(1, 0).ints(0).option(2, "a"));
        bytes.section();
        bytes.block(6, () -> bytes.ints(0, 0, 0, FRAME.length, FRAME.length).raw(FRAME));
        write(bytes);

        assertThatThrownBy(this::read)
                .isInstanceOf(CaptureException.class)
                .hasMessage(file + ": at byte 92: a frame of interface 0, and the section has described 0");
    }

    @Test
    void shouldNameFileByteAndReasonWhenItIsDamaged() throws IOException {
        refuses(new byte[0], "at byte 0: the file is empty");
        refuses(new byte[] {1, 2}, "at byte 0: this is no capture file: it has 2 bytes");
        refuses(
                HexFormat.of().parseHex("0001020304"),
                "at byte 0: this is neither pcap nor pcapng: it begins with 00010203");
        refuses(pcap().bytes(), 20, "at byte 20: the file ends in its header, of which there are 20 of 24 bytes");
        refuses(
                pcap().ints(1, 0, 17).bytes(),
                "at byte 24: the file ends in the header of a frame, of which there are 12 of 16 bytes");
        refuses(
                pcap().ints(1, 0, 17, 17).raw(new byte[3]).bytes(),
                "at byte 24: the file ends in a frame, of which there are 3 of 17 bytes");
        refuses(
                pcap().ints(1, 0, -1, 17).raw(FRAME).bytes(),
                "at byte 24: a frame of 4294967295 bytes, and none is longer than 262144: the file is damaged");
        refuses(
                new CaptureBytes(ByteOrder.LITTLE_ENDIAN)
                        .ints(0xA1B2C3D4L)
                        .shorts(2, 4)
                        .ints(0, 0, 96, 113)
                        .bytes(),
                "at byte 20: the frames are not Ethernet but of link type 113: capture on one Ethernet interface (not"
                        + " on \"any\")");
        final CaptureBytes ng = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section();
        final int end = ng.bytes().length;
        refuses(ng.bytes(), end - 2, "at byte 0: the file ends in a block, of which there are 26 of 28 bytes");
        refuses(ng.ints(6, 13, 0).bytes(), "at byte 28: a block cannot have 13 bytes: the file is damaged");
    }

    private static CaptureBytes pcap() {
        return new CaptureBytes(ByteOrder.LITTLE_ENDIAN).pcapHeader(0xA1B2C3D4L);
    }

    private void refuses(final byte[] bytes, final String reason) throws IOException {
        refuses(bytes, bytes.length, reason);
    }

    private void refuses(final byte[] bytes, final int length, final String reason) throws IOException {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThatThrownBy(this::read).isInstanceOf(CaptureException.class).hasMessage(file + ": " + reason);
    }

    @Test
    void shouldReadOrRefuseWhateverIsInTheFile() throws IOException {
        final long seed = Long.getLong("fairlead.seed", System.nanoTime());
        System.err.println("fairlead.seed=" + seed);
        final Random random = new Random(seed);
        final CaptureBytes ng = new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section();
        ng.block(1, () -> ng.shorts(1, 0)
                .ints(0)
                .option(2, "uplink")
                .option(9, (byte) 9)
                .option(14, new byte[8]));
        for (int i = 0; i < 5; i++) {
            ng.block(6, () -> ng.ints(0, 0, 1, FRAME.length, 60)
                    .raw(FRAME)
                    .raw(new byte[3])
                    .shorts(2, 4)
                    .ints(1)
                    .shorts(0, 0));
            ng.block(3, () -> ng.ints(FRAME.length).raw(FRAME));
        }
        final byte[] pcap = pcap().ints(1, 1, 17, 17)
                .raw(FRAME)
                .ints(2, 2, 17, 60)
                .raw(FRAME)
                .bytes();
        for (int round = 0; round < 4000; round++) {
            final byte[] bytes = (round % 2 == 0 ? ng.bytes() : pcap).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
            }
            Files.write(file, Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length)));
            try {
                assertThat(read()).hasSizeLessThan(1000);
            } catch (final CaptureException e) {
                assertThat(e).hasMessageContaining(file + ": at byte ");
            }
        }
    }

    @Test
    void shouldReadWhatTheWriterHasWritten() throws IOException {
        try (PcapngWriter writer = PcapngWriter.create(file, "test", List.of("uplink", "host"))) {
            final UnsafeBuffer frame = new UnsafeBuffer(FRAME);
            writer.frame(0, Direction.INBOUND, 7, frame, 0, FRAME.length, 1500, "first", "second");
            for (int i = 0; i < 30_000; i++) {
                writer.frame(
                        1, Direction.OUTBOUND, 1L << 61 | i, frame, 0, FRAME.length, FRAME.length, "ä".repeat(5000));
            }
            writer.statistics(0, 9, 30_001, 3, "told");
        }

        final List<String> read = read();
        assertThat(read).hasSize(30_001);
        assertThat(read.get(0)).isEqualTo("7 INBOUND 'uplink' 17 of 1500");
        assertThat(read.get(30_000)).isEqualTo((1L << 61 | 29_999) + " OUTBOUND 'host' 17 of 17");
    }

    private void write(final CaptureBytes bytes) throws IOException {
        Files.write(file, bytes.bytes());
    }

    private List<String> read() throws IOException {
        final List<String> read = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                final CapturedFrame frame = reader.frame();
                final byte[] copy = new byte[frame.length()];
                frame.buffer().getBytes(0, copy);
                read.add(frame.epochNs() + " " + frame.direction() + " '" + frame.interfaceName() + "' " + copy.length
                        + " of " + frame.originalLength());
            }
        }
        return read;
    }
}
