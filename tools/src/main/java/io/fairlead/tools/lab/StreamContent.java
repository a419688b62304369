package io.fairlead.tools.lab;

/** What {@link StreamServerMain} sends and {@link StreamClientMain} expects: each byte follows from the connection's number and its place. */
final class StreamContent {

    /** Number, length and rate in bytes a second, four bytes each. */
    static final int REQUEST_BYTES = 12;

    private StreamContent() {}

    static byte at(final int number, final int place) {
        return (byte) (number * 31 + place * 7 + (place >>> 8));
    }
}
