package io.fairlead.lb.report;

/**
 * The fixed part of every message, big-endian; {@code docs/load-report.md} explains each field.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+---------------+---------------+
 *  |        Magic 0x464C           |  Version (1)  |     Type      |   0
 *  +---------------+---------------+---------------+---------------+
 *  |     Flags     |   Reserved    |            Length             |   4
 *  +---------------+---------------+-------------------------------+
 *  |                          Cluster id                           |   8
 *  +---------------------------------------------------------------+
 *  |                          Sender MAC                           |  12
 *  +                               +-------------------------------+
 *  |                               |           Reserved            |  16
 *  +-------------------------------+-------------------------------+
 *  |                            Boot id                            |  20
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                           Sequence                            |  28
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |            Sender management address (128 bits)               |  36
 *  +---------------------------------------------------------------+
 *  |           Addressee management address (128 bits)             |  52
 *  +---------------------------------------------------------------+
 *  |  Fields: type (16), length (16), value ...                    |  68
 *  +---------------------------------------------------------------+
 *  |  HMAC (128 bits) if the flag says so                          |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class HeaderLayout {

    static final int MAGIC = 0x464C;
    static final int VERSION = 1;
    static final int FLAG_SIGNED = 0x01;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 2;
    static final int TYPE_OFFSET = 3;
    static final int FLAGS_OFFSET = 4;
    static final int LENGTH_OFFSET = 6;
    static final int CLUSTER_ID_OFFSET = 8;
    static final int SENDER_MAC_OFFSET = 12;
    static final int BOOT_ID_OFFSET = 20;
    static final int SEQUENCE_OFFSET = 28;
    static final int SENDER_OFFSET = 36;
    static final int ADDRESSEE_OFFSET = 52;
    static final int HEADER_LENGTH = 68;

    /** ::ffff:0:0/96 (RFC 4291 section 2.5.5.2): the 64 and then 32 bits before an IPv4 address. */
    static final long MAPPED_HIGH = 0;

    static final int MAPPED_MIDDLE = 0x0000_FFFF;

    /** What a packet of 1500 bytes has room for behind an IPv4 header without options. */
    static final int MAX_PAYLOAD_LENGTH = 1480;

    private HeaderLayout() {}
}
