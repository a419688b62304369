package io.fairlead.tools.lab;

import java.time.Duration;

/**
 * What a client got.
 *
 * @param curlExitCode 0 when curl was content
 * @param status HTTP status; 0 without an answer
 * @param servedBy the node whose proxy served it, from the Via header; empty without one
 * @param sha256 checksum of the body
 * @param bytes length of the body
 * @param duration how long it took, as curl counts
 */
public record Fetch(int curlExitCode, int status, String servedBy, String sha256, long bytes, Duration duration) {
    private static final int HTTP_OK = 200;

    public boolean ok() {
        return curlExitCode == 0 && status == HTTP_OK;
    }
}
