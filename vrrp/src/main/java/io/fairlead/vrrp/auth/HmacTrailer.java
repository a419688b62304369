package io.fairlead.vrrp.auth;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The trailer of draft-cassen-vrrp-auth-hmac, behind the advertisement and inside the IP payload.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  | Ext. type (1) |    Key id     |         Reserved (0)          |
 *  +---------------+---------------+-------------------------------+
 *  |                  Seconds since 1970 (UTC)                     |
 *  +-------------------------------+-------------------------------+
 *  |  1/65536 of a second          |           Counter             |
 *  +-------------------------------+-------------------------------+
 *  |                                                               |
 *  |          HMAC-SHA256, the first 16 bytes of it                |
 *  |                                                               |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Seconds, fraction and counter are one sequence of 64 bits. Not thread-safe.
 */
public final class HmacTrailer {

    /** Bytes of the trailer. */
    public static final int LENGTH = 28;

    /** Bytes of the code, the last part of the trailer. */
    static final int CODE_LENGTH = 16;

    /** Bytes in front of the code, which it covers. */
    static final int COVERED_LENGTH = LENGTH - CODE_LENGTH;

    private static final byte TYPE_HMAC_SHA256 = 1;

    private static final int TYPE_FIELD_OFFSET = 0;
    private static final int KEY_ID_FIELD_OFFSET = 1;
    private static final int RESERVED_FIELD_OFFSET = 2;
    private static final int SEQUENCE_FIELD_OFFSET = 4;
    private static final int CODE_FIELD_OFFSET = 12;

    private MutableDirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int offset;

    HmacTrailer() {}

    HmacTrailer wrap(final MutableDirectBuffer trailerBuffer, final int trailerOffset) {
        buffer = trailerBuffer;
        offset = trailerOffset;
        return this;
    }

    HmacTrailer header(final int keyId, final long sequence) {
        buffer.putByte(offset + TYPE_FIELD_OFFSET, TYPE_HMAC_SHA256);
        buffer.putByte(offset + KEY_ID_FIELD_OFFSET, (byte) keyId);
        buffer.putShort(offset + RESERVED_FIELD_OFFSET, (short) 0);
        buffer.putLong(offset + SEQUENCE_FIELD_OFFSET, sequence, BIG_ENDIAN);
        return this;
    }

    boolean isWellFormed() {
        return buffer.getByte(offset + TYPE_FIELD_OFFSET) == TYPE_HMAC_SHA256
                && buffer.getShort(offset + RESERVED_FIELD_OFFSET) == 0;
    }

    int keyId() {
        return buffer.getByte(offset + KEY_ID_FIELD_OFFSET) & 0xFF;
    }

    long sequence() {
        return buffer.getLong(offset + SEQUENCE_FIELD_OFFSET, BIG_ENDIAN);
    }

    byte[] code() {
        final byte[] code = new byte[CODE_LENGTH];
        buffer.getBytes(offset + CODE_FIELD_OFFSET, code);
        return code;
    }

    HmacTrailer code(final byte[] code) {
        buffer.putBytes(offset + CODE_FIELD_OFFSET, code, 0, CODE_LENGTH);
        return this;
    }
}
