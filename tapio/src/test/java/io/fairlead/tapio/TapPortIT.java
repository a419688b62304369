package io.fairlead.tapio;

import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import io.fairlead.tapio.testing.Namespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TapPortIT {

    private static final int ROOM = 65_536;
    private static final int EIO = 5;
    private static final int ARP_LENGTH = 42;

    private final Namespace namespace = new Namespace("tap");
    private final UnsafeBuffer buffer = FileDescriptors.memory(ROOM + 64);

    @AfterEach
    void leave() {
        namespace.close();
    }

    @Test
    void shouldReadWhatTheKernelSendsAndWriteWhatItAnswersTo() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0");
                    PollWaiter waiter = new PollWaiter(port.fd())) {
                setUp(1500);
                // Who has 10.9.0.1? From a host that the kernel has never seen.
                final byte[] request = hex("ffffffffffff 020000000009 0806 0001 0800 06 04 0001"
                        + "020000000009 0a090009 000000000000 0a090001");
                buffer.putBytes(64, request);
                assertThat(port.send(buffer, 64, request.length)).isEqualTo(ARP_LENGTH);
                waiter.await(Long.MAX_VALUE);
                assertThat(port.receive(buffer, 8, ROOM)).isEqualTo(ARP_LENGTH);
                final byte[] reply = new byte[ARP_LENGTH];
                buffer.getBytes(8, reply);
                assertThat(Arrays.copyOf(reply, 6)).isEqualTo(hex("020000000009"));
                assertThat(Arrays.copyOfRange(reply, 20, 22)).isEqualTo(hex("0002"));
                assertThat(port.receive(buffer, 0, ROOM)).isEqualTo(FramePort.WOULD_BLOCK);
            }
        });
    }

    @Test
    void shouldReadAFrameOf64Kib() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0");
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
                assertThat(port.receive(buffer, 0, ROOM)).isEqualTo(length);
                assertThat(buffer.getByte(length - 1)).isEqualTo((byte) 'z');
            }
        });
    }

    @Test
    void shouldRefuseASecondOpenerWithAClearMessage() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0")) {
                assertThat(port.name()).isEqualTo("t0");
                assertThatThrownBy(() -> TapPort.open("t0"))
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
            assertThatThrownBy(() -> TapPort.open("v0")).hasMessageContaining("v0 exists and is not");
        });
    }

    @Test
    void shouldKeepDeviceAddressesAndRoutesWhenClosed() {
        namespace.run(() -> {
            TapPort.open("t0").close();
            setUp(1500);
            final TapPort port = TapPort.open("t0");
            assertThat(ip("addr show t0")).contains("10.9.0.1/24");
            port.destroy();
            assertThat(ip("link show")).doesNotContain("t0");
        });
    }

    @Test
    void shouldTellTheErrorWhenTheDeviceIsDown() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0")) {
                assertThat(port.lastError()).isZero();
                assertThat(port.send(buffer, 0, 60)).isEqualTo(FramePort.FAILED);
                assertThat(port.lastError()).isEqualTo(EIO);
            }
        });
    }

    @Test
    void shouldNotSpinWhenTheDeviceIsDeleted() {
        namespace.run(() -> {
            try (TapPort port = TapPort.open("t0");
                    PollWaiter waiter = new PollWaiter(port.fd())) {
                ip("link del t0");
                waiter.await(Long.MAX_VALUE);
                assertThat(port.receive(buffer, 0, ROOM)).isEqualTo(FramePort.FAILED);
                final long startNs = System.nanoTime();
                waiter.await(20_000_000);
                assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(20_000_000);
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
