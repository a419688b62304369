package io.fairlead.lb.report;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose messages are believed. With a key, every message carries HMAC-SHA256 cut to 128 bits (as HMAC-SHA-256-128 of RFC 4868
 * section 2.6; half of the hash is the least that RFC 2104 section 5 advises). Freshness is not judged here but by the membership.
 * Not thread-safe: the {@link Mac} is reused.
 */
public final class Authenticator {

    /** How senders are told from strangers. */
    public enum Mode {
        /** They hold the cluster key. */
        KEYED,
        /** Their addresses are in the configuration. Whoever can send from such an address is believed. */
        LISTED,
        /** Everybody on the segment is believed. */
        OPEN
    }

    /** Bytes of the trailer. */
    public static final int TRAILER_LENGTH = 16;

    /** The shortest key that is accepted, in bytes. */
    public static final int MIN_KEY_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mode mode;
    private final @Nullable Mac mac;
    private final Set<Integer> listed;

    private Authenticator(final Mode mode, final @Nullable Mac mac, final Set<Integer> listed) {
        this.mode = mode;
        this.mac = mac;
        this.listed = listed;
    }

    /**
     * Believes holders of the key.
     *
     * @param key of the cluster, copied
     * @return an authenticator
     * @throws IllegalArgumentException if the key is shorter than {@link #MIN_KEY_LENGTH}
     */
    public static Authenticator keyed(final byte[] key) {
        if (key.length < MIN_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "the cluster key has " + key.length + " bytes, at least " + MIN_KEY_LENGTH + " are needed");
        }
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new Authenticator(Mode.KEYED, mac, Set.of());
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Believes the management addresses of the configuration.
     *
     * @param nodeIds of the other nodes
     * @return an authenticator
     */
    public static Authenticator listed(final Set<Integer> nodeIds) {
        return new Authenticator(Mode.LISTED, null, Set.copyOf(nodeIds));
    }

    /**
     * Believes everybody.
     *
     * @return an authenticator
     */
    public static Authenticator open() {
        return new Authenticator(Mode.OPEN, null, Set.of());
    }

    /** How senders are told from strangers. */
    public Mode mode() {
        return mode;
    }

    /** Bytes behind the covered part of a message. */
    int trailerLength() {
        return mac == null ? 0 : TRAILER_LENGTH;
    }

    /** Writes the trailer, if there is one, behind the first {@code coveredLength} bytes. */
    void sign(final byte[] payload, final int coveredLength) {
        if (mac != null) {
            System.arraycopy(digest(mac, payload, coveredLength), 0, payload, coveredLength, TRAILER_LENGTH);
        }
    }

    /** Checks the trailer behind the first {@code coveredLength} bytes, in constant time. */
    Verdict verify(final byte[] payload, final int coveredLength, final boolean signed) {
        if (mac == null) {
            return signed ? Verdict.UNEXPECTED_HMAC : Verdict.OK;
        }
        if (!signed) {
            return Verdict.MISSING_HMAC;
        }
        final byte[] expected = new byte[TRAILER_LENGTH];
        System.arraycopy(digest(mac, payload, coveredLength), 0, expected, 0, TRAILER_LENGTH);
        final byte[] actual = new byte[TRAILER_LENGTH];
        System.arraycopy(payload, coveredLength, actual, 0, TRAILER_LENGTH);
        return MessageDigest.isEqual(expected, actual) ? Verdict.OK : Verdict.BAD_HMAC;
    }

    /** Is this sender one of the configuration, where that counts? */
    boolean admits(final int sender) {
        return mode != Mode.LISTED || listed.contains(sender);
    }

    private static byte[] digest(final Mac mac, final byte[] payload, final int length) {
        mac.update(payload, 0, length);
        return mac.doFinal();
    }
}
