package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadedConfigTest {

    private static final IpPrefix OWN = prefix("10.51.0.1", 24);
    private static final IpPrefix LEFT_VIRTUAL_IP = prefix("10.51.0.100", 32);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldFindNothingWhenVirtualIpIsInASubnetOfTheInterface() throws Exception {
        assertThat(load("").checkAgainst("eth0", List.of(prefix("192.168.1.1", 24), OWN)))
                .isEmpty();
    }

    @Test
    void shouldRefuseVirtualIpWhenItIsOutsideEverySubnet() throws Exception {
        assertThat(load("").checkAgainst("eth0", List.of(prefix("10.52.0.1", 24))))
                .singleElement()
                .asString()
                .endsWith("n1.yaml:2: virtualRouters[0].virtualIps[0]: 10.51.0.100 is outside every subnet of eth0"
                        + " [10.52.0.1/24]; use a free address of one of them");
    }

    @Test
    void shouldRefuseVirtualIpWhenItIsTheBroadcastAddressOfTheInterface() throws Exception {
        assertThat(load("").checkAgainst("eth0", List.of(prefix("10.51.0.97", 30))))
                .singleElement()
                .asString()
                .contains("10.51.0.100 is outside every subnet");
        assertThat(load("").checkAgainst("eth0", List.of(prefix("10.51.0.101", 30))))
                .singleElement()
                .asString()
                .contains("10.51.0.100 is the number or the broadcast address of [10.51.0.101/30]");
    }

    @Test
    void shouldTakeFirstAddressThatIsNoVirtualIpWhenManagementIpIsLeftOut() throws Exception {
        assertThat(load("").managementIp(List.of(LEFT_VIRTUAL_IP, OWN))).hasValue(OWN.address());
    }

    @Test
    void shouldRefuseInterfaceWhenItHasNoAddressButTheVirtualIp() throws Exception {
        assertThat(load("").checkAgainst("eth0", List.of(LEFT_VIRTUAL_IP)))
                .extracting(ConfigProblem::reason)
                .contains("eth0 has no IPv4 address of its own");
    }

    @Test
    void shouldRefuseProcessorsThatAreNotThereOrNotAllowed() throws Exception {
        Path file = Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects: [{protocol: http, originalPorts: [9090]}]
                cluster: {nodes: [10.51.0.2]}
                engine:
                  idle: spin
                  cpu: [1, 2, 7]
                """);

        assertThat(ConfigLoader.load(file).checkProcessors(List.of(0, 1, 2, 3), List.of(0, 1)))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        file + ":7: engine.cpu: CPU 2 is not allowed to this process; use some of [0, 1], or widen its"
                                + " cpuset (AllowedCPUs= of a systemd unit, --cpuset-cpus of a container)",
                        file + ":7: engine.cpu: this machine has no CPU 7; use some of [0, 1], or leave the key out"
                                + " for all");
        assertThat(ConfigLoader.load(file).checkProcessors(List.of(1, 2, 7), List.of(1, 2, 7)))
                .isEmpty();
        assertThat(load("").checkProcessors(List.of(0), List.of(0))).isEmpty();
    }

    @Test
    void shouldRefuseManagementIpWhenTheInterfaceDoesNotHaveIt() throws Exception {
        assertThat(load(", managementIp: 10.51.0.2").checkAgainst("eth0", List.of(OWN)))
                .singleElement()
                .asString()
                .endsWith(
                        "n1.yaml:1: node.managementIp: 10.51.0.2 is not an address of eth0; use one of [10.51.0.1/24],"
                                + " or leave the key out for the first");
    }

    @Test
    void shouldTakeTheLowestIpv6AddressOfItsOwnWhenManagementIp6IsLeftOut() throws Exception {
        LoadedConfig loaded = loadIpv6("'2001:db8::1/64'");
        List<IpAddress> addresses = Stream.of(
                        "fe80::1", "10.51.0.1", "fd00::7", "2001:db8::9", "2001:db8::8", "2001:db8::1")
                .map(IpAddress::parse)
                .toList();

        assertThat(loaded.managementIp6(addresses)).hasValue(IpAddress.parse("2001:db8::8"));
        assertThat(loaded.managementIp6(addresses.subList(0, 3))).hasValue(IpAddress.parse("fd00::7"));
        assertThat(loaded.managementIp6(addresses.subList(0, 2))).isEmpty();
        assertThat(load(", managementIp6: 'fd00::9'").managementIp6(addresses)).hasValue(IpAddress.parse("fd00::9"));
    }

    @Test
    void shouldRefuseManagementIp6WhenTheInterfaceDoesNotHaveIt() throws Exception {
        LoadedConfig loaded = load(", managementIp6: 'fd00::9'");
        List<IpPrefix> addresses = List.of(OWN, prefix("fe80::1", 64), prefix("fd00::7", 64));

        assertThat(loaded.checkAgainst("eth0", addresses))
                .singleElement()
                .asString()
                .endsWith(
                        "n1.yaml:1: node.managementIp6: fd00::9 is not an address of eth0; use one of [fd00::7/64], or leave"
                                + " the key out");
        assertThat(loaded.checkAgainst("eth0", List.of(OWN, prefix("fd00::9", 64))))
                .isEmpty();
    }

    @Test
    void shouldFindIpv6VirtualIpsInTheSubnetsOfTheirFamily() throws Exception {
        LoadedConfig loaded = loadIpv6("'fe80::51/64', '2001:db8::100/64'");

        assertThat(loaded.checkAgainst("eth0", List.of(prefix("fe80::1", 64), prefix("2001:db8::1", 64), OWN)))
                .isEmpty();
        assertThat(loaded.checkAgainst("eth0", List.of(prefix("fe80::1", 64), prefix("2001:db8:1::1", 64), OWN)))
                .singleElement()
                .asString()
                .contains("n1.yaml:2: virtualRouters[0].virtualIps[1]: 2001:db8::100 is outside every subnet of eth0"
                        + " [fe80::1/64, 2001:db8:1::1/64]; use a free address of one of them");
    }

    @Test
    void shouldRefuseIpv6VirtualIpWhenItIsTheNumberOfASubnetOfTheInterface() throws Exception {
        assertThat(loadIpv6("'2001:db8::100/64'")
                        .checkAgainst("eth0", List.of(prefix("fe80::1", 64), prefix("2001:db8::101", 120), OWN)))
                .singleElement()
                .asString()
                .contains("2001:db8::100 is the number of [2001:db8::101/120]");
    }

    @Test
    void shouldRefuseIpv6RouterWhenTheInterfaceHasNoLinkLocalAddress() throws Exception {
        assertThat(loadIpv6("'2001:db8::100/64'").checkAgainst("eth0", List.of(prefix("2001:db8::1", 64), OWN)))
                .singleElement()
                .asString()
                .contains("n1.yaml:2: virtualRouters[0].virtualIps: eth0 has no link-local IPv6 address");
    }

    @Test
    void shouldRefuseUnicastPeerWhenItIsTheNodeItself() throws Exception {
        LoadedConfig loaded = ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24], unicastPeers: [10.51.0.1, 10.51.0.2]}]
                cluster: {nodes: [10.51.0.2]}
                """));

        assertThat(loaded.checkAgainst("eth0", List.of(OWN)))
                .singleElement()
                .asString()
                .endsWith("n1.yaml:2: virtualRouters[0].unicastPeers[0]: 10.51.0.1 is an address of eth0 on this node"
                        + " itself; list the other nodes alone");
    }

    @Test
    void shouldCheckEachInterfaceForItsOwnRoutersAlone() throws Exception {
        LoadedConfig loaded = ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters:
                  - virtualIps: [10.51.0.100/24]
                  - virtualIps: [10.52.0.100/24]
                    interface: eth1
                cluster: {nodes: [10.51.0.2]}
                """));

        assertThat(loaded.checkAgainst("eth0", List.of(OWN))).isEmpty();
        assertThat(loaded.checkAgainst("eth1", List.of(prefix("10.52.0.1", 24))))
                .isEmpty();
        assertThat(loaded.checkAgainst("eth1", List.of(OWN)))
                .singleElement()
                .asString()
                .contains(
                        "virtualRouters[1].virtualIps[0]: 10.52.0.100 is outside every subnet of eth1 [10.51.0.1/24]");
    }

    private LoadedConfig loadIpv6(String virtualIps) throws ConfigException, IOException {
        return ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [%s]}]
                cluster: {nodes: [10.51.0.2]}
                """.formatted(virtualIps)));
    }

    private LoadedConfig load(String moreOfNode) throws ConfigException, IOException {
        return ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0%s}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                cluster: {nodes: [10.51.0.2]}
                """.formatted(moreOfNode)));
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(IpAddress.parse(address), length);
    }
}
