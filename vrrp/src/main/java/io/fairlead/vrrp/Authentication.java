package io.fairlead.vrrp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What advertisements show to be believed, and are checked for. */
public sealed interface Authentication {

    /** Nothing but a TTL of 255, as RFC 3768 and RFC 9568 have it. */
    Authentication NONE = new None();

    /**
     * What the field "Auth Type" of version 2 says (RFC 2338 section 5.3.6); version 3 has no such field.
     *
     * @return 0, or 1 for a simple password
     */
    int type();

    /** Nothing. */
    record None() implements Authentication {

        @Override
        public int type() {
            return 0;
        }
    }

    /**
     * The simple text password of RFC 2338 section 5.3.6, in version 2. Everybody on the link can read it: it keeps apart what was configured
     * by mistake, not an attacker.
     *
     * @param password one to eight ASCII characters
     */
    record SimplePassword(String password) implements Authentication {

        /** Bytes of authentication data on the wire. */
        public static final int LENGTH = 8;

        private static final int TYPE = 1;

        public SimplePassword {
            if (password.isEmpty()
                    || password.length() > LENGTH
                    || !StandardCharsets.US_ASCII.newEncoder().canEncode(password)) {
                throw new IllegalArgumentException("a simple password has 1 to " + LENGTH + " ASCII characters");
            }
        }

        @Override
        public int type() {
            return TYPE;
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "SimplePassword[]";
        }
    }

    /**
     * The HMAC trailer of draft-cassen-vrrp-auth-hmac, which keepalived calls {@code auth_hmac}; versions 2 and 3, both families.
     *
     * @param mode what is sent and required, for a roll-out without a gap
     * @param keys by key id, 1 to 255; 32 to 64 bytes each
     * @param activeKey id of the key that signs
     * @param antiReplay how a repeated trailer is recognised
     * @param windowSeconds how far a sender's clock may be from ours with {@link AntiReplay#TIME}, 1 to 300
     */
    record Hmac(Mode mode, Map<Integer, HmacKey> keys, int activeKey, AntiReplay antiReplay, int windowSeconds)
            implements Authentication {

        private static final int MAX_WINDOW_SECONDS = 300;
        private static final int MAX_KEY_ID = 255;

        /** What is sent and required. */
        public enum Mode {
            /** Checks a trailer that is there, sends none: the first step of a roll-out. */
            RECEIVE_ONLY,
            /** Signs, but accepts also what is not signed: the second step. */
            PERMISSIVE,
            /** Signs, and accepts nothing else. */
            ENFORCE
        }

        /** How a repeated trailer is recognised. */
        public enum AntiReplay {
            /** By the sender's clock, which must agree with ours, and by a sequence that grows. */
            TIME,
            /** By a sequence that grows, whatever the clocks say. */
            MONOTONIC
        }

        public Hmac {
            keys = Map.copyOf(keys);
            if (!keys.containsKey(activeKey)) {
                throw new IllegalArgumentException("there is no key with the active id " + activeKey);
            }
            if (keys.keySet().stream().anyMatch(id -> id < 1 || id > MAX_KEY_ID)) {
                throw new IllegalArgumentException("key ids are 1 to " + MAX_KEY_ID);
            }
            if (windowSeconds < 1 || windowSeconds > MAX_WINDOW_SECONDS) {
                throw new IllegalArgumentException("the window is 1 to " + MAX_WINDOW_SECONDS + " s");
            }
        }

        /** None: the trailer is no business of that field. */
        @Override
        public int type() {
            return 0;
        }
    }

    /** A secret of 32 to 64 bytes. Never printed. */
    final class HmacKey {

        private static final int MIN_LENGTH = 32;
        private static final int MAX_LENGTH = 64;

        private final byte[] bytes;

        /**
         * Copies the secret.
         *
         * @param bytes 32 to 64 of them
         * @throws IllegalArgumentException if there are fewer or more
         */
        public HmacKey(final byte[] bytes) {
            if (bytes.length < MIN_LENGTH || bytes.length > MAX_LENGTH) {
                throw new IllegalArgumentException("a key has " + MIN_LENGTH + " to " + MAX_LENGTH + " bytes");
            }
            this.bytes = bytes.clone();
        }

        /**
         * The secret.
         *
         * @return a copy
         */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(final @Nullable Object other) {
            return other instanceof HmacKey key && MessageDigest.isEqual(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "HmacKey[]";
        }
    }
}
