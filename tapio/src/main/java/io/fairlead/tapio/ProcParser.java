package io.fairlead.tapio;

import io.fairlead.netstack.wire.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads the texts of /proc/stat, /proc/meminfo, /proc/net/tcp and /proc/net/tcp6. */
final class ProcParser {

    private static final int IDLE_FIELD = 4;
    private static final int IOWAIT_FIELD = 5;
    /** guest and guest_nice follow steal; they are counted in user and nice already. */
    private static final int LAST_FIELD = 8;

    private static final String LISTENING = "0A";
    private static final int LOCAL_FIELD = 1;
    private static final int STATE_FIELD = 3;
    private static final int QUEUES_FIELD = 4;

    private ProcParser() {}

    /** Time of all processors since boot, in ticks. */
    record CpuTimes(long busyTicks, long totalTicks) {

        /** Share of the time between an earlier sample and this one that was not idle, 0 to 1; 0 if no time passed. */
        double busyFractionSince(final CpuTimes earlier) {
            final long total = totalTicks - earlier.totalTicks;
            // iowait may run backwards (proc(5)), so that busy may exceed total by a tick.
            return total <= 0 ? 0.0 : Math.min(1.0, Math.max(0.0, (double) (busyTicks - earlier.busyTicks) / total));
        }
    }

    static CpuTimes cpuTimes(final String procStat) {
        final String[] fields =
                procStat.substring(0, endOfLine(procStat, 0)).trim().split("\\s+");
        if (!fields[0].equals("cpu") || fields.length <= IDLE_FIELD) {
            throw new IllegalArgumentException(
                    "first line of /proc/stat is not the sum of the processors: " + String.join(" ", fields));
        }
        long total = 0;
        long idle = 0;
        for (int i = 1; i < fields.length && i <= LAST_FIELD; i++) {
            final long ticks = Long.parseLong(fields[i]);
            total += ticks;
            if (i == IDLE_FIELD || i == IOWAIT_FIELD) {
                idle += ticks;
            }
        }
        return new CpuTimes(total - idle, total);
    }

    /** Share of the memory that is not available to programs, 0 to 1. */
    static double memoryUsedFraction(final String procMeminfo) {
        final long totalKib = meminfo(procMeminfo, "MemTotal:");
        return totalKib <= 0 ? 0.0 : 1.0 - (double) meminfo(procMeminfo, "MemAvailable:") / totalKib;
    }

    private static long meminfo(final String text, final String key) {
        final int start = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
        if (!text.startsWith(key, start)) {
            throw new IllegalArgumentException("/proc/meminfo has no " + key);
        }
        final String value =
                text.substring(start + key.length(), endOfLine(text, start)).trim();
        return Long.parseLong(value.substring(0, value.indexOf(' ')));
    }

    /**
     * A socket of /proc/net/tcp or /proc/net/tcp6 (proc_net_tcp of the kernel's documentation), whose addresses are words of 32 bits in the order of the
     * machine; null for one that does not listen, and for the heading.
     */
    static @Nullable TcpListener tcpListener(final String line, final ByteOrder order) {
        final String[] fields = line.trim().split("\\s+", QUEUES_FIELD + 2);
        if (fields.length <= QUEUES_FIELD || !fields[STATE_FIELD].equals(LISTENING)) {
            return null;
        }
        try {
            return new TcpListener(
                    address(HexFormat.of().parseHex(part(fields[LOCAL_FIELD], 0)), order),
                    HexFormat.fromHexDigits(part(fields[LOCAL_FIELD], 1)),
                    // of a socket that listens, what it has received are connections
                    HexFormat.fromHexDigits(part(fields[QUEUES_FIELD], 1)));
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a line of /proc/net/tcp is not understood: " + line, e);
        }
    }

    private static String part(final String pair, final int number) {
        return pair.split(":", 2)[number];
    }

    /** What is written as words of the machine becomes an address in network order. */
    private static IpAddress address(final byte[] written, final ByteOrder order) {
        final ByteBuffer words = ByteBuffer.wrap(written);
        final ByteBuffer address = ByteBuffer.allocate(written.length);
        while (words.hasRemaining()) {
            final int word = words.getInt();
            address.putInt(order == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word);
        }
        address.flip();
        return written.length == Integer.BYTES
                ? IpAddress.ofIpv4(address.getInt())
                : IpAddress.ofMapped(address.getLong(), address.getLong());
    }

    private static int endOfLine(final String text, final int from) {
        final int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline;
    }
}
