package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArpPacketTest {

    private static final long MAC = 0x0251_0000_0001L;
    private static final int VIP = 0x0A33_0064;
    private static final byte[] ARP = Arrays.copyOfRange(Golden.GRATUITOUS_ARP_FRAME, 14, 42);

    private final ArpPacket arp = new ArpPacket();

    @Test
    void shouldReadWhatKeepalivedSends() {
        arp.wrap(Bytes.atEnd(ARP, 28, 5), 5, 28);

        assertThat(arp.isValid()).isTrue();
        assertThat(arp.opcode()).isEqualTo(ArpPacket.REQUEST);
        assertThat(arp.senderMac()).isEqualTo(MAC);
        assertThat(arp.senderIp()).isEqualTo(VIP);
        assertThat(arp.targetMac()).isEqualTo(MacAddress.BROADCAST);
        assertThat(arp.targetIp()).isEqualTo(VIP);
        assertThat(arp)
                .hasToString("ArpPacket[opcode=1 sender=02:51:00:00:00:01/10.51.0.100"
                        + " target=ff:ff:ff:ff:ff:ff/10.51.0.100]");
    }

    @Test
    void shouldWriteWhatKeepalivedSends() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[42]);

        new EthernetFrame()
                .wrap(buffer, 0, 42)
                .destination(MacAddress.BROADCAST)
                .source(MAC)
                .etherType(EtherType.ARP);
        arp.wrap(buffer, 14, 28).header(ArpPacket.REQUEST).sender(MAC, VIP).target(MacAddress.BROADCAST, VIP);

        assertThat(buffer.byteArray()).isEqualTo(Golden.GRATUITOUS_ARP_FRAME);
    }

    @Test
    void shouldSetSenderAddressAlone() {
        final UnsafeBuffer buffer = Bytes.copy(ARP);

        arp.wrap(buffer, 0, 28).senderIp(0x0102_0304);

        assertThat(arp.senderIp()).isEqualTo(0x0102_0304);
        assertThat(arp.senderMac()).isEqualTo(MAC);
        assertThat(arp.targetIp()).isEqualTo(VIP);
    }

    @Test
    void shouldBeValidOnlyWhenWhole() {
        final byte[] padded = Arrays.copyOf(ARP, 46);
        for (int length = 0; length <= padded.length; length++) {
            arp.wrap(Bytes.atEnd(padded, length, 0), 0, length);
            assertThat(arp.isValid()).as("%d bytes", length).isEqualTo(length >= 28);
        }
    }

    @ParameterizedTest(name = "byte {0} of hardware type, protocol type, lengths")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldNotBeValidWhenTypeOrLengthDiffers(final int index) {
        final byte[] bad = ARP.clone();
        bad[index] ^= 0x01;

        assertThat(arp.wrap(Bytes.copy(bad), 0, 28).isValid()).isFalse();
        assertThat(arp).hasToString("ArpPacket[not ARP for IPv4 over Ethernet]");
    }
}
