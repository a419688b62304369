package io.fairlead.tapio;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.port.ClientQueue;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.tapio.bpf.Side;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.netlink.TapMode;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.testing.ClientFrames;
import io.fairlead.tapio.testing.Namespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a TAP with several queues does with frames of the kernel and of a redirection. */
class TapQueuesIT {

    private static final int QUEUES = 3;
    private static final int ROOM = 65_536;
    private static final int INDEX = 64;
    private static final int FRAMES = 2_000;
    private static final int CLIENTS = 50;
    private static final int TURNS = 20;
    private static final int LAST_BYTE_OF_DESTINATION = 33;
    private static final int PAYLOAD = 42;

    private final Namespace namespace = new Namespace("queues");
    private final UnsafeBuffer buffer = FileDescriptors.memory(INDEX + ROOM);

    @AfterEach
    void leave() {
        namespace.close();
    }

    @Test
    void shouldGiveEachFrameOfARedirectionToTheQueueOfItsClient() {
        namespace.run(() -> {
            try (TapPort wire = TapPort.open("w0", Offload.NONE);
                    TapQueues uplink = TapQueues.open("u0", Offload.NONE, Side.UPLINK, QUEUES)) {
                redirect("w0", "u0");
                final ClientFrames frames = new ClientFrames(1);
                int judged = 0;
                for (int i = 0; i < FRAMES; i++) {
                    final byte[] frame = frames.next();
                    final OptionalInt expected = ClientFrames.queueOnUplink(frame, QUEUES);
                    buffer.putBytes(INDEX, frame);
                    assertThat(wire.send(buffer, INDEX, frame.length)).isEqualTo(frame.length);
                    for (int queue = 0; queue < QUEUES; queue++) {
                        final int length = uplink.ports().get(queue).receive(buffer, INDEX, ROOM);
                        if (length > 0 && expected.isPresent()) {
                            judged++;
                            assertThat(queue).as("frame %d", i).isEqualTo(expected.getAsInt());
                        }
                    }
                }
                assertThat(judged).isGreaterThan(FRAMES / 2);
            }
        });
    }

    @Test
    void shouldKeepTheOrderOfWhatTheKernelSendsToAClientWhenThereAreSeveralQueues() {
        namespace.run(() -> {
            try (TapQueues host = TapQueues.open("t0", Offload.TCP_AND_UDP, Side.HOST, QUEUES);
                    DatagramSocket socket = new DatagramSocket()) {
                command("sysctl -qw net.ipv6.conf.t0.disable_ipv6=1");
                ip("addr add 10.9.0.1/24 dev t0");
                ip("link set t0 up");
                for (int client = 0; client < CLIENTS; client++) {
                    ip("neigh add 10.9.0." + (100 + client) + " lladdr 02:00:00:00:00:02 dev t0");
                }
                for (int turn = 0; turn < TURNS; turn++) {
                    for (int client = 0; client < CLIENTS; client++) {
                        socket.send(new DatagramPacket(
                                new byte[] {(byte) turn}, 1, InetAddress.getByName("10.9.0." + (100 + client)), 9));
                    }
                }
                final int[] turns = new int[256];
                int received = 0;
                for (int queue = 0; queue < QUEUES; queue++) {
                    while (host.ports().get(queue).receive(buffer, INDEX, ROOM) > 0) {
                        final int client = buffer.getByte(INDEX + LAST_BYTE_OF_DESTINATION) & 0xff;
                        assertThat(ClientQueue.of(0, Ipv6Address.mappedLow(0x0A09_0000 | client), QUEUES))
                                .isEqualTo(queue);
                        assertThat(buffer.getByte(INDEX + PAYLOAD)).isEqualTo((byte) turns[client]);
                        turns[client]++;
                        received++;
                    }
                }
                assertThat(received).isEqualTo(CLIENTS * TURNS);
            }
        });
    }

    @Test
    void shouldTellHowManyQueuesAreOpen() {
        namespace.run(() -> {
            try (Netlink netlink = Netlink.open()) {
                try (TapQueues taps = TapQueues.open("t0", Offload.NONE, Side.HOST, QUEUES);
                        TapPort single = TapPort.open("t1", Offload.NONE)) {
                    assertThat(taps.first().name()).isEqualTo("t0");
                    assertThat(single.name()).isEqualTo("t1");
                    assertThat(mode(netlink, "t0")).isEqualTo(new TapMode(true, QUEUES));
                    assertThat(mode(netlink, "t1")).isEqualTo(new TapMode(false, 0));
                }
                assertThat(mode(netlink, "t0")).isEqualTo(new TapMode(true, 0));
            }
        });
    }

    @Test
    void shouldRefuseADeviceOfTheOtherKind() {
        namespace.run(() -> {
            TapPort.open("t0", Offload.NONE).close();
            TapQueues.open("t1", Offload.NONE, Side.HOST, QUEUES).close();
            assertThatThrownBy(() -> TapQueues.open("t0", Offload.NONE, Side.HOST, QUEUES))
                    .hasMessageContaining("not a multi-queue TAP");
            assertThatThrownBy(() -> TapPort.open("t1", Offload.NONE)).hasMessageContaining("not a single-queue TAP");
        });
    }

    @Test
    void shouldOpenADeviceWithAnotherNumberOfQueuesThanBefore() {
        namespace.run(() -> {
            TapQueues.open("t0", Offload.NONE, Side.HOST, 2).close();
            try (TapQueues taps = TapQueues.open("t0", Offload.NONE, Side.HOST, QUEUES)) {
                assertThat(taps.ports()).hasSize(QUEUES);
                for (final TapPort port : taps.ports()) {
                    assertThat(port.receive(buffer, INDEX, ROOM)).isEqualTo(FramePort.WOULD_BLOCK);
                }
                taps.destroy();
            }
            assertThat(ip("link show")).doesNotContain("t0");
        });
    }

    @Test
    void shouldLeaveNothingBehindWhenTheKernelWasTriedOut() {
        namespace.run(() -> {
            TapQueues.tryOut(QUEUES);
            assertThat(ip("link show")).doesNotContain("fltrial");
        });
    }

    private static void redirect(final String from, final String to) {
        command("sysctl -qw net.ipv6.conf." + from + ".disable_ipv6=1");
        command("sysctl -qw net.ipv6.conf." + to + ".disable_ipv6=1");
        ip("link set " + from + " up");
        ip("link set " + to + " up");
        try (Netlink netlink = Netlink.open()) {
            netlink.trafficControl().redirect(link(netlink, from), link(netlink, to));
        }
    }

    private static Link link(final Netlink netlink, final String name) {
        return netlink.links().find(name).orElseThrow();
    }

    private static TapMode mode(final Netlink netlink, final String name) {
        return netlink.links().tapMode(link(netlink, name)).orElseThrow();
    }
}
