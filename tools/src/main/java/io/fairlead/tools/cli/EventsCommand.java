package io.fairlead.tools.cli;

import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.control.StateDirectory;
import io.fairlead.tools.events.Event;
import io.fairlead.tools.events.EventFiles;
import io.fairlead.tools.events.EventFiles.History;
import io.fairlead.tools.events.EventLine;
import io.fairlead.tools.events.EventText;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead events}. */
@Command(
        name = "events",
        header = "Show what has happened to a node of this machine, and why.",
        description = {
            "",
            "The last thousands of transitions: who became director and why, which proxy failed, which node joined, was lost or"
                    + " is configured otherwise, what an administrator asked for. Read from files, so it works when the daemon"
                    + " is dead, and tells of what was before a crash or a restart. The types are described in docs/events.md."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead events",
            "  fairlead events --since 10m",
            "  fairlead events --type vrrp --type health.failed -n 100",
            "  fairlead events --follow --json | jq .message"
        })
final class EventsCommand implements Callable<Integer> {

    private static final int DEFAULT_COUNT = 30;
    private static final long LOOK_AGAIN_MS = 200;

    /** A moment. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return EventText.moment(text, InstantSource.system().instant())
                    .orElseThrow(() -> new TypeConversionException("'" + text
                            + "' is not a moment; use how long ago, like 90s, 10m, 2h or 3d, or a time like"
                            + " 2026-11-22T20:31:02Z"));
        }
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many at most, the last ones. Default: " + DEFAULT_COUNT + ", or all with --since.")
    private @Nullable Integer count;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "Only what is younger: 90s, 10m, 2h, 3d, or a time like 2026-11-22T20:31:02Z.")
    private @Nullable Instant since;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only of this type, like vrrp.state, or of this group, like vrrp. May be repeated.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens from now on, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "A JSON object a line, for programs.")
    private boolean json;

    private final RunDirectory runDirectory;
    private final Console console;

    EventsCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailedException {
        StateDirectory state = StateDirectory.of(runDirectory);
        String name = node.choose(state.nodes(), "journal of a node");
        EventFiles files = new EventFiles(state.node(name));
        if (!files.exist()) {
            throw new CommandFailedException("node " + name + " has no journal of events in " + files.folder()
                    + ": it was never started on this machine, or could not write there, which its log says");
        }
        String seen = files.state();
        History history = files.read();
        if (history.unreadable() > 0) {
            console.err()
                    .println("fairlead: left out " + history.unreadable()
                            + (history.unreadable() == 1 ? " line" : " lines")
                            + " that a crash or a full disk has cut short");
        }
        List<Event> wanted = history.events().stream().filter(this::isWanted).toList();
        int most = count != null ? Math.max(0, count) : since != null ? wanted.size() : DEFAULT_COUNT;
        wanted.subList(Math.max(0, wanted.size() - most), wanted.size()).forEach(this::print);
        console.out().flush();
        if (follow) {
            follow(files, seen, last(history, 0));
        }
        return ExitCode.OK;
    }

    /** Whoever reads standard output may have gone. */
    private void follow(EventFiles files, String before, long lastSequence) throws IOException {
        String seen = before;
        long last = lastSequence;
        while (!console.out().checkError() && !isInterrupted()) {
            String now = files.state();
            if (!now.equals(seen)) {
                seen = now;
                History history = files.read();
                long known = last;
                history.events().stream()
                        .filter(event -> event.sequence() > known && isWanted(event))
                        .forEach(this::print);
                last = last(history, last);
            }
        }
    }

    private static boolean isInterrupted() {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static long last(History history, long otherwise) {
        List<Event> events = history.events();
        return events.isEmpty() ? otherwise : events.get(events.size() - 1).sequence();
    }

    private boolean isWanted(Event event) {
        return (since == null || !event.time().isBefore(since))
                && (types.isEmpty() || types.stream().anyMatch(event::isOf));
    }

    private void print(Event event) {
        console.out().println(json ? EventLine.of(event) : EventText.of(event));
    }
}
