package io.fairlead.tools.cli;

import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.doctor.Doctor;
import io.fairlead.tools.doctor.Gathering;
import io.fairlead.tools.status.DoctorJson;
import io.fairlead.tools.status.DoctorRenderer;
import io.fairlead.tools.status.DoctorReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead doctor}. */
@Command(
        name = "doctor",
        header = "Look for every known trouble, and say what to do about it.",
        description = {
            "",
            "Goes through daemon, kernel, virtual routers, redirects, proxies, nodes, the wire, heavy clients and losses: one"
                    + " line for each that is well, finding and remedy for each that is not. It watches the counters for two"
                    + " seconds, changes nothing, and works as far as it can when no daemon answers. It ends with exit code 1"
                    + " if it has found something.",
            "",
            "What is looked for, and the JSON, are described in docs/doctor.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead doctor",
            "  fairlead doctor --node n1",
            "  fairlead doctor --json | jq -r '.checks[].findings[].remedy'"
        })
final class DoctorCommand implements Callable<Integer> {

    /** Two reports of each node at the usual pace. */
    static final Duration WATCH = Duration.ofSeconds(2);

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;
    private final Duration watch;

    DoctorCommand(RunDirectory runDirectory, Console console, Duration watch) {
        this.runDirectory = runDirectory;
        this.console = console;
        this.watch = watch;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        DoctorReport report = Doctor.examine(new Gathering(runDirectory, watch).of(name()), Instant.now());
        console.out().print(json ? new DoctorJson().toText(report) : DoctorRenderer.render(report));
        console.out().flush();
        return report.healthy() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** One that runs, else one that ran; empty if there is none. */
    private String name() throws IOException, CommandFailedException {
        List<String> candidates = runDirectory.runningNodes();
        if (candidates.isEmpty()) {
            candidates = runDirectory.nodes();
        }
        return candidates.isEmpty() && !node.isNamed() ? "" : node.choose(candidates, "node");
    }
}
