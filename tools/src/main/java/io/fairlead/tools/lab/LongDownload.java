package io.fairlead.tools.lab;

/**
 * A big file that the origin sends slowly.
 *
 * @param seed what its bytes follow from
 * @param totalBytes how long it is
 * @param seconds how long the origin takes to send it
 */
public record LongDownload(long seed, long totalBytes, int seconds) {
    /** The checksum that a download without a fault has. */
    public String sha256() {
        return Content.sha256(seed, totalBytes);
    }
}
