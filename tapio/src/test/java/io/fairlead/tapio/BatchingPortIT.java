package io.fairlead.tapio;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.PortFault;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tapio.testing.Namespace;
import io.fairlead.tapio.uring.ReadBatch;
import io.fairlead.tapio.uring.WriteQueue;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchingPortIT {

    private static final int EIO = 5;
    private static final int MANY = 1000;
    private static final int STRIDE = 64;
    private static final int ROOM = 2048;

    /** Who has 10.9.0.1? From a host whose last byte is that of its turn, two bytes. */
    private static final byte[] ARP = HexFormat.of()
            .parseHex("ffffffffffff020000000000080600010800060400010200000000000a090009" + "0000000000000a090001");

    private static final int SENDER_MAC_END = 26;
    private static final int MAC_END = 5;
    private static final int NO_DESCRIPTOR = 1_000_000;

    private final Namespace namespace = new Namespace("bat");
    private final UnsafeBuffer buffer = FileDescriptors.memory(MANY * STRIDE);
    private final UnsafeBuffer received = FileDescriptors.memory(ROOM);
    private final UnsafeBuffer slots = FileDescriptors.memory(64 * ROOM);

    @AfterEach
    void leave() {
        namespace.close();
    }

    private int put(final int turn) {
        final int index = turn * STRIDE + FramePort.HEAD_ROOM;
        buffer.putBytes(index, ARP);
        buffer.putByte(index + SENDER_MAC_END, (byte) (turn >>> 8));
        buffer.putByte(index + SENDER_MAC_END + 1, (byte) turn);
        return index;
    }

    private static void setUp() {
        // nothing but what is asked for: no router solicitations, no reports of multicast listeners
        command("sysctl -qw net.ipv6.conf.t0.disable_ipv6=1");
        ip("addr add 10.9.0.1/24 dev t0");
        ip("link set t0 up");
    }

    @Test
    void shouldSendNothingBeforeTheFlushAndThenAllInOrder() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                setUp();
                for (int turn = 0; turn < 100; turn++) {
                    assertThat(port.send(buffer, put(turn), ARP.length)).isEqualTo(ARP.length);
                }
                assertThat(port.receive(received, FramePort.HEAD_ROOM, ROOM - FramePort.HEAD_ROOM))
                        .isEqualTo(FramePort.WOULD_BLOCK);

                assertThat(port.flush()).isZero();

                for (int turn = 0; turn < 100; turn++) {
                    assertThat(port.receive(received, FramePort.HEAD_ROOM, ROOM - FramePort.HEAD_ROOM))
                            .isEqualTo(ARP.length);
                    // the answer goes to who asked
                    assertThat(received.getByte(FramePort.HEAD_ROOM + MAC_END)).isEqualTo((byte) turn);
                }
                assertThat(port.flush()).isZero();
            }
        });
    }

    @Test
    void shouldSendMoreThanTheQueueHolds() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                setUp();
                for (int turn = 0; turn < MANY; turn++) {
                    port.send(buffer, put(turn), ARP.length);
                }
                assertThat(port.flush()).isZero();

                assertThat(ip("-s link show t0")).containsPattern("RX:.*\\n\\s+\\d+\\s+" + MANY + "\\s");
            }
        });
    }

    @Test
    void shouldCountWhatADeviceThatIsDownRefuses() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                for (int turn = 0; turn < 300; turn++) {
                    port.send(buffer, put(turn), ARP.length);
                }
                assertThat(port.flush()).isEqualTo(300);
                assertThat(port.lastError()).isEqualTo(EIO);

                setUp();
                port.send(buffer, put(0), ARP.length);
                assertThat(port.flush()).isZero();
            }
        });
    }

    @Test
    void shouldTellThatTheDeviceIsGoneOfReadsAndOfBatches() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                port.send(buffer, put(0), ARP.length);
                assertThat(port.flush()).isEqualTo(1);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.DOWN);
                ip("link del t0");
                assertThat(port.receive(received, FramePort.HEAD_ROOM, ROOM - FramePort.HEAD_ROOM))
                        .isEqualTo(FramePort.FAILED);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.GONE);
                for (int turn = 0; turn < 300; turn++) {
                    port.send(buffer, put(turn), ARP.length);
                }
                assertThat(port.flush()).isEqualTo(300);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.GONE);
            }
        });
    }

    @Test
    void shouldNotHoldTheDeviceWhenItIsClosed() {
        namespace.run(() -> {
            for (int i = 0; i < 20; i++) {
                final TapPort tap = TapPort.open("t0", Offload.NONE);
                final BatchingPort port = new BatchingPort(tap);
                setUp();
                port.send(buffer, put(0), ARP.length);
                port.flush();

                port.close();
                tap.destroy();

                assertThat(ip("link show")).doesNotContain("t0");
            }
        });
    }

    @Test
    void shouldReceiveManyFramesAtOnceInOrderAndFindOutThatThereIsNoOther() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                setUp();
                final int[] results = new int[64];
                // a read that finds nothing is over, and takes nothing that comes later
                receiveBatch(port, results, 64);
                assertThat(results).containsOnly(FramePort.WOULD_BLOCK);
                for (int turn = 0; turn < 100; turn++) {
                    port.send(buffer, put(turn), ARP.length);
                }
                assertThat(port.flush()).isZero();

                receiveBatch(port, results, 64);
                assertThat(results).containsOnly(ARP.length);
                for (int turn = 0; turn < 64; turn++) {
                    assertThat(askedBy(turn)).isEqualTo((byte) turn);
                }
                // one by one in between, as it comes
                assertThat(port.receive(received, FramePort.HEAD_ROOM, ROOM - FramePort.HEAD_ROOM))
                        .isEqualTo(ARP.length);
                receiveBatch(port, results, 64);
                for (int turn = 65; turn < 100; turn++) {
                    assertThat(results[turn - 65]).isEqualTo(ARP.length);
                    assertThat(askedBy(turn - 65)).isEqualTo((byte) turn);
                }
                assertThat(Arrays.copyOfRange(results, 35, 64)).containsOnly(FramePort.WOULD_BLOCK);
            }
        });
    }

    @Test
    void shouldTellThatTheDeviceIsGoneOfABatchOfReads() {
        namespace.run(() -> {
            try (TapPort tap = TapPort.open("t0", Offload.NONE);
                    BatchingPort port = new BatchingPort(tap)) {
                setUp();
                ip("link del t0");
                final int[] results = new int[4];
                receiveBatch(port, results, 4);
                assertThat(results).containsOnly(FramePort.FAILED);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.GONE);
            }
        });
    }

    private void receiveBatch(final BatchingPort port, final int[] results, final int count) {
        port.receiveBatch(slots, FramePort.HEAD_ROOM, ROOM, ROOM - FramePort.HEAD_ROOM, results, count);
    }

    /** To whom the answer in a slot goes. */
    private byte askedBy(final int slot) {
        return slots.getByte(slot * ROOM + FramePort.HEAD_ROOM + MAC_END);
    }

    @Test
    void shouldSaySoWhenThereIsNothingToReadFrom() {
        assertThatThrownBy(() -> ReadBatch.open(NO_DESCRIPTOR, 8))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("EBADF");
    }

    @Test
    void shouldSaySoWhenThereIsNothingToWriteTo() {
        assertThatThrownBy(() -> WriteQueue.open(NO_DESCRIPTOR, 8))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("EBADF");
    }
}
