package io.fairlead.bench.curve;

import io.fairlead.bench.BenchTables;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws the figures as SVG: time over the number of flows, which grows tenfold from mark to mark. It has a background of its own, light or dark as the reader's system is. */
final class Curve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 64;
    private static final int RIGHT = 24;
    private static final int TOP = 56;
    private static final int BOTTOM = 100;
    private static final double MARGIN = 0.25;
    private static final double HEADROOM = 1.1;
    private static final List<String> COLOURS = List.of("first", "second");

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="12">
            <title>Nanoseconds a frame over the number of live flows</title>
            <style>
              .back{fill:#ffffff} text{fill:#24292f} .grid{stroke:#d0d7de}
              .first{stroke:#0550ae;fill:#0550ae} .second{stroke:#bc4c00;fill:#bc4c00}
              @media (prefers-color-scheme: dark){
                .back{fill:#0d1117} text{fill:#e6edf3} .grid{stroke:#30363d}
                .first{stroke:#79c0ff;fill:#79c0ff} .second{stroke:#ffa657;fill:#ffa657}
              }
              .line{fill:none;stroke-width:2} .value{stroke:none}
            </style>
            <rect class="back" width="%d" height="%d" rx="6"/>
            """;

    private final List<Point> points;
    private final Scale x;
    private final Scale y;
    private final StringBuilder out = new StringBuilder();

    private Curve(final List<Point> points) {
        this.points = points;
        final TreeSet<Double> magnitudes = new TreeSet<>();
        points.forEach(point -> magnitudes.add(Math.log10(point.flows())));
        this.x = new Scale(magnitudes.first() - MARGIN, magnitudes.last() + MARGIN, LEFT, WIDTH - RIGHT);
        final double highest = points.stream()
                .mapToDouble(point -> point.ns() + errorNs(point))
                .max()
                .orElseThrow();
        this.y = new Scale(0, highest * HEADROOM, HEIGHT - BOTTOM, TOP);
    }

    /** The picture; of one benchmark or two. */
    static String svg(final List<Point> points) {
        return new Curve(points).draw();
    }

    /** Replies and frames to a proxy port need a translation beside their flow. */
    static double bytesPerFlow(final Point point) {
        return BenchTables.bytesPerFlow(point.flows(), point.benchmark().startsWith("translate"));
    }

    private String draw() {
        append(HEAD, WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT);
        text(LEFT, 22, "start", "", "Nanoseconds a frame: classify, find the flow, rewrite (no I/O)");
        axes();
        final List<String> benchmarks =
                points.stream().map(Point::benchmark).distinct().toList();
        if (benchmarks.size() > COLOURS.size()) {
            throw new IllegalArgumentException("more than " + COLOURS.size() + " benchmarks: " + benchmarks);
        }
        for (int i = 0; i < benchmarks.size(); i++) {
            series(benchmarks.get(i), COLOURS.get(i), i);
        }
        return out.append("</svg>\n").toString();
    }

    private void axes() {
        final double step = Scale.step(y.to());
        for (double ns = 0; ns <= y.to(); ns += step) {
            append(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                    LEFT, WIDTH - RIGHT, y.at(ns), y.at(ns));
            text(LEFT - 8, y.at(ns) + 4, "end", "", String.format(Locale.ROOT, "%.0f", ns));
        }
        final TreeMap<Integer, Double> marks = new TreeMap<>();
        points.forEach(point -> marks.put(point.flows(), x.at(Math.log10(point.flows()))));
        marks.forEach(
                (flows, at) -> text(at, HEIGHT - BOTTOM + 20, "middle", "", String.format(Locale.ROOT, "%,d", flows)));
        text(WIDTH - RIGHT, HEIGHT - 10, "end", "", "live flows, and bytes of table for each of them");
    }

    private void series(final String benchmark, final String colour, final int row) {
        final StringBuilder path = new StringBuilder();
        for (final Point point : points) {
            if (!point.benchmark().equals(benchmark)) {
                continue;
            }
            final double atX = x.at(Math.log10(point.flows()));
            final double atY = y.at(point.ns());
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", atX, atY));
            append(
                    "<line class=\"error %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
                    colour, atX, atX, y.at(point.ns() - errorNs(point)), y.at(point.ns() + errorNs(point)));
            append("<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>%n", colour, atX, atY);
            final boolean isAbove = isHighest(point);
            text(
                    atX + (isAbove ? -8 : 8),
                    atY + (isAbove ? -8 : 16),
                    isAbove ? "end" : "start",
                    "value " + colour,
                    String.format(Locale.ROOT, "%.0f", point.ns()));
            text(
                    atX,
                    HEIGHT - BOTTOM + 38 + 16 * row,
                    "middle",
                    "value " + colour,
                    String.format(Locale.ROOT, "%.0f B", bytesPerFlow(point)));
        }
        append("<path class=\"line %s\" d=\"%s\"/>%n", colour, path);
        text(LEFT + 8 + 120 * row, 42, "start", "value " + colour, benchmark);
    }

    /** Of two figures for as many flows, one stands above its point and one below. */
    private boolean isHighest(final Point point) {
        final List<Point> others = points.stream()
                .filter(other -> other.flows() == point.flows() && !other.equals(point))
                .toList();
        return others.stream()
                .allMatch(other -> other.ns() < point.ns()
                        || (other.ns() == point.ns() && points.indexOf(other) > points.indexOf(point)));
    }

    private static double errorNs(final Point point) {
        return Double.isNaN(point.errorNs()) ? 0 : point.errorNs();
    }

    private void text(final double atX, final double atY, final String anchor, final String style, final String words) {
        append(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n",
                atX, atY, anchor, style.isEmpty() ? "" : " class=\"" + style + "\"", words);
    }

    private void append(final String format, final Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
