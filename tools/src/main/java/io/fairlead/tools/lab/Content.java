package io.fairlead.tools.lab;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** The bytes of a big download: they follow from a seed alone, so that their checksum is known without them. */
final class Content {
    static final int CHUNK_BYTES = 8 * 1024;

    private final Random random;
    private long leftBytes;

    Content(final long seed, final long totalBytes) {
        this.random = new Random(seed);
        this.leftBytes = totalBytes;
    }

    /** The next chunk; an empty one at the end. */
    byte[] next() {
        final byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, leftBytes)];
        random.nextBytes(chunk);
        leftBytes -= chunk.length;
        return chunk;
    }

    static String sha256(final long seed, final long totalBytes) {
        final MessageDigest digest = sha256();
        final Content content = new Content(seed, totalBytes);
        for (byte[] chunk = content.next(); chunk.length > 0; chunk = content.next()) {
            digest.update(chunk);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
