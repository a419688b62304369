package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadedConfigTest {

    private static final Ipv4Prefix OWN = prefix("10.51.0.1", 24);
    private static final Ipv4Prefix LEFT_VIRTUAL_IP = prefix("10.51.0.100", 32);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldFindNothingWhenVirtualIpIsInASubnetOfTheInterface() throws Exception {
        assertThat(load("").checkAgainst(List.of(prefix("192.168.1.1", 24), OWN)))
                .isEmpty();
    }

    @Test
    void shouldRefuseVirtualIpWhenItIsOutsideEverySubnet() throws Exception {
        assertThat(load("").checkAgainst(List.of(prefix("10.52.0.1", 24))))
                .singleElement()
                .asString()
                .endsWith("n1.yaml:2: virtualRouters[0].virtualIps[0]: 10.51.0.100 is outside every subnet of eth0"
                        + " [10.52.0.1/24]; use a free address of one of them");
    }

    @Test
    void shouldRefuseVirtualIpWhenItIsTheBroadcastAddressOfTheInterface() throws Exception {
        assertThat(load("").checkAgainst(List.of(prefix("10.51.0.97", 30))))
                .singleElement()
                .asString()
                .contains("10.51.0.100 is outside every subnet");
        assertThat(load("").checkAgainst(List.of(prefix("10.51.0.101", 30))))
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
        assertThat(load("").checkAgainst(List.of(LEFT_VIRTUAL_IP)))
                .extracting(ConfigProblem::reason)
                .contains("eth0 has no IPv4 address of its own");
    }

    @Test
    void shouldRefuseManagementIpWhenTheInterfaceDoesNotHaveIt() throws Exception {
        assertThat(load(", managementIp: 10.51.0.2").checkAgainst(List.of(OWN)))
                .singleElement()
                .asString()
                .endsWith(
                        "n1.yaml:1: node.managementIp: 10.51.0.2 is not an address of eth0; use one of [10.51.0.1/24],"
                                + " or leave the key out for the first");
    }

    private LoadedConfig load(String moreOfNode) throws ConfigException, IOException {
        return ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0%s}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                cluster: {nodes: [10.51.0.2]}
                """.formatted(moreOfNode)));
    }

    private static Ipv4Prefix prefix(String address, int length) {
        return new Ipv4Prefix(Ipv4Address.parse(address).orElseThrow(), length);
    }
}
