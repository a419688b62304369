package io.fairlead.vrrp.auth;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Authentication.HmacKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The code of a message under one key: HMAC-SHA256, cut to 16 bytes, over
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+---------------+---------------+
 *  | Family (4, 6) |    Version    |     VRID      |       0       |
 *  +---------------+---------------+---------------+---------------+
 *  |                                                               |
 *  |    Source address in 16 bytes; of IPv4 the first four,        |
 *  |    and zeros                                                  |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |    The advertisement, its checksum read as zero ...           |
 *  +---------------------------------------------------------------+
 *  |    The trailer, its code read as zero (28)                    |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class MessageCode {

    private static final String ALGORITHM = "HmacSHA256";

    private static final int PSEUDO_HEADER_LENGTH = 20;
    private static final int VERSION_FIELD_OFFSET = 1;
    private static final int VRID_FIELD_OFFSET = 2;
    private static final int SOURCE_FIELD_OFFSET = 4;
    private static final byte IPV4 = 4;
    private static final byte IPV6 = 6;

    /** In both versions. */
    private static final int CHECKSUM_FIELD_OFFSET = 6;

    private final Mac mac;

    MessageCode(final HmacKey key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** 16 bytes; the first part of the trailer is written already. */
    byte[] of(final AuthenticatedMessage message) {
        final byte[] input = new byte[PSEUDO_HEADER_LENGTH + message.length() + HmacTrailer.LENGTH];
        final UnsafeBuffer buffer = new UnsafeBuffer(input);
        final IpAddress source = message.source();
        buffer.putByte(0, source.isIpv6() ? IPV6 : IPV4);
        buffer.putByte(VERSION_FIELD_OFFSET, (byte) message.version().number());
        buffer.putByte(VRID_FIELD_OFFSET, (byte) message.vrid());
        if (source.isIpv6()) {
            buffer.putLong(SOURCE_FIELD_OFFSET, source.high(), BIG_ENDIAN);
            buffer.putLong(SOURCE_FIELD_OFFSET + Long.BYTES, source.low(), BIG_ENDIAN);
        } else {
            buffer.putInt(SOURCE_FIELD_OFFSET, source.ipv4(), BIG_ENDIAN);
        }
        buffer.putBytes(
                PSEUDO_HEADER_LENGTH, message.buffer(), message.index(), message.length() + HmacTrailer.COVERED_LENGTH);
        buffer.putShort(PSEUDO_HEADER_LENGTH + CHECKSUM_FIELD_OFFSET, (short) 0);
        return Arrays.copyOf(mac.doFinal(input), HmacTrailer.CODE_LENGTH);
    }
}
