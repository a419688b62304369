package io.fairlead.tools.lab;

import java.time.Duration;

/** The web origin of the lab: a namespace with a small web server. */
public final class Origin implements AutoCloseable {
    private static final int PORT = 80;
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final Station station;
    private final LabProcess process;

    private Origin(final Station station, final LabProcess process) {
        this.station = station;
        this.process = process;
    }

    static Origin start(final Station station) {
        final LabProcess process =
                station.startJava("origin", OriginServer.class, station.address(), Integer.toString(PORT));
        return new Origin(station, process);
    }

    /** Waits for the server to listen; apart from the start, so that other things can start meanwhile. */
    void awaitListening() {
        Await.until("web origin listening", START_LIMIT, () -> station.listensOn(PORT));
    }

    public String pageUrl(final String name) {
        return "http://" + station.address() + "/page/" + name;
    }

    public String echoUrl() {
        return "http://" + station.address() + "/echo/";
    }

    public String downloadUrl(final LongDownload download) {
        return "http://" + station.address() + "/download/" + download.seed() + "/" + download.totalBytes() + "/"
                + download.seconds();
    }

    @Override
    public void close() {
        process.close();
    }
}
