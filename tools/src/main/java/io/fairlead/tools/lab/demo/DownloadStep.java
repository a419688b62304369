package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LongDownload;
import java.time.Duration;

/** Two long downloads begin, one served by the director's own proxy, one by another node's. */
final class DownloadStep implements DemoStep {
    private static final long BYTES = 6_000_000;
    private static final int SECONDS = 14;
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    static final Duration LIMIT = Duration.ofSeconds(40);

    @Override
    public String title() {
        return "Two downloads of " + SECONDS + " s begin, one through the director's own proxy";
    }

    @Override
    public void run(final Stage stage) {
        final LabNode director = stage.preferredDirector();
        begin(stage, director, "download served by the director's proxy");
        final LabNode survivor = stage.lab().nodes().stream()
                .filter(node ->
                        !node.equals(director) && stage.seatServedBy(node).isPresent())
                .findFirst()
                .orElseThrow(() -> new LabException("no client is served by a node that will survive"));
        begin(stage, survivor, "download served by a surviving node");
    }

    private static void begin(final Stage stage, final LabNode node, final String what) {
        final Seat seat =
                stage.seatServedBy(node).orElseThrow(() -> new LabException("no client is served by " + node.name()));
        final LongDownload file = new LongDownload(stage.downloads().size() + 1, BYTES, SECONDS);
        final CurlRun curl = seat.client()
                .start(seat.source(), LabPlan.VIRTUAL_IP, stage.lab().origin().downloadUrl(file), LIMIT);
        Await.until("first bytes of the download through " + node.name(), START_LIMIT, () -> curl.bytesSoFar() > 0);
        stage.download(new RunningDownload(what, file, curl));
        stage.progress()
                .note(seat.client().name() + " (" + seat.source() + ") downloads " + BYTES + " bytes, served by "
                        + curl.servedBy());
        stage.findings().add(curl.servedBy().equals(node.name()), what + ": node", node.name(), curl.servedBy());
    }
}
