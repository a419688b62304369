package io.fairlead.bench.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A capture of clients that all have a connection open at the virtual IP, one segment each microsecond, in pcap format. */
final class Capture {

    private static final int BATCH = 4096;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int HEADERS_LENGTH = 54;
    private static final int IPV4_CHECKSUM_OFFSET = 10;
    private static final int FIRST_SECOND = 1_700_000_000;
    private static final int US_PER_SECOND = 1_000_000;
    private static final long NODE_MAC = 0x0251_0000_0001L;
    private static final long CLIENT_MAC = 0x0200_0000_00AAL;
    private static final int VIRTUAL_IP = 0x0A33_0064;
    private static final int FIRST_CLIENT = 0x0A33_1000;
    private static final int CLIENT_PORT = 40_000;
    private static final int PORT = 9090;
    private static final int SYN = 2;
    private static final int ACK = 16;

    private final int payload;
    private final ByteBuffer bytes;
    private long us;

    private Capture(final int payload) {
        this.payload = payload;
        this.bytes = ByteBuffer.allocateDirect(BATCH * (RECORD_HEADER_LENGTH + HEADERS_LENGTH + payload));
    }

    /** Each client opens its connection first, and then all send in turn. */
    static void write(final Path file, final long frames, final int clients, final int payload) throws IOException {
        final Capture capture = new Capture(payload);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            capture.header();
            for (int client = 0; client < clients; client++) {
                capture.segment(channel, client, SYN);
                capture.segment(channel, client, ACK);
            }
            for (long frame = 2L * clients; frame < frames; frame++) {
                capture.segment(channel, (int) (frame % clients), ACK);
            }
            capture.flush(channel);
        }
    }

    private void header() {
        bytes.order(ByteOrder.BIG_ENDIAN);
        bytes.putInt(0xA1B2_C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
    }

    private void segment(final FileChannel channel, final int client, final int flags) throws IOException {
        if (bytes.remaining() < FILE_HEADER_LENGTH + RECORD_HEADER_LENGTH + HEADERS_LENGTH + payload) {
            flush(channel);
        }
        final int length = HEADERS_LENGTH + payload;
        bytes.putInt(FIRST_SECOND + (int) (us / US_PER_SECOND)).putInt((int) (us % US_PER_SECOND));
        bytes.putInt(length).putInt(length);
        mac(NODE_MAC);
        mac(CLIENT_MAC);
        bytes.putShort((short) 0x0800);
        final int header = bytes.position();
        bytes.putShort((short) 0x4500).putShort((short) (length - 14)).putInt(0x0001_4000);
        bytes.putShort((short) 0x4006).putShort((short) 0);
        bytes.putInt(FIRST_CLIENT + client).putInt(VIRTUAL_IP);
        bytes.putShort(header + IPV4_CHECKSUM_OFFSET, (short) ~sum(header, bytes.position()));
        bytes.putShort((short) CLIENT_PORT).putShort((short) PORT).putInt(1).putInt(1);
        bytes.putShort((short) (0x5000 | flags)).putShort((short) -1).putInt(0);
        bytes.position(bytes.position() + payload);
        us++;
    }

    private int sum(final int from, final int to) {
        int sum = 0;
        for (int at = from; at < to; at += Short.BYTES) {
            sum += Short.toUnsignedInt(bytes.getShort(at));
        }
        return (sum & 0xFFFF) + (sum >>> Short.SIZE);
    }

    private void mac(final long address) {
        bytes.putShort((short) (address >>> Integer.SIZE)).putInt((int) address);
    }

    private void flush(final FileChannel channel) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        bytes.clear();
    }
}
