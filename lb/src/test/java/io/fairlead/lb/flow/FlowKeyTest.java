package io.fairlead.lb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpProtocol;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FlowKeyTest {

    private static final IpAddress CLIENT = IpAddress.parse("2001:db8::ffff:0:1");
    private static final IpAddress VIP = IpAddress.parse("fd00:51::64");

    private final FlowTable table =
            new FlowTable(new UnsafeBuffer(ByteBuffer.allocateDirect(FlowTable.memoryLength(64))), 1, 64);

    @Test
    void shouldGiveAnIpv6FlowBackWhenItWasInATable() {
        final FlowKey written =
                new FlowKey().ipv6(CLIENT.high(), CLIENT.low(), 65_535, VIP.high(), VIP.low(), 65_534, IpProtocol.UDP);

        final FlowKey read = table.key(table.insert(written, 1, FlowState.NEW, 0), new FlowKey());

        assertThat(read.isIpv6()).isTrue();
        assertThat(read.client()).isEqualTo(CLIENT);
        assertThat(read.clientPort()).isEqualTo(65_535);
        assertThat(read.destination()).isEqualTo(VIP);
        assertThat(read.destinationPort()).isEqualTo(65_534);
        assertThat(read.protocol()).isEqualTo(IpProtocol.UDP);
    }

    @Test
    void shouldBeTheSameFlowWhenSetFromObjects() {
        final int slot =
                table.insert(new FlowKey().ipv4(0x0A33_0064, 1, 0x0A33_0032, 2, IpProtocol.TCP), 1, FlowState.NEW, 0);
        final int slot6 = table.insert(
                new FlowKey().ipv6(CLIENT.high(), CLIENT.low(), 1, VIP.high(), VIP.low(), 2, IpProtocol.TCP),
                1,
                FlowState.NEW,
                0);

        final IpAddress client4 = IpAddress.parse("10.51.0.100");
        final IpAddress vip4 = IpAddress.parse("10.51.0.50");
        assertThat(table.find(new FlowKey().ip(client4, 1, vip4, 2, IpProtocol.TCP)))
                .isEqualTo(slot);
        assertThat(table.find(new FlowKey().ip(CLIENT, 1, VIP, 2, IpProtocol.TCP)))
                .isEqualTo(slot6);
    }

    @Test
    void shouldHoldIpv4InMappedForm() {
        final FlowKey key = new FlowKey().ipv4(0xFFFF_FFFE, 1, 0x8000_0001, 2, IpProtocol.TCP);

        assertThat(key.isIpv6()).isFalse();
        assertThat(key.client()).isEqualTo(IpAddress.parse("255.255.255.254"));
        assertThat(key.destination()).isEqualTo(IpAddress.parse("128.0.0.1"));
        assertThat(key.clientHigh()).isZero();
        assertThat(key.clientLow()).isEqualTo(0xFFFF_FFFF_FFFEL);
        assertThat(key.destinationHigh()).isZero();
        assertThat(key.destinationLow()).isEqualTo(0xFFFF_8000_0001L);
    }
}
