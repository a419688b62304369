package io.fairlead.tools.cluster;

import io.fairlead.tools.lab.LabPlan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Frames that no sane sender makes, the same for the same seed: random bytes, and frames of every protocol that the stack reads, cut short
 * or with lengths that are not true.
 */
final class GarbageFrames {
    private static final int ETHERNET_HEADER_LENGTH = 14;
    private static final int IPV4_LENGTH_OFFSET = ETHERNET_HEADER_LENGTH + 2;
    private static final int VLAN = 0x8100;
    private static final int[] ETHER_TYPES = {0x0800, 0x0806, VLAN, 0x86DD, 0x0000, 0xFFFF};
    private static final int[] PROTOCOLS = {1, 6, 17, 112, 253};
    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
    private static final byte[] VRRP_GROUP = {1, 0, 0x5E, 0, 0, 0x12};

    private final Random random;
    private final List<byte[]> frames = new ArrayList<>();

    private GarbageFrames(final long seed) {
        this.random = new Random(seed);
    }

    /**
     * The frames by their length, one behind the other.
     *
     * @param seed what they follow from
     * @param target MAC address of the node that is to suffer most
     */
    static SortedMap<Integer, byte[]> byLength(final long seed, final byte[] target) {
        final GarbageFrames garbage = new GarbageFrames(seed);
        for (final byte[] destination : List.of(target, BROADCAST, VRRP_GROUP)) {
            garbage.addRandom(destination);
            for (final int protocol : PROTOCOLS) {
                garbage.addCut(destination, protocol);
                garbage.addUntrue(destination, protocol);
            }
        }
        final SortedMap<Integer, ByteArrayOutputStream> byLength = new TreeMap<>();
        for (final byte[] frame : garbage.frames) {
            byLength.computeIfAbsent(frame.length, length -> new ByteArrayOutputStream())
                    .writeBytes(frame);
        }
        final SortedMap<Integer, byte[]> files = new TreeMap<>();
        byLength.forEach((length, bytes) -> files.put(length, bytes.toByteArray()));
        return files;
    }

    private void addRandom(final byte[] destination) {
        for (final int etherType : ETHER_TYPES) {
            for (final int length : new int[] {18, 20, 33, 34, 42, 60, 128, 1514}) {
                // The kernel itself takes a tag off, and drops what is too short behind it.
                if (etherType == VLAN && length < 33) {
                    continue;
                }
                final byte[] frame = new byte[length];
                random.nextBytes(frame);
                head(frame, destination, etherType);
                frames.add(frame);
            }
        }
    }

    /** A frame whose header is fine as far as it goes. */
    private void addCut(final byte[] destination, final int protocol) {
        for (final int length : new int[] {18, 24, 33, 34, 35, 38, 42, 46, 53}) {
            final byte[] frame = new byte[length];
            System.arraycopy(whole(destination, protocol), 0, frame, 0, length);
            frames.add(frame);
        }
    }

    /** A frame that says it is longer, shorter, or has a longer header than there are bytes; its checksum is right. */
    private void addUntrue(final byte[] destination, final int protocol) {
        for (final int totalLength : new int[] {0, 19, 20, 21, 28, 39, 200, 0xFFFF}) {
            final byte[] frame = whole(destination, protocol);
            ByteBuffer.wrap(frame).putShort(IPV4_LENGTH_OFFSET, (short) totalLength);
            frames.add(withChecksum(frame));
        }
        for (final int versionAndLength : new int[] {0x40, 0x44, 0x4F, 0x65, 0x05}) {
            final byte[] frame = whole(destination, protocol);
            frame[ETHERNET_HEADER_LENGTH] = (byte) versionAndLength;
            frames.add(withChecksum(frame));
        }
    }

    /** An IPv4 packet to the virtual IP, or to the group, with a random payload. */
    private byte[] whole(final byte[] destination, final int protocol) {
        final byte[] frame = new byte[60];
        random.nextBytes(frame);
        head(frame, destination, 0x0800);
        final ByteBuffer packet = ByteBuffer.wrap(frame);
        packet.position(ETHERNET_HEADER_LENGTH);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) 46).putInt(0);
        packet.put((byte) 255).put((byte) protocol).putShort((short) 0);
        packet.put(new byte[] {10, 51, 0, 11})
                .put(destination == VRRP_GROUP ? new byte[] {(byte) 224, 0, 0, 18} : new byte[] {10, 51, 0, 100});
        packet.putShort((short) 40000).putShort((short) LabPlan.PROXY_PORT);
        return withChecksum(frame);
    }

    private static byte[] withChecksum(final byte[] frame) {
        final ByteBuffer packet = ByteBuffer.wrap(frame);
        packet.putShort(ETHERNET_HEADER_LENGTH + 10, (short) 0);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(ETHERNET_HEADER_LENGTH + i) & 0xFFFF;
        }
        packet.putShort(ETHERNET_HEADER_LENGTH + 10, (short) ~((sum & 0xFFFF) + (sum >>> 16)));
        return frame;
    }

    private static void head(final byte[] frame, final byte[] destination, final int etherType) {
        final ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.put(destination).put(new byte[] {2, 0x51, 0, 0, 0, 0x0B}).putShort((short) etherType);
    }
}
