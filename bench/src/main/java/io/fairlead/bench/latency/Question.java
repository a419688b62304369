package io.fairlead.bench.latency;

/** What the client does and waits for. */
enum Question {
    PING("ping"),
    REQUEST("connect and request");

    private final String words;

    Question(final String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
