package io.fairlead.bench.bulk;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.DirectorLab;
import io.fairlead.bench.Haproxy;
import io.fairlead.bench.Iperf;
import io.fairlead.bench.Rounds;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Namespace;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Lays out the machines and lets the contestants take turns. */
final class BulkBenchmark {
    private static final String NAME = "fairlead-bulk";
    private static final int SERVER_PORT = 5201;
    private static final int TRANSLATED_PORT = 5200;
    private static final int HAPROXY_PORT = 5300;
    private static final List<Integer> STREAMS = List.of(1, 4);
    private static final int WARM_UP_SECONDS = 3;

    private final int rounds;
    private final int seconds;
    private final PrintWriter progress;
    private final Rounds<Integer, Contestant> results = new Rounds<>();

    BulkBenchmark(final int rounds, final int seconds, final PrintWriter progress) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Bits per second by the number of streams. */
    Rounds<Integer, Contestant> run() {
        try (DirectorLab lab = new DirectorLab(NAME, Map.of(TRANSLATED_PORT, SERVER_PORT))) {
            lab.serve("iperf3", "iperf3", "--server", "--port", Integer.toString(SERVER_PORT));
            for (int i = 1; i <= rounds; i++) {
                progress.println("round " + i + " of " + rounds);
                inline(lab);
                director(lab);
                haproxy(lab);
                measure(lab, Contestant.DIRECT, DirectorLab.NODE_IP, SERVER_PORT);
            }
        }
        return results;
    }

    /** The forwarder takes the TAPs that a killed daemon has left, with all that is wired to them. */
    private void inline(final DirectorLab lab) {
        lab.startInline();
        measure(lab, Contestant.FAIRLEAD_INLINE, LabPlan.VIRTUAL_IP, TRANSLATED_PORT);
        lab.director().kill9();
        final LabProcess forwarder =
                lab.directorMachine().start("forwarder", BenchCommand.program("forwarder"), "flu-eth0", "eth0");
        measure(lab, Contestant.C_FORWARDER, DirectorLab.DIRECTOR_IP, SERVER_PORT);
        forwarder.close();
        // a start adopts them, and a stop gives the interface back
        lab.startInline();
        lab.director().stop();
    }

    private void director(final DirectorLab lab) {
        lab.startDirectorAndNode("");
        measure(lab, Contestant.FAIRLEAD_DIRECTOR, LabPlan.VIRTUAL_IP, TRANSLATED_PORT);
        lab.stopDirectorAndNode();
    }

    private void haproxy(final DirectorLab lab) {
        final Haproxy haproxy =
                new Haproxy(lab.directory(), "", DirectorLab.NODE_IP, Map.of(HAPROXY_PORT, SERVER_PORT));
        final LabProcess process = lab.directorMachine().start("haproxy", haproxy.command());
        haproxy.await(lab.directorMachine());
        measure(lab, Contestant.HAPROXY, DirectorLab.DIRECTOR_IP, HAPROXY_PORT);
        process.close();
    }

    private void measure(final DirectorLab lab, final Contestant contestant, final String address, final int port) {
        final Namespace client = lab.client().namespace();
        // for compilers and caches
        new Iperf(client, address, port, 1, WARM_UP_SECONDS, false).run();
        for (final int streams : STREAMS) {
            final double bitsPerSecond = new Iperf(client, address, port, streams, seconds, false)
                    .run()
                    .bitsPerSecond();
            progress.printf("  %-30s %d streams %.2f Gbit/s%n", contestant, streams, bitsPerSecond / 1e9);
            progress.flush();
            results.add(streams, contestant, bitsPerSecond);
        }
    }
}
