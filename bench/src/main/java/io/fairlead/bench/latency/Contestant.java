package io.fairlead.bench.latency;

/** What stands between the client and the server. */
enum Contestant {
    /** Nothing but the bridge that all have in common. */
    BRIDGE("kernel bridge alone"),

    /** A proxy beside the server. */
    HAPROXY("haproxy, tcp mode"),

    /** A node that sleeps while there are no frames. */
    POLL("fairlead, idle: poll"),

    /** A program in C that does so, between the same TAPs, and passes every frame on. */
    C_FORWARDER("C forwarder, poll(2)"),

    /** A node that looks for further frames for a while. */
    ADAPTIVE("fairlead, idle: adaptive"),

    /** A node that never sleeps. */
    SPIN("fairlead, idle: spin");

    private final String words;

    Contestant(final String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
