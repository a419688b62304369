package io.fairlead.vrrp.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Frames that keepalived 2.2.7 and FRR 8.4.4 sent, one a line, in hexadecimal. */
final class Captures {

    private Captures() {}

    static List<String> all(final String resource) {
        try (InputStream in = Captures.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String first(final String resource) {
        return all(resource).get(0);
    }
}
