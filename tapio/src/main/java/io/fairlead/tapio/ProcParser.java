package io.fairlead.tapio;

/** Reads the texts of /proc/stat and /proc/meminfo. */
final class ProcParser {

    private static final int IDLE_FIELD = 4;
    private static final int IOWAIT_FIELD = 5;
    /** guest and guest_nice follow steal; they are counted in user and nice already. */
    private static final int LAST_FIELD = 8;

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

    private static int endOfLine(final String text, final int from) {
        final int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline;
    }
}
