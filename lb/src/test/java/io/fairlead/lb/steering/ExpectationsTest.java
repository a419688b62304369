package io.fairlead.lb.steering;

import static io.fairlead.lb.steering.Fixture.CLIENT;
import static io.fairlead.lb.steering.Fixture.CLIENT6;
import static io.fairlead.lb.steering.Fixture.CLIENT_PORT;
import static io.fairlead.lb.steering.TestCluster.PROXY_PORT;
import static io.fairlead.lb.steering.TestCluster.TRANSLATED_PORT;
import static io.fairlead.lb.steering.TestCluster.VIP;
import static io.fairlead.lb.steering.TestCluster.VIP6;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.FlowState;
import io.fairlead.lb.flow.FlowTable;
import io.fairlead.lb.flow.SteeringTables;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.port.FramePort;
import io.fairlead.netstack.wire.IpProtocol;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {

    private static final int INDEX = FramePort.HEAD_ROOM;
    private static final int OWNER = TestCluster.ip(TestCluster.B);

    private final SteeringTables tables = SteeringTables.inMemory(16_384, 3600);
    private final Expectations expectations = new Expectations(tables);

    private static UnsafeBuffer inMemory(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[INDEX + frame.length]);
        buffer.putBytes(INDEX, frame);
        return buffer;
    }

    private static FlowKey flow(final boolean isIpv6) {
        final FlowKey key = new FlowKey();
        return isIpv6
                ? key.ipv6(
                        CLIENT6.high(),
                        CLIENT6.low(),
                        CLIENT_PORT,
                        VIP6.high(),
                        VIP6.low(),
                        TRANSLATED_PORT,
                        IpProtocol.TCP)
                : key.ipv4(CLIENT, CLIENT_PORT, VIP, TRANSLATED_PORT, IpProtocol.TCP);
    }

    private static Packets segment(final boolean isIpv6) {
        final Packets segment = Packets.tcp(TcpSegment.ACK).payload("data");
        return isIpv6
                ? Fixture.toVip6(segment, TestCluster.A, TRANSLATED_PORT)
                : Fixture.toVip(segment, TestCluster.A, TRANSLATED_PORT);
    }

    private int fromWire(final byte[] frame) {
        return expectations.fromWire(inMemory(frame), INDEX, frame.length);
    }

    private int fromKernel(final byte[] frame) {
        return expectations.fromKernel(inMemory(frame), INDEX, frame.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLookWhereTheFlowIs(final boolean isIpv6) {
        final int slot = tables.flows().insert(flow(isIpv6), OWNER, FlowState.ESTABLISHED, 0);

        assertThat(fromWire(segment(isIpv6).bytes())).isEqualTo(slot);
        assertThat(fromWire(segment(isIpv6).vlan(7).bytes())).isEqualTo(slot);
        assertThat(fromWire(
                        segment(isIpv6).payload("x".repeat(90)).fragments(1, 48).get(0)))
                .isEqualTo(slot);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLookWhereTheTranslationIs(final boolean isIpv6) {
        final int slot = tables.translations().insert(flow(isIpv6), CLIENT_PORT, PROXY_PORT, 0);
        final Packets answer = Packets.tcp(TcpSegment.ACK);

        assertThat(fromKernel((isIpv6
                                ? answer.from(VIP6, PROXY_PORT).to(CLIENT6, CLIENT_PORT)
                                : answer.from(VIP, PROXY_PORT).to(CLIENT, CLIENT_PORT))
                        .bytes()))
                .isEqualTo(slot);
    }

    static Stream<byte[]> framesWithoutPorts() {
        final byte[] whole = segment(false).bytes();
        final byte[] arp = whole.clone();
        arp[12] = 0x08;
        arp[13] = 0x06;
        return Stream.of(
                new byte[0],
                Arrays.copyOf(whole, 13),
                Arrays.copyOf(whole, 30),
                arp,
                segment(false).payload("x".repeat(90)).fragments(1, 48).get(1),
                segment(true).payload("x".repeat(90)).fragments(1, 48).get(1));
    }

    @ParameterizedTest
    @MethodSource("framesWithoutPorts")
    void shouldExpectNothingOfAFrameWithoutPorts(final byte[] frame) {
        assertThat(fromWire(frame)).isEqualTo(FlowTable.NONE);
        assertThat(fromKernel(frame)).isEqualTo(TranslationTable.NONE);
    }

    @Test
    void shouldChangeNothing() {
        final byte[] frame = segment(true).bytes();
        final UnsafeBuffer buffer = inMemory(frame);

        expectations.fromWire(buffer, INDEX, frame.length);
        expectations.fromKernel(buffer, INDEX, frame.length);

        assertThat(buffer).isEqualTo(inMemory(frame));
        assertThat(tables.flows().size()).isZero();
        assertThat(tables.translations().size()).isZero();
    }

    @Test
    void shouldExpectNoMoreFramesThanItHasRoomForUntilItFetches() {
        final byte[] frame = segment(true).bytes();
        for (int i = 0; i < 64; i++) {
            assertThat(fromWire(frame)).isNotEqualTo(FlowTable.NONE);
            assertThat(fromKernel(frame)).isNotEqualTo(TranslationTable.NONE);
        }
        assertThat(fromWire(frame)).isEqualTo(FlowTable.NONE);
        assertThat(fromKernel(frame)).isEqualTo(TranslationTable.NONE);

        expectations.fetch();

        assertThat(fromWire(frame)).isNotEqualTo(FlowTable.NONE);
        assertThat(fromKernel(frame)).isNotEqualTo(TranslationTable.NONE);
    }

    @Test
    void shouldNotPayWhileTheTablesFitIntoACache() {
        final FlowKey key = new FlowKey();
        for (int i = 0; i < 8192; i++) {
            assertThat(expectations.areWorthwhile()).isFalse();
            tables.flows()
                    .insert(
                            key.ipv4(CLIENT + i, CLIENT_PORT, VIP, TRANSLATED_PORT, IpProtocol.TCP),
                            OWNER,
                            FlowState.ESTABLISHED,
                            0);
        }
        assertThat(expectations.areWorthwhile()).isFalse();
        tables.translations().insert(flow(false), CLIENT_PORT, PROXY_PORT, 0);
        assertThat(expectations.areWorthwhile()).isFalse();

        tables.flows().insert(flow(true), OWNER, FlowState.ESTABLISHED, 0);

        assertThat(expectations.areWorthwhile()).isTrue();
    }
}
