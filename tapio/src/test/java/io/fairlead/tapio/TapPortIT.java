package io.fairlead.tapio;

import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.port.PortFault;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.UdpDatagram;
import io.fairlead.netstack.wire.VirtioNetHeader;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tapio.testing.Namespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TapPortIT {

    private static final int ROOM = 65_536;
    private static final int HEAD_ROOM = FramePort.HEAD_ROOM;
    private static final int INDEX = 64;
    private static final int EIO = 5;
    private static final int ARP_LENGTH = 42;
    private static final int UDP_INDEX = 34;

    private final Namespace namespace = new Namespace("tap");
    private final UnsafeBuffer buffer = FileDescriptors.memory(INDEX + ROOM);
    private final VirtioNetHeader header = new VirtioNetHeader().wrap(buffer, INDEX - HEAD_ROOM);

    @AfterEach
    void leave() {
        namespace.close();
    }

    @Test
    void shouldReadWhatTheKernelSendsAndWriteWhatItAnswersTo() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE);
                    PollWaiter waiter = new PollWaiter(port.fd())) {
                setUp(1500);
                // Who has 10.9.0.1? From a host that the kernel has never seen.
                final byte[] request = hex("ffffffffffff 020000000009 0806 0001 0800 06 04 0001"
                        + "020000000009 0a090009 000000000000 0a090001");
                buffer.putBytes(INDEX, request);
                assertThat(port.send(buffer, INDEX, request.length)).isEqualTo(ARP_LENGTH);
                waiter.await(Long.MAX_VALUE);
                assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(ARP_LENGTH);
                final byte[] reply = new byte[ARP_LENGTH];
                buffer.getBytes(INDEX, reply);
                assertThat(Arrays.copyOf(reply, 6)).isEqualTo(hex("020000000009"));
                assertThat(Arrays.copyOfRange(reply, 20, 22)).isEqualTo(hex("0002"));
                assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(FramePort.WOULD_BLOCK);
            }
        });
    }

    @Test
    void shouldReadAFrameOf64Kib() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE);
                    PollWaiter waiter = new PollWaiter(port.fd());
                    DatagramSocket socket = new DatagramSocket()) {
                setUp(65_521);
                ip("neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev t0");
                final byte[] payload = new byte[65_521 - 28];
                Arrays.fill(payload, (byte) 'x');
                payload[payload.length - 1] = 'z';
                socket.send(new DatagramPacket(payload, payload.length, InetAddress.getByName("10.9.0.2"), 9));
                waiter.await(Long.MAX_VALUE);
                final int length = 14 + 28 + payload.length;
                assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(length);
                assertThat(buffer.getByte(INDEX + length - 1)).isEqualTo((byte) 'z');
            }
        });
    }

    @Test
    void shouldRefuseASecondOpenerWithAClearMessage() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE)) {
                assertThat(port.name()).isEqualTo("t0");
                assertThatThrownBy(() -> TapPort.open("t0", Offload.NONE))
                        .isInstanceOf(SystemCallException.class)
                        .hasMessageContaining("EBUSY")
                        .hasMessageContaining("another fairlead daemon already uses TAP t0");
            }
        });
    }

    @Test
    void shouldRefuseANameThatIsAnotherKindOfInterface() {
        namespace.run(() -> {
            ip("link add v0 type veth peer name v1");
            assertThatThrownBy(() -> TapPort.open("v0", Offload.NONE)).hasMessageContaining("v0 exists and is not");
        });
    }

    @Test
    void shouldReadACompleteChecksumWhenNothingMayBeLeftUndone() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE)) {
                final int length = sendDatagram(port);
                assertThat(header.needsChecksum()).isFalse();
                assertThat(checksumOverDatagram(length)).isZero();
            }
        });
    }

    @Test
    void shouldReadAPartialChecksumWhenTheKernelMayLeaveIt() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.TCP)) {
                assertThat(port.offload()).isEqualTo(Offload.TCP);
                final int length = sendDatagram(port);
                assertThat(header.needsChecksum()).isTrue();
                assertThat(header.checksumStart()).isEqualTo(UDP_INDEX);
                assertThat(header.checksumOffset()).isEqualTo(UdpDatagram.CHECKSUM_FIELD_OFFSET);
                assertThat(datagram(length).checksum())
                        .isEqualTo(~InternetChecksum.fold(pseudoHeader(length)) & 0xFFFF);
            }
        });
    }

    @Test
    void shouldCutASuperFrameWhenItReachesAReceiverOfDatagrams() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.TCP_AND_UDP);
                    DatagramSocket socket = new DatagramSocket(null)) {
                setUp(1500);
                ip("link set t0 address 02:00:00:00:00:01");
                socket.bind(new InetSocketAddress("10.9.0.1", 7000));
                socket.setSoTimeout(5_000);
                final int length = UDP_INDEX + UdpDatagram.HEADER_LENGTH + 3 * 1000;
                new EthernetFrame()
                        .wrap(buffer, INDEX, length)
                        .destination(0x0200_0000_0001L)
                        .source(0x0200_0000_0009L)
                        .etherType(EtherType.IPV4);
                new Ipv4Packet()
                        .wrap(buffer, INDEX + 14, length - 14)
                        .header(0, 64, IpProtocol.UDP, 0x0A09_0009, 0x0A09_0001, length - 14);
                datagram(length)
                        .header(7001, 7000, length - UDP_INDEX)
                        .checksum(~InternetChecksum.fold(pseudoHeader(length)) & 0xFFFF);
                header.partialChecksum(UDP_INDEX, UdpDatagram.CHECKSUM_FIELD_OFFSET)
                        .segmentation(VirtioNetHeader.GSO_UDP_L4, 1000, UDP_INDEX + UdpDatagram.HEADER_LENGTH);

                assertThat(port.send(buffer, INDEX, length)).isEqualTo(length);

                for (int i = 0; i < 3; i++) {
                    final DatagramPacket received = new DatagramPacket(new byte[2000], 2000);
                    socket.receive(received);
                    assertThat(received.getLength()).isEqualTo(1000);
                }
            }
        });
    }

    @Test
    void shouldOpenADeviceThatWasMadeWithoutHeaders() {
        namespace.run(() -> {
            ip("tuntap add mode tap name t0");
            try (TapPort port = TapPort.open("t0", Offload.TCP)) {
                sendDatagram(port);
                assertThat(header.needsChecksum()).isTrue();
            }
        });
    }

    @Test
    void shouldDecideAnewAtEachOpeningWhatMayBeLeftUndone() {
        namespace.run(() -> {
            TapPort.open("t0", Offload.TCP_AND_UDP).close();
            try (TapPort port = TapPort.open("t0", Offload.NONE)) {
                assertThat(port.offload()).isEqualTo(Offload.NONE);
                final int length = sendDatagram(port);
                assertThat(header.needsChecksum()).isFalse();
                assertThat(checksumOverDatagram(length)).isZero();
            }
        });
    }

    /** Has the kernel send a datagram, and receives it; returns the frame's length. */
    private int sendDatagram(final TapPort port) throws IOException {
        setUp(1500);
        ip("neigh replace 10.9.0.2 lladdr 02:00:00:00:00:02 dev t0");
        try (DatagramSocket socket = new DatagramSocket();
                PollWaiter waiter = new PollWaiter(port.fd())) {
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, InetAddress.getByName("10.9.0.2"), 9));
            waiter.await(Long.MAX_VALUE);
            return port.receive(buffer, INDEX, ROOM);
        }
    }

    private UdpDatagram datagram(final int length) {
        return new UdpDatagram().wrap(buffer, INDEX + UDP_INDEX, length - UDP_INDEX);
    }

    private long pseudoHeader(final int length) {
        final Ipv4Packet packet = new Ipv4Packet().wrap(buffer, INDEX + 14, length - 14);
        return InternetChecksum.pseudoHeader(packet.source(), packet.destination(), IpProtocol.UDP, length - UDP_INDEX);
    }

    private int checksumOverDatagram(final int length) {
        return InternetChecksum.fold(
                InternetChecksum.add(pseudoHeader(length), buffer, INDEX + UDP_INDEX, length - UDP_INDEX));
    }

    @Test
    void shouldKeepDeviceAddressesAndRoutesWhenClosed() {
        namespace.run(() -> {
            TapPort.open("t0", Offload.NONE).close();
            setUp(1500);
            final TapPort port = TapPort.open("t0", Offload.NONE);
            assertThat(ip("addr show t0")).contains("10.9.0.1/24");
            port.destroy();
            assertThat(ip("link show")).doesNotContain("t0");
        });
    }

    @Test
    void shouldTellTheErrorWhenTheDeviceIsDown() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE)) {
                assertThat(port.lastError()).isZero();
                assertThat(port.send(buffer, INDEX, 60)).isEqualTo(FramePort.FAILED);
                assertThat(port.lastError()).isEqualTo(EIO);
            }
        });
    }

    @Test
    void shouldNotSpinWhenTheDeviceIsDeleted() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE);
                    PollWaiter waiter = new PollWaiter(port.fd())) {
                ip("link del t0");
                waiter.await(Long.MAX_VALUE);
                assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(FramePort.FAILED);
                final long startNs = System.nanoTime();
                waiter.await(20_000_000);
                assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(20_000_000);
            }
        });
    }

    @Test
    void shouldWaitForTheNewDeviceInPlaceOfADeletedOne() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0", Offload.NONE);
                    PollWaiter waiter = new PollWaiter(port.fd())) {
                ip("link del t0");
                waiter.await(Long.MAX_VALUE);
                assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(FramePort.FAILED);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.GONE);
                assertThat(port.send(buffer, INDEX, 60)).isEqualTo(FramePort.FAILED);
                assertThat(PortFault.of(port.lastError())).isEqualTo(PortFault.GONE);

                try (TapPort again = TapPort.open("t0", Offload.NONE)) {
                    waiter.watch(0, again.fd());
                    waiter.await(0);
                    setUp(1500);
                    ip("neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev t0");
                    try (DatagramSocket socket = new DatagramSocket()) {
                        socket.send(new DatagramPacket(new byte[3], 3, InetAddress.getByName("10.9.0.2"), 9));
                    }
                    waiter.await(Long.MAX_VALUE);
                    assertThat(again.receive(buffer, INDEX, ROOM)).isPositive();
                }
            }
        });
    }

    private static void setUp(final int mtu) {
        Namespace.command("sysctl -qw net.ipv6.conf.t0.disable_ipv6=1");
        ip("link set t0 mtu " + mtu);
        ip("addr add 10.9.0.1/24 dev t0");
        ip("link set t0 up");
    }

    private static byte[] hex(final String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
