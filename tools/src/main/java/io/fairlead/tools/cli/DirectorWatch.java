package io.fairlead.tools.cli;

import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.status.NodeRole;
import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.StatusJson;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Waits, by asking a daemon for its status, until another node is director. */
final class DirectorWatch {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final double NANOS_PER_SECOND = 1e9;

    private final ControlClient client;
    private final long startNs = System.nanoTime();

    DirectorWatch(ControlClient client) {
        this.client = client;
    }

    /** Returns after how many seconds the node was the only director, as text. */
    String await(String target, Duration patience) throws IOException, ControlException, CommandFailedException {
        while (true) {
            List<String> directors = directors();
            long elapsedNs = System.nanoTime() - startNs;
            if (directors.equals(List.of(target))) {
                return String.format(Locale.ROOT, "%.2f s", elapsedNs / NANOS_PER_SECOND);
            }
            if (elapsedNs > patience.toNanos()) {
                throw new CommandFailedException(target + " is not director after " + patience.toSeconds() + " s: "
                        + (directors.isEmpty() ? "nobody is" : String.join(" and ", directors) + " still is")
                        + "; see `fairlead status` and the log of " + target);
            }
            pause();
        }
    }

    private List<String> directors() throws IOException, ControlException {
        StatusReport status = new StatusJson().fromJson(client.request("status"));
        return status.nodes().stream()
                .filter(node -> node.role() == NodeRole.DIRECTOR)
                .map(NodeStatus::name)
                .toList();
    }

    private static void pause() throws CommandFailedException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted; what was asked for goes on");
        }
    }
}
