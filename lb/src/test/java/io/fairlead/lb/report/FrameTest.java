package io.fairlead.lb.report;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.MacAddress;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class FrameTest {

    private static final int INDEX = 3;
    private static final int IP = INDEX + 14;

    private final Authenticator authenticator = Authenticator.keyed(Samples.key());
    private final LocalIdentity one = new LocalIdentity(Samples.CLUSTER, Samples.NODE_1, Samples.MAC_1, Samples.BOOT);
    private final LocalIdentity two = new LocalIdentity(Samples.CLUSTER, Samples.NODE_2, Samples.MAC_2, 9);
    private final FrameWriter writer = new FrameWriter(one, 0x0A3300FF, authenticator);
    private final FrameReader reader = new FrameReader(two, authenticator);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INDEX + FrameWriter.MAX_FRAME_LENGTH]);

    @Test
    void shouldBroadcastWithGrowingSequence() {
        for (int sequence = 1; sequence < 4; sequence++) {
            final int length = write(Destination.ALL, Samples.REPORT);
            assertThat(MacAddress.get(buffer, INDEX)).isEqualTo(MacAddress.BROADCAST);
            assertThat(buffer.getInt(IP + 16, BIG_ENDIAN)).isEqualTo(0x0A3300FF);
            final Message message =
                    Objects.requireNonNull(reader.read(buffer, INDEX, length).message());
            assertThat(message.header())
                    .isEqualTo(new Header(
                            MessageType.REPORT,
                            Samples.CLUSTER,
                            Samples.MAC_1,
                            Samples.BOOT,
                            sequence,
                            Samples.NODE_1,
                            Destination.EVERYBODY));
            assertThat(message.body()).isEqualTo(Samples.REPORT);
        }
    }

    @Test
    void shouldFitTheMtuWhenBodiesAreLongest() {
        for (final Body body : Samples.longestBodies()) {
            final int length = write(Destination.ALL, body);
            assertThat(length).isLessThanOrEqualTo(FrameWriter.MAX_FRAME_LENGTH);
            assertThat(reader.read(buffer, INDEX, length).verdict()).isEqualTo(Verdict.OK);
        }
    }

    @Test
    void shouldUnicastToTheAddresseeOnly() {
        final int length = write(new Destination(Samples.NODE_2, Samples.MAC_2), Samples.REPORT);
        assertThat(MacAddress.get(buffer, INDEX)).isEqualTo(Samples.MAC_2);
        assertThat(reader.read(buffer, INDEX, length).verdict()).isEqualTo(Verdict.OK);
        final FrameReader third = new FrameReader(new LocalIdentity(Samples.CLUSTER, 0x0A330003, 3, 9), authenticator);
        assertThat(third.read(buffer, INDEX, length).verdict()).isEqualTo(Verdict.NOT_FOR_US);
    }

    @Test
    void shouldKnowItsOwnMessagesAndAnAddressConflict() {
        final int length = write(Destination.ALL, Samples.REPORT);
        assertThat(new FrameReader(one, authenticator)
                        .read(buffer, INDEX, length)
                        .verdict())
                .isEqualTo(Verdict.OWN);
        final LocalIdentity twin = new LocalIdentity(Samples.CLUSTER, Samples.NODE_1, Samples.MAC_2, 9);
        assertThat(new FrameReader(twin, authenticator)
                        .read(buffer, INDEX, length)
                        .verdict())
                .isEqualTo(Verdict.ADDRESS_CONFLICT);
    }

    @Test
    void shouldNameWhatIsWrongWithThePacket() {
        assertThat(verdictAfter(b -> b.putByte(INDEX + 13, (byte) 6))).isEqualTo(Verdict.BAD_IP_HEADER);
        assertThat(verdictAfter(b -> b.putByte(IP + 10, (byte) (b.getByte(IP + 10) + 1))))
                .isEqualTo(Verdict.BAD_IP_HEADER);
        assertThat(verdictAfter(b -> putWithChecksum(b, IP + 9, 112))).isEqualTo(Verdict.BAD_IP_HEADER);
        assertThat(verdictAfter(b -> putWithChecksum(b, IP + 8, 254))).isEqualTo(Verdict.TTL_NOT_255);
        assertThat(verdictAfter(b -> putWithChecksum(b, IP + 6, 0x20))).isEqualTo(Verdict.FRAGMENT);
        assertThat(verdictAfter(b -> putWithChecksum(b, IP + 15, 9))).isEqualTo(Verdict.SENDER_MISMATCH);
        assertThat(verdictAfter(b -> b.putByte(INDEX + 11, (byte) 9))).isEqualTo(Verdict.SENDER_MISMATCH);
        write(Destination.ALL, Samples.REPORT);
        assertThat(reader.read(buffer, INDEX, 13).verdict()).isEqualTo(Verdict.TRUNCATED);
        assertThat(reader.read(buffer, INDEX, 20).verdict()).isEqualTo(Verdict.TRUNCATED);
        assertThat(reader.read(buffer, INDEX, 40).verdict()).isEqualTo(Verdict.BAD_IP_HEADER);
    }

    @Test
    void shouldRefuseStrangersWhenNodesAreListed() {
        final FrameWriter unsigned = new FrameWriter(one, -1, Authenticator.open());
        final int length = unsigned.write(buffer, INDEX, Destination.ALL, Handshake.NONE, Samples.REPORT);
        assertThat(new FrameReader(two, Authenticator.listed(Set.of(7)))
                        .read(buffer, INDEX, length)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN_SENDER);
    }

    private int write(final Destination destination, final Body body) {
        return writer.write(buffer, INDEX, destination, Handshake.NONE, body);
    }

    private Verdict verdictAfter(final Consumer<UnsafeBuffer> change) {
        final int length = write(Destination.ALL, Samples.REPORT);
        change.accept(buffer);
        return reader.read(buffer, INDEX, length).verdict();
    }

    /** Changes one byte of the IP header and repairs its checksum. */
    private static void putWithChecksum(final UnsafeBuffer buffer, final int index, final int value) {
        buffer.putByte(index, (byte) value);
        new Ipv4Packet().wrap(buffer, IP, 1500).identification(1);
    }
}
