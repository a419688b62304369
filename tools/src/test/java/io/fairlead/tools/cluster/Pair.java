package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.CapturedAdvertisement;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.FairleadPeer;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.Segment;
import io.fairlead.tools.lab.Tshark;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Two nodes without redirects and two clients, on a segment of their own, with the virtual routers that a test wants. */
final class Pair implements AutoCloseable {
    /** Long enough for every timer of a test on a busy machine; what has to be quicker is measured. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    static final String A = "a";
    static final String B = "b";
    static final String CLIENT_OF_A = "client-a";
    static final String CLIENT_OF_B = "client-b";

    /** The end of a configuration with which the two know each other. */
    static final String CLUSTER = "cluster:\n  nodes: [10.51.0.1, 10.51.0.2]\n";

    private final Segment segment;
    private final FairleadPeer a;
    private final FairleadPeer b;

    private Pair(final Segment segment) {
        this.segment = segment;
        segment.addStation(A, 1);
        segment.addStation(B, 2);
        segment.addStation(CLIENT_OF_A, 11);
        segment.addStation(CLIENT_OF_B, 12);
        a = segment.fairlead(A, CLUSTER);
        b = segment.fairlead(B, CLUSTER);
    }

    static Pair open(final String name) {
        final Segment segment = Segment.open(Cluster.plan("it-" + name));
        try {
            return new Pair(segment);
        } catch (final RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    Segment segment() {
        return segment;
    }

    FairleadPeer a() {
        return a;
    }

    FairleadPeer b() {
        return b;
    }

    Client client(final String name) {
        return segment.client(name);
    }

    /** Starts a, and b once that is director: started together, either could be it for a moment. */
    void start(final int... vrids) {
        a.start();
        awaitState("MASTER", a, vrids);
        b.start();
        awaitDirector(a, vrids);
    }

    /** What this node says of a virtual router; it must run and have one. */
    VirtualRouterStatus router(final FairleadPeer node, final int vrid) {
        return node.report()
                .flatMap(report -> report.virtualRouters().stream()
                        .filter(router -> router.id() == vrid)
                        .findFirst())
                .orElseThrow(() -> new LabException(node.name() + " has no virtual router " + vrid));
    }

    /** Waits until one node is director of these virtual routers, and the other one follows it. */
    void awaitDirector(final FairleadPeer director, final int... vrids) {
        final FairleadPeer backup = director == a ? b : a;
        await(
                director.name() + " alone director",
                () -> isIn("MASTER", director, vrids) && isIn("BACKUP", backup, vrids));
    }

    /** Waits until a node is in this state with all these virtual routers. */
    void awaitState(final String state, final FairleadPeer node, final int... vrids) {
        await(node.name() + " " + state, () -> isIn(state, node, vrids));
    }

    boolean isIn(final String state, final FairleadPeer node, final int... vrids) {
        return node.report()
                .map(report -> IntStream.of(vrids).allMatch(vrid -> report.virtualRouters().stream()
                        .anyMatch(
                                router -> router.id() == vrid && router.state().equals(state))))
                .orElse(false);
    }

    /** The warnings in the status of a node; none while it does not run. */
    List<String> warnings(final FairleadPeer node) {
        return node.report().map(StatusReport::warnings).orElse(List.of());
    }

    void await(final String what, final BooleanSupplier condition) {
        try {
            Await.until(what, LIMIT, condition);
        } catch (final LabException e) {
            throw new LabException(e.getMessage() + logs(), e);
        }
    }

    /** What both nodes have to say, for the message of a failure. */
    String logs() {
        return "\n--- a\n" + a.logText() + "\n--- b\n" + b.logText();
    }

    /** The advertisements of a node for a virtual router so far, in order. */
    static List<CapturedAdvertisement> advertisements(final Capture capture, final FairleadPeer node, final int vrid) {
        return new Tshark(capture.file())
                .advertisements().stream()
                        .filter(advertisement ->
                                advertisement.mac().equals(node.virtualIpMac()) && advertisement.vrid() == vrid)
                        .toList();
    }

    @Override
    public void close() {
        segment.close();
    }
}
