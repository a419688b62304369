package io.fairlead.tapio.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden bytes are what iproute2 6.1 sends for the same purpose (seen with strace), on a little-endian machine. */
class NetlinkMessageTest {

    private static final Link LOOPBACK = new Link(1, "lo", 0, 65536, 0x49, 772, 0, 0, "", "");

    @BeforeAll
    static void checkByteOrder() {
        assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldBuildRedirectionAsTcDoes() {
        assertThat(TrafficControl.redirectFilter(3, 2).build()).isEqualTo(hex("""
                        8c 00 00 00 2c 00 05 06  00 00 00 00 00 00 00 00
                        00 00 00 00 03 00 00 00  00 00 00 00 f2 ff ff ff
                        00 03 01 00 08 00 01 00  75 33 32 00 60 00 02 00
                        38 00 07 00 34 00 01 00  0b 00 01 00 6d 69 72 72
                        65 64 00 00 24 00 02 80  20 00 02 00 00 00 00 00
                        00 00 00 00 04 00 00 00  00 00 00 00 00 00 00 00
                        01 00 00 00 02 00 00 00  24 00 05 00 01 00 01 00
                        00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00
                        00 00 00 00 00 00 00 00  00 00 00 00"""));
    }

    @Test
    void shouldFindTargetOfRedirection() {
        final byte[] message = TrafficControl.redirectFilter(3, 77).build();
        final byte[] payload = Arrays.copyOfRange(message, Rtnetlink.NLMSG_HEADER_LENGTH, message.length);
        assertThat(TrafficControl.redirectTarget(payload)).isEqualTo(77);
        assertThat(TrafficControl.redirectTarget(Arrays.copyOf(payload, 60))).isZero();
    }

    @Test
    void shouldBuildLocalRouteAsIpDoes() throws UnknownHostException {
        final int createExclusively = Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL;
        assertThat(Routes.local(
                                Rtnetlink.RTM_NEWROUTE,
                                createExclusively,
                                LOOPBACK,
                                InetAddress.getByName("10.9.0.100"),
                                253)
                        .build())
                .isEqualTo(hex("""
                        2c 00 00 00 18 00 05 06  00 00 00 00 00 00 00 00
                        02 20 00 00 ff fd fe 02  00 00 00 00 08 00 01 00
                        0a 09 00 64 08 00 04 00  01 00 00 00"""));
    }

    @Test
    void shouldBuildAddressWithLifetimeAsIpDoesButMarked() throws UnknownHostException {
        assertThat(Addresses.lasting(3, InetAddress.getByName("10.9.0.100"), new Addresses.Lifetimes(3, 2, 253))
                        .build())
                .isEqualTo(hex("""
                        4c 00 00 00 14 00 05 05  00 00 00 00 00 00 00 00
                        02 20 00 00 03 00 00 00  08 00 02 00 0a 09 00 64
                        08 00 01 00 0a 09 00 64  08 00 08 00 00 02 00 00
                        05 00 0b 00 fd 00 00 00  14 00 06 00 02 00 00 00
                        03 00 00 00 00 00 00 00  00 00 00 00"""));
    }

    @Test
    void shouldGrowWithALongAttribute() {
        final byte[] message = new MessageBuilder(Rtnetlink.RTM_NEWLINK, 0)
                .attribute(1, new byte[5_000])
                .attribute(2, "x")
                .build();
        final Attributes attributes = Attributes.parse(message, Rtnetlink.NLMSG_HEADER_LENGTH);
        assertThat(attributes.get(1)).hasSize(5_000);
        assertThat(attributes.string(2)).isEqualTo("x");
    }

    @Test
    void shouldEndAttributesAtALengthThatLeadsOutside() {
        assertThat(Attributes.parse(hex("0500 0b00 fd000000 ff00 0100 00000000"), 0)
                        .unsigned8(Rtnetlink.IFA_PROTO, 0))
                .isEqualTo(253);
        assertThat(Attributes.parse(hex("0300 0100 00000000"), 0).get(1)).isNull();
        assertThat(Attributes.parse(hex("080001"), 0).get(1)).isNull();
    }

    @Test
    void shouldReadLink() {
        final byte[] payload = hex("0000 0100 03000000 43120000 00000000"
                + "09000300 65746830 00000000"
                + "08000400 dc050000"
                + "0a000100 02aabbccddee 0000"
                + "08000a00 09000000"
                + "0c001200 08000100 74756e00");
        final Link link = Links.parse(payload);
        assertThat(link).isEqualTo(new Link(3, "eth0", 0x02aabbccddeeL, 1500, 0x1243, 1, 0, 9, "tun", ""));
        assertThat(link.isUp()).isTrue();
        assertThat(link.isAllMulticast()).isTrue();
        assertThat(link.isEthernet()).isTrue();
        assertThat(link.isTun()).isTrue();
    }

    @Test
    void shouldMoveAddressToAnotherInterface() {
        final AddressEntry address = AddressEntry.fromHex("021800000300000008000100" + "0a330001" + "05000b00fd000000");
        assertThat(address).hasToString("10.51.0.1/24");
        assertThat(address.address().getAddress()).isEqualTo(hex("0a330001"));
        assertThat(address.prefixLength()).isEqualTo(24);
        assertThat(address.protocol()).isEqualTo(253);
        assertThat(address.interfaceIndex()).isEqualTo(3);
        assertThat(new AddressEntry(address.payloadFor(9)).interfaceIndex()).isEqualTo(9);
        assertThat(AddressEntry.fromHex(address.toHex())).isEqualTo(address);
    }

    /** Flags of IPv6 addresses, in the order of their bits; permanent is 80. */
    @ParameterizedTest
    @CsvSource({"80, true", "81, false", "82, true", "88, false", "a0, false", "c0, false", "280, true", "100, true"})
    void shouldTellLastingAddressesFromOthers(final String flags, final boolean isLasting) {
        final String word = ("0000" + flags).substring(flags.length());
        final AddressEntry address = AddressEntry.fromHex("0a40000003000000" + "14000100"
                + "20010db8005100000000000000000001" + "08000800" + word.substring(2) + word.substring(0, 2) + "0000");
        assertThat(address.isLasting()).isEqualTo(isLasting);
    }

    @Test
    void shouldMoveRouteWithoutWhatOnlyTheKernelMaySet() {
        final RouteEntry route = route(
                "02000000fe040001 10000000" // default, proto static, linkdown
                        + "08000f00 fe000000" // table
                        + "08000500 0a3300fe" // gateway
                        + "08000400 03000000" // interface
                        + "08001e00 05000000"); // next-hop object
        assertThat(route).hasToString("default via 10.51.0.254 proto 4 table 254");
        assertThat(route.leadsTo(3)).isTrue();
        assertThat(route.leadsTo(4)).isFalse();
        assertThat(rewritten(route, 3, 9))
                .isEqualTo(hex("02000000fe040001 00000000 08000f00 fe000000 08000500 0a3300fe 08000400 09000000"));
    }

    @Test
    void shouldMoveOnlyTheNextHopsOfTheInterface() {
        final RouteEntry route = route("02100000fe030001 00000000 08000100 0a3c0000"
                + "24000900"
                + "10001000 03000000 08000500 0a330002"
                + "10000002 04000000 08000500 0a330003");
        assertThat(route.leadsTo(3)).isTrue();
        assertThat(route.leadsTo(5)).isFalse();
        assertThat(rewritten(route, 3, 9))
                .isEqualTo(hex("02100000fe030001 00000000 08000100 0a3c0000"
                        + "24000900"
                        + "10000000 09000000 08000500 0a330002"
                        + "10000002 04000000 08000500 0a330003"));
    }

    @Test
    void shouldTellRoutesThatComeWithAnAddress() {
        assertThat(route("02200000ff02fe02 00000000").isImpliedByAddress()).isTrue();
        assertThat(route("02180000fe02fd01 00000000").isImpliedByAddress()).isFalse();
        assertThat(route("02200000fffdfe02 00000000").isImpliedByAddress()).isFalse();
    }

    @Test
    void shouldRefuseWhatIsTooShortToBeAMessage() {
        assertThatThrownBy(() -> AddressEntry.fromHex("0218")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RouteEntry.fromHex("0218")).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] rewritten(final RouteEntry route, final int from, final int to) {
        final MessageBuilder request = new MessageBuilder(Rtnetlink.RTM_NEWROUTE, 0);
        route.writeTo(request, from, to);
        final byte[] message = request.build();
        return Arrays.copyOfRange(message, Rtnetlink.NLMSG_HEADER_LENGTH, message.length);
    }

    private static RouteEntry route(final String digits) {
        return new RouteEntry(hex(digits));
    }

    private static byte[] hex(final String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }
}
