package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TsharkIT {
    private static final String SENDER = "02:51:00:00:00:01";
    private static final String ETHERNET_AND_IP =
            "01005e0000120251000000010800" + "45c000280001" + "0000ff7000000a330001e0000012";
    private static final String VRRP = "213363010001" + "0000" + "0a330064" + "0000000000000000";

    private final Path file;

    TsharkIT(@TempDir final Path directory) {
        this.file = directory.resolve("frames.pcap");
    }

    @Test
    void shouldHaveNothingToSayWhenAnAdvertisementIsWellFormed() {
        write(advertisement());

        assertThat(new Tshark(file).complaints(SENDER)).isEmpty();
        assertThat(new Tshark(file).advertisements())
                .containsExactly(new CapturedAdvertisement(1_000_000_000L, SENDER, 51, 99));
    }

    @Test
    void shouldNameTheFrameWhenTheChecksumOfVrrpIsWrong() {
        final byte[] frame = advertisement();
        frame[40]++;
        write(frame);

        assertThat(new Tshark(file).complaints(SENDER))
                .singleElement()
                .asString()
                .contains("vrrp", "Bad checksum");
        assertThat(new Tshark(file).complaints("02:51:00:00:00:02")).isEmpty();
    }

    @Test
    void shouldNameTheFrameWhenTheChecksumOfIpIsWrong() {
        final byte[] frame = advertisement();
        frame[24]++;
        write(frame);

        assertThat(new Tshark(file).complaints(SENDER)).hasSize(1);
    }

    @Test
    void shouldNameTheFrameWhenItEndsTooEarly() {
        final byte[] frame = advertisement();
        // More addresses than there are bytes for.
        frame[37] = 9;
        setChecksum(frame, 34, 40, frame.length);
        write(frame);

        assertThat(new Tshark(file).complaints(SENDER)).hasSize(1);
    }

    /** An acknowledgment from node 1 to a client. */
    private static byte[] segment(final int checksum, final int sourcePort) {
        final byte[] frame = HexFormat.of()
                .parseHex("020000000001" + SENDER.replace(":", "") + "0800"
                        + "4500002800000000400600000a3300010a33000b" + "0000" + "0050" + "00000001" + "00000001"
                        + "50100100" + "0000" + "0000");
        setChecksum(frame, 14, 24, 34);
        ByteBuffer.wrap(frame).putShort(34, (short) sourcePort).putShort(50, (short) checksum);
        return frame;
    }

    @Test
    void shouldTellWrongChecksumsOfTcpFromAllOnesInPlaceOfZero() {
        // the pseudo-header and the segment without source port and checksum add up to 0x65ee
        final int pointsToZero = 0xFFFF - 0x65EE;
        write(segment(0, pointsToZero));
        assertThat(new Tshark(file).badChecksums(SENDER)).isEmpty();
        write(segment(0xFFFF, pointsToZero));
        assertThat(new Tshark(file).badChecksums(SENDER)).isEmpty();
        write(segment(0xFFFE, pointsToZero));
        assertThat(new Tshark(file).badChecksums(SENDER)).hasSize(1);
        write(segment(0xFFFF, pointsToZero + 1));
        assertThat(new Tshark(file).badChecksums(SENDER)).hasSize(1);
    }

    private static byte[] advertisement() {
        final byte[] frame = HexFormat.of().parseHex(ETHERNET_AND_IP + VRRP);
        setChecksum(frame, 14, 24, 34);
        setChecksum(frame, 34, 40, frame.length);
        return frame;
    }

    /** RFC 1071, over the bytes between, the field for it included. */
    private static void setChecksum(final byte[] frame, final int from, final int field, final int to) {
        final ByteBuffer words = ByteBuffer.wrap(frame);
        words.putShort(field, (short) 0);
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += Short.toUnsignedInt(words.getShort(i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        words.putShort(field, (short) ~((sum & 0xffff) + (sum >>> 16)));
    }

    private void write(final byte[] frame) {
        CaptureFile.write(file, List.of(frame));
    }
}
