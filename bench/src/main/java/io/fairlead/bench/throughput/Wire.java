package io.fairlead.bench.throughput;

/** Who the frames are from and to. */
final class Wire {

    /** Of the node that is measured. */
    static final String NODE_MAC = "02:00:00:00:0a:01";

    /** Of the director that has steered the frames to it. */
    static final String DIRECTOR_MAC = "02:00:00:00:0a:02";

    private Wire() {}
}
