package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tools.config.NodeConfig.AttachMode;
import io.fairlead.tools.config.NodeConfig.ThreadingMode;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.vrrp.VrrpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

    private static final String FULL = """
            node:
              name: n1
              interface: eth0
              managementIp: 10.51.0.1
              attach: inline
            virtualRouters:
              - id: 7
                version: 2
                priority: 99
                advertisementInterval: 2s
                preempt: false
                virtualIps: [10.51.0.100/24, 10.51.0.101/24]
            redirects:
              - protocol: http
                originalPorts: [9090, 9091]
                proxyPort: 3128
              - protocol: ssh
                transport: tcp
                originalPorts: [22]
                force: true
              - protocol: socks
                transport: udp
                originalPorts: [9090]
            cluster:
              keyFile: cluster.key
              nodes: [10.51.0.2]
              reportInterval: 500ms
              deadAfter: 20s
            engine:
              threadingMode: SHARED
            policy:
              stickyTimeout: 1h
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldReadEveryKeyWhenAllAreGiven() throws Exception {
        writeKey("rw-------");

        LoadedConfig loaded = load(FULL);

        NodeConfig config = loaded.config();
        assertThat(config.name()).isEqualTo("n1");
        assertThat(config.interfaceName()).isEqualTo("eth0");
        assertThat(config.managementIp()).hasValue(address("10.51.0.1"));
        assertThat(config.attach()).isEqualTo(AttachMode.INLINE);
        assertThat(config.virtualRouters())
                .containsExactly(new VirtualRouterSettings(
                        7,
                        VrrpVersion.V2,
                        99,
                        Duration.ofSeconds(2),
                        false,
                        List.of(prefix("10.51.0.100", 24), prefix("10.51.0.101", 24))));
        assertThat(config.redirects())
                .containsExactly(
                        new RedirectConfig("http", Transport.TCP, List.of(9090, 9091), 3128),
                        new RedirectConfig("ssh", Transport.TCP, List.of(22), 22),
                        new RedirectConfig("socks", Transport.UDP, List.of(9090), 9090));
        assertThat(config.cluster().key().orElseThrow().bytes()).isEqualTo(new byte[32]);
        assertThat(config.cluster().openDiscovery()).isFalse();
        assertThat(config.cluster().nodes()).containsExactly(address("10.51.0.2"));
        assertThat(config.cluster().reportInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.cluster().deadAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.threadingMode()).isEqualTo(ThreadingMode.SHARED);
        assertThat(config.stickyTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void shouldFillInDefaultsWhenKeysAreLeftOut() throws Exception {
        NodeConfig config = load("""
                        node: {name: n1, interface: eth0}
                        virtualRouters:
                          - virtualIps: [10.51.0.100/24]
                        redirects:
                          - {protocol: http, originalPorts: [9090]}
                        cluster: {nodes: [10.51.0.2]}
                        """).config();

        assertThat(config.managementIp()).isEmpty();
        assertThat(config.attach()).isEqualTo(AttachMode.INLINE);
        assertThat(config.virtualRouters())
                .containsExactly(new VirtualRouterSettings(
                        51, VrrpVersion.V2, 100, Duration.ofSeconds(1), true, List.of(prefix("10.51.0.100", 24))));
        assertThat(config.redirects()).containsExactly(new RedirectConfig("http", Transport.TCP, List.of(9090), 9090));
        assertThat(config.cluster().key()).isEmpty();
        assertThat(config.cluster().reportInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.cluster().deadAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.threadingMode()).isEqualTo(ThreadingMode.SHARED_NETWORK);
        assertThat(config.stickyTimeout()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void shouldTakeVersion3WhenTheAddressesAreIpv6() throws Exception {
        LoadedConfig loaded = load("""
                node: {name: n1, interface: eth0}
                virtualRouters:
                  - virtualIps: [10.51.0.100/24]
                  - virtualIps: ['fe80::51/64', '2001:DB8::100/64']
                redirects: [{protocol: http, originalPorts: [9090]}]
                cluster: {nodes: [10.51.0.2]}
                """);

        assertThat(loaded.config().virtualRouters())
                .satisfiesExactly(ipv4 -> assertThat(ipv4.isIpv6()).isFalse(), ipv6 -> {
                    assertThat(ipv6.isIpv6()).isTrue();
                    assertThat(ipv6.id()).isEqualTo(51);
                    assertThat(ipv6.version()).isEqualTo(VrrpVersion.V3);
                    assertThat(ipv6.virtualIps()).containsExactly(prefix("fe80::51", 64), prefix("2001:db8::100", 64));
                });
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void shouldWarnWhenAnIpv6RouterHasNoLinkLocalAddress() throws Exception {
        assertThat(load("""
                        node: {name: n1, interface: eth0}
                        virtualRouters: [{virtualIps: ['2001:db8::100/64']}]
                        redirects: [{protocol: http, originalPorts: [9090]}]
                        cluster: {nodes: [10.51.0.2]}
                        """).warnings())
                .singleElement()
                .asString()
                .contains("n1.yaml:2: virtualRouters[0].virtualIps: has no link-local address");
    }

    @Test
    void shouldTakeTheIntervalsOfVersion3WhenItIsAskedFor() throws Exception {
        for (String interval : List.of("10ms", "30ms", "1s", "40950ms")) {
            assertThat(load("""
                            node: {name: n1, interface: eth0}
                            virtualRouters: [{version: 3, advertisementInterval: %s, virtualIps: [10.51.0.100/24]}]
                            cluster: {nodes: [10.51.0.2]}
                            """.formatted(interval)).config().virtualRouters())
                    .singleElement()
                    .extracting(VirtualRouterSettings::version)
                    .isEqualTo(VrrpVersion.V3);
        }
    }

    @Test
    void shouldReportEverythingAtOnceWhenSeveralKeysAreWrong() {
        assertThatThrownBy(() -> load("""
                        node:
                          name: n1
                          interfaec: eth0
                        virtualRouters:
                          - priority: 300
                            virtualIps: [10.51.0.100/24]
                        cluster:
                          discovery: open
                          deadAfter: soon
                        """)).isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                .extracting(ConfigProblem::line)
                .containsExactly(1, 3, 5, 9));
    }

    @Test
    void shouldWarnWhenDiscoveryIsOpenAndNothingIsRedirected() throws Exception {
        LoadedConfig loaded = load("""
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24]}]
                redirects: []
                cluster: {discovery: open}
                """);

        assertThat(loaded.config().cluster().openDiscovery()).isTrue();
        assertThat(loaded.warnings())
                .extracting(ConfigProblem::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains(":3: redirects: there are none"),
                        second -> assertThat(second).contains(":4: cluster.discovery: open lets any machine"));
    }

    @Test
    void shouldRefuseKeyFileWhenOthersCanReadIt() throws Exception {
        writeKey("rw-r-----");

        assertThatThrownBy(() -> load(FULL))
                .hasMessageContaining("n1.yaml:25: cluster.keyFile: others can read or change ")
                .hasMessageContaining("(rw-r-----); chmod 600 ");
    }

    @Test
    void shouldRefuseKeyFileWhenItIsMissing() {
        assertThatThrownBy(() -> load(FULL))
                .hasMessageContaining("n1.yaml:25: cluster.keyFile: ")
                .hasMessageContaining("cluster.key does not exist; make one with `fairlead keygen ");
    }

    @Test
    void shouldRefuseKeyFileWhenItHoldsNoKey() throws Exception {
        writeKey("rw-------");
        Files.writeString(directory.resolve("cluster.key"), "secret\n");

        assertThatThrownBy(() -> load(FULL)).hasMessageContaining("holds no key (one line of 64 hex digits); make one");
    }

    @Test
    void shouldNameFileWhenItCannotBeRead() {
        assertThatThrownBy(() -> ConfigLoader.load(directory.resolve("none.yaml")))
                .hasMessageEndingWith("none.yaml: does not exist; check the path");
        assertThatThrownBy(() -> ConfigLoader.load(directory)).hasMessageContaining("cannot be read");
    }

    @Test
    void shouldRefuseFileWhenItIsNotText() throws IOException {
        Path file = directory.resolve("n1.yaml");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThatThrownBy(() -> ConfigLoader.load(file)).hasMessageEndingWith("is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void shouldNotShowTheKeyWhenPrinted() {
        assertThat(new ClusterKey(new byte[32])).hasToString("ClusterKey[...]");
    }

    private LoadedConfig load(String yaml) throws ConfigException, IOException {
        return ConfigLoader.load(Files.writeString(directory.resolve("n1.yaml"), yaml));
    }

    private void writeKey(String permissions) throws IOException {
        Path key = Files.writeString(directory.resolve("cluster.key"), new ClusterKey(new byte[32]).toText());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text);
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(address(address), length);
    }
}
