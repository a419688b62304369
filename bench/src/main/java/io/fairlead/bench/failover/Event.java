package io.fairlead.bench.failover;

/** What happens to the group. */
enum Event {
    KILL("kill -9 of the director"),
    RETURN("its return"),
    STOP("graceful stop of the director"),
    LINK_DOWN("link of the director down"),
    SWITCHOVER("planned switchover");

    private final String text;

    Event(final String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
