package io.fairlead.bench.curve;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/curve}. */
@Command(
        name = "bench/bin/curve",
        header = "Measure the decision about a frame with a thousand to ten million live flows, and draw it.",
        description = {
            "",
            "Runs SteeringBenchmark's steer and translate by JMH, in memory, with tables that have room for so many flows, and shows their figures with the bytes of "
                    + "table that each flow takes. Takes about four minutes, and 4 GiB of memory for ten million flows.",
            "",
            "Needs no root. Progress goes to standard error, the result to standard output, JMH's own results to bench/target/curve.json."
        },
        footer = {
            "  bench/bin/curve --svg docs/curve.svg",
            "  bench/bin/curve --from bench/target/curve.json --svg docs/curve.svg    draws it again"
        })
final class CurveCommand extends BenchCommand {
    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Measure nothing; take what JMH has written into this file.")
    private @Nullable Path from;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the picture into this file.")
    private @Nullable Path svg;

    public static void main(final String[] args) {
        execute(new CurveCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) throws IOException {
        final Path results = from;
        if (results == null) {
            throw new IOException("it is the script that measures, and then names JMH's results by --from");
        }
        final List<Point> points = JmhResults.parse(Files.readString(results));
        final Path picture = svg;
        if (picture != null) {
            Files.writeString(picture, Curve.svg(points));
        }
        return new CurveReport(points);
    }
}
