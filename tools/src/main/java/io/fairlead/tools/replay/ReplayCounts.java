package io.fairlead.tools.replay;

/** What became of the frames of a capture before the stack saw them. */
final class ReplayCounts {

    private long fromWire;
    private long fromHost;
    private long own;
    private long outbound;
    private long advertisements;
    private long reports;
    private long cut;

    void fromWire() {
        fromWire++;
    }

    void fromHost() {
        fromHost++;
    }

    void own() {
        own++;
    }

    void outbound() {
        outbound++;
    }

    void advertisement() {
        advertisements++;
    }

    void report() {
        reports++;
    }

    void cut() {
        cut++;
    }

    /** As they are now. */
    ReplayResult.Frames frames(final long read, final long written) {
        return new ReplayResult.Frames(read, fromWire, fromHost, reports, own, outbound, advertisements, cut, written);
    }
}
