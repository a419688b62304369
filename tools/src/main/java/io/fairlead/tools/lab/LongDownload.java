package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A big file that the origin sends slowly.
 *
 * @param seed what its bytes follow from
 * @param totalBytes how long it is
 * @param seconds how long the origin takes to send it
 */
public record LongDownload(long seed, long totalBytes, int seconds) {
    /** Writes it, for a client that is to send it. */
    void write(final OutputStream out) throws IOException {
        final Content content = new Content(seed, totalBytes);
        for (byte[] chunk = content.next(); chunk.length > 0; chunk = content.next()) {
            out.write(chunk);
        }
    }

    /** The checksum that a download without a fault has. */
    public String sha256() {
        return Content.sha256(seed, totalBytes);
    }
}
