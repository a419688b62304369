package io.fairlead.tapio;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.ProcParser.CpuTimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ProcParserTest {

    @Test
    void shouldCountIdleAndIoWaitAsNotBusyAndGuestTimeOnce() {
        final CpuTimes times = ProcParser.cpuTimes("cpu  100 10 50 800 40 1 2 3 70 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        assertThat(times).isEqualTo(new CpuTimes(100 + 10 + 50 + 1 + 2 + 3, 1006));
    }

    @Test
    void shouldGiveBusyShareBetweenSamples() {
        assertThat(new CpuTimes(130, 1100).busyFractionSince(new CpuTimes(100, 1000)))
                .isEqualTo(0.3, within(1e-9));
    }

    @Test
    void shouldStayWithinBoundsWhenCountersStandStillOrRunBackwards() {
        assertThat(new CpuTimes(100, 1000).busyFractionSince(new CpuTimes(100, 1000)))
                .isZero();
        assertThat(new CpuTimes(90, 1010).busyFractionSince(new CpuTimes(100, 1000)))
                .isZero();
        assertThat(new CpuTimes(120, 1010).busyFractionSince(new CpuTimes(100, 1000)))
                .isOne();
    }

    @Test
    void shouldTakeMemoryThatIsNotAvailableAsUsed() {
        final String meminfo =
                "MemTotal:        4000 kB\nMemFree:          100 kB\nMemAvailable:    1000 kB\nBuffers: 1 kB\n";
        assertThat(ProcParser.memoryUsedFraction(meminfo)).isEqualTo(0.75, within(1e-9));
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertThatThrownBy(() -> ProcParser.memoryUsedFraction("MemTotal: 1 kB\n"))
                .hasMessage("/proc/meminfo has no MemAvailable:");
        assertThatThrownBy(() -> ProcParser.cpuTimes("intr 1 2")).hasMessageContaining("/proc/stat");
    }

    /** From a real host, cut where the kernel's lines go on. */
    @Test
    void shouldReadWhatListensWhenItIsOfIpv4() {
        assertThat(ProcParser.tcpListener(
                        "   0: 0100007F:0C38 00000000:0000 0A 00000000:00000005 00:00000000 00000000     0        0 580 1",
                        LITTLE_ENDIAN))
                .isEqualTo(new TcpListener(IpAddress.parse("127.0.0.1"), 3128, 5));
        assertThat(ProcParser.tcpListener(
                        " 10: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 580 1",
                        LITTLE_ENDIAN))
                .isEqualTo(new TcpListener(IpAddress.parse("0.0.0.0"), 2024, 0));
        assertThat(ProcParser.tcpListener(
                        "   0: 0A330001:0C38 00000000:0000 0A 00000000:00000081 00:00000000 00000000     0        0 580 1",
                        BIG_ENDIAN))
                .isEqualTo(new TcpListener(IpAddress.parse("10.51.0.1"), 3128, 129));
    }

    @Test
    void shouldReadWhatListensWhenItIsOfIpv6() {
        final String rest = " 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 30 1";
        assertThat(ProcParser.tcpListener("   1: 00000000000000000000000001000000:1F90" + rest, LITTLE_ENDIAN))
                .isEqualTo(new TcpListener(IpAddress.parse("::1"), 8080, 0));
        assertThat(ProcParser.tcpListener("   1: B80D0120010051000000000001000000:1F90" + rest, LITTLE_ENDIAN))
                .isEqualTo(new TcpListener(IpAddress.parse("2001:db8:51:1::1"), 8080, 0));
        assertThat(ProcParser.tcpListener("   1: 0000000000000000FFFF00000100330A:1F90" + rest, LITTLE_ENDIAN))
                .as("IPv4 by way of a socket of IPv6")
                .isEqualTo(new TcpListener(IpAddress.parse("10.51.0.1"), 8080, 0));
    }

    @Test
    void shouldLeaveOutWhatDoesNotListen() {
        assertThat(ProcParser.tcpListener(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                        LITTLE_ENDIAN))
                .isNull();
        assertThat(ProcParser.tcpListener(
                        "   1: 0100007F:BE94 0100007F:4AB3 06 00000000:00000000 03:0000174E 00000000     0        0 0 3",
                        LITTLE_ENDIAN))
                .isNull();
        assertThat(ProcParser.tcpListener("", LITTLE_ENDIAN)).isNull();
    }

    @Test
    void shouldNameTheLineThatItDoesNotUnderstand() {
        assertThatThrownBy(() -> ProcParser.tcpListener("0: 0100007F 0:0 0A 0:0", LITTLE_ENDIAN))
                .hasMessage("a line of /proc/net/tcp is not understood: 0: 0100007F 0:0 0A 0:0");
    }

    @Test
    void shouldFindTheListenersOfThisHost() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(TcpListeners.on(one.getLocalPort()))
                    .containsExactly(new TcpListener(IpAddress.parse("127.0.0.1"), one.getLocalPort(), 0));
            try (Socket waiting = new Socket(one.getInetAddress(), one.getLocalPort())) {
                assertThat(waiting.isConnected()).isTrue();
                assertThat(TcpListeners.on(one.getLocalPort()))
                        .extracting(TcpListener::waiting)
                        .containsExactly(1);
            }
        }
    }

    @Test
    void shouldReadThisHost() {
        final HostLoad load = new HostLoad();
        assertThat(load.cpuFraction()).isBetween(0.0, 1.0);
        assertThat(load.memoryFraction()).isBetween(0.01, 1.0);
    }
}
