package io.fairlead.tools.top;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How fast counters went up between two samples of the same daemon. */
final class Rates {

    private static final String DROP = "drop-";
    private static final double WITHOUT_TENTHS = 99.95;

    private final Map<String, Long> before;
    private final Map<String, Long> now;
    private final double seconds;

    private Rates(Map<String, Long> before, Map<String, Long> now, double seconds) {
        this.before = before;
        this.now = now;
        this.seconds = seconds;
    }

    /** Null if nothing can be said: it is the first sample, or another daemon counts, from zero. */
    static @Nullable Rates between(@Nullable Sample before, Sample now) {
        if (before == null
                || now.takenNs() <= before.takenNs()
                || now.status().uptimeMs() < before.status().uptimeMs()) {
            return null;
        }
        return new Rates(
                before.counters(),
                now.counters(),
                (now.takenNs() - before.takenNs()) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** Each second; null if the counter was not there twice. */
    @Nullable
    Double of(String label) {
        Long from = before.get(label);
        Long to = now.get(label);
        return from == null || to == null ? null : (Double) Math.max(0, (to - from) / seconds);
    }

    /** Those that go up, by reason. */
    SortedMap<String, Double> drops() {
        SortedMap<String, Double> drops = new TreeMap<>();
        for (String label : now.keySet()) {
            Double rate = label.contains(DROP) ? of(label) : null;
            if (rate != null && rate > 0) {
                drops.put(label.replaceFirst(DROP, ""), rate);
            }
        }
        return drops;
    }

    static String text(@Nullable Double rate) {
        if (rate == null) {
            return "-";
        }
        return String.format(Locale.ROOT, rate < WITHOUT_TENTHS ? "%.1f" : "%.0f", rate);
    }
}
