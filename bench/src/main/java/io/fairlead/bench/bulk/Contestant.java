package io.fairlead.bench.bulk;

/** What the streams cross between the client and the server. */
enum Contestant {
    /** A node that is director and serves the client itself, at a translated port. */
    FAIRLEAD_INLINE("fairlead, one inline node"),

    /** A program in C between the same TAPs that passes every frame on. */
    C_FORWARDER("C forwarder, same TAPs"),

    /** A node that is director, and another one that serves the client, at a translated port. */
    FAIRLEAD_DIRECTOR("fairlead, director and node"),

    /** HAProxy in TCP mode on the machine of the director, with its server on the other one. */
    HAPROXY("haproxy, tcp mode"),

    /** Nothing: the server on the other machine. */
    DIRECT("no director");

    private final String words;

    Contestant(final String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
