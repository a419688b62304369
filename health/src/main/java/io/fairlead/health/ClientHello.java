package io.fairlead.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first message of a TLS client (RFC 8446 section 4.1.2) that goes no further: it offers versions 1.3 and 1.2, and no key share, so that a
 * server of 1.3 answers by a HelloRetryRequest, which is a ServerHello. No key is ever made of it, so its random is none.
 */
final class ClientHello {

    private static final int MAX_LENGTH = 512;
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;

    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int EC_POINT_FORMATS = 11;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int EXTENDED_MASTER_SECRET = 23;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int RENEGOTIATION_INFO = 0xFF01;

    private static final int[] CIPHER_SUITES = {
        0x1301,
        0x1302,
        0x1303, // TLS 1.3
        0xC02B,
        0xC02F,
        0xC02C,
        0xC030,
        0xCCA9,
        0xCCA8,
        0xC013,
        0xC014, // ECDHE
        0x009C,
        0x009D,
        0x002F,
        0x0035 // RSA, for servers of long ago
    };
    private static final int[] GROUPS = {0x001D, 0x0017, 0x0018, 0x0019};
    private static final int[] SIGNATURES = {
        0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0807, 0x0203, 0x0201
    };

    /** Whoever records it sees where it comes from. */
    private static final byte[] RANDOM = "Fairlead looks if TLS is spoken.".getBytes(US_ASCII);

    private final ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH);

    private ClientHello() {}

    /** The record; with a name for servers that have several certificates, or empty. */
    static byte[] bytes(String serverName) {
        return new ClientHello().record(serverName);
    }

    private byte[] record(String serverName) {
        out.put((byte) HANDSHAKE_RECORD).putShort((short) TLS_1_0);
        int record = begin16();
        out.put((byte) CLIENT_HELLO).put((byte) 0);
        int handshake = begin16();
        out.putShort((short) TLS_1_2).put(RANDOM).put((byte) 0);
        list16(CIPHER_SUITES);
        out.put((byte) 1).put((byte) 0);
        int extensions = begin16();
        if (!serverName.isEmpty()) {
            serverName(serverName);
        }
        extensions();
        end16(extensions);
        end16(handshake);
        end16(record);
        return Arrays.copyOf(out.array(), out.position());
    }

    private void serverName(String name) {
        int extension = begin(SERVER_NAME);
        int list = begin16();
        out.put((byte) 0);
        int host = begin16();
        out.put(name.getBytes(US_ASCII));
        end16(host);
        end16(list);
        end16(extension);
    }

    private void extensions() {
        int groups = begin(SUPPORTED_GROUPS);
        list16(GROUPS);
        end16(groups);
        int formats = begin(EC_POINT_FORMATS);
        out.put((byte) 1).put((byte) 0);
        end16(formats);
        int signatures = begin(SIGNATURE_ALGORITHMS);
        list16(SIGNATURES);
        end16(signatures);
        end16(begin(EXTENDED_MASTER_SECRET));
        int versions = begin(SUPPORTED_VERSIONS);
        out.put((byte) 4).putShort((short) TLS_1_3).putShort((short) TLS_1_2);
        end16(versions);
        int shares = begin(KEY_SHARE);
        end16(begin16());
        end16(shares);
        int renegotiation = begin(RENEGOTIATION_INFO);
        out.put((byte) 0);
        end16(renegotiation);
    }

    private int begin(int extension) {
        out.putShort((short) extension);
        return begin16();
    }

    /** Leaves room for a length; to be handed to {@link #end16}. */
    private int begin16() {
        out.putShort((short) 0);
        return out.position();
    }

    private void end16(int start) {
        out.putShort(start - Short.BYTES, (short) (out.position() - start));
    }

    private void list16(int[] values) {
        int list = begin16();
        for (int value : values) {
            out.putShort((short) value);
        }
        end16(list);
    }
}
