package io.fairlead.tools.lab;

import java.time.Duration;

/** Something like SSH on a node: greets each connection with a line that names the node whose kernel accepted it. */
public final class BannerService implements AutoCloseable {
    public static final int PORT = 2222;
    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private final LabProcess process;

    private BannerService(final LabProcess process) {
        this.process = process;
    }

    static BannerService start(final Station station) {
        final LabProcess process = station.start(
                "banner", "socat", "TCP4-LISTEN:" + PORT + ",reuseaddr,fork", "SYSTEM:echo " + banner(station.name()));
        Await.until("banner of " + station.name() + " listening", START_LIMIT, () -> station.listensOn(PORT));
        return new BannerService(process);
    }

    /** What a connection to this node reads. */
    public static String banner(final String node) {
        return "SSH-2.0-lab-" + node;
    }

    @Override
    public void close() {
        process.close();
    }
}
