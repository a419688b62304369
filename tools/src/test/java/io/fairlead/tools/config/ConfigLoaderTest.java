package io.fairlead.tools.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeSettings;
import io.fairlead.lb.policy.HeavySourcePolicy;
import io.fairlead.lb.policy.Weights;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.config.EngineConfig.Idle;
import io.fairlead.tools.config.EngineConfig.ThreadingMode;
import io.fairlead.tools.config.NodeConfig.AttachMode;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.Authentication.HmacKey;
import io.fairlead.vrrp.ChecksumForm;
import io.fairlead.vrrp.VrrpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

    private static final String FULL = FullConfig.YAML;
    private static final String MINIMAL = FullConfig.MINIMAL;
    private static final String KEY_TEXT = FullConfig.KEY_TEXT;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldReadEveryKeyWhenAllAreGiven() throws Exception {
        writeKey("rw-------");
        writeSecret("vrrp1.key", KEY_TEXT + "\r\n");
        writeSecret("vrrp2.key", "hex:" + "00".repeat(32) + "\n");

        LoadedConfig loaded = load(FULL);

        NodeConfig config = loaded.config();
        assertThat(config.name()).isEqualTo("n1");
        assertThat(config.interfaceName()).isEqualTo("eth0");
        assertThat(config.managementIp()).hasValue(address("10.51.0.1"));
        assertThat(config.managementIp6()).hasValue(address("2001:db8:51::1"));
        assertThat(config.attach()).isEqualTo(AttachMode.INLINE);
        assertThat(config.interfaceNames()).containsExactly("eth0", "eth1");
        VirtualRouterSettings router = config.virtualRouters().get(0);
        assertThat(router)
                .usingRecursiveComparison()
                .ignoringFields("authentication")
                .isEqualTo(new VirtualRouterSettings(
                        7,
                        VrrpVersion.V2,
                        99,
                        Duration.ofSeconds(2),
                        false,
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        "eth1",
                        List.of(prefix("10.51.0.100", 24), prefix("10.51.0.101", 24)),
                        List.of(address("10.51.0.2"), address("10.51.0.3")),
                        ChecksumForm.WITH_PSEUDO_HEADER,
                        false,
                        Optional.of("web"),
                        Authentication.NONE,
                        new GratuitousArpSettings(
                                3,
                                Duration.ofMillis(10),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(1),
                                2,
                                0,
                                Duration.ZERO),
                        List.of(
                                new TrackSettings(new TrackTarget.Link("eth2"), 0, 1, 1),
                                new TrackSettings(
                                        new TrackTarget.Command(
                                                Path.of("/bin/true"), Duration.ofSeconds(5), Duration.ofSeconds(3)),
                                        -20,
                                        2,
                                        3),
                                new TrackSettings(new TrackTarget.Presence(Path.of("/run/x")), 253, 1, 1),
                                new TrackSettings(new TrackTarget.Route(prefix("0.0.0.0", 0)), 0, 1, 1),
                                new TrackSettings(new TrackTarget.Route(prefix("::", 0)), 0, 1, 1),
                                new TrackSettings(new TrackTarget.Health(), 0, 1, 1))));
        assertThat(router.authentication()).isInstanceOfSatisfying(Authentication.Hmac.class, hmac -> {
            assertThat(hmac.keys()).containsOnlyKeys(1, 2);
            assertThat(hmac.keys().get(1)).extracting(HmacKey::bytes).isEqualTo(KEY_TEXT.getBytes(UTF_8));
            assertThat(hmac.keys().get(2)).extracting(HmacKey::bytes).isEqualTo(new byte[32]);
            assertThat(hmac.activeKey()).isEqualTo(2);
            assertThat(hmac.mode()).isEqualTo(Authentication.Hmac.Mode.ENFORCE);
            assertThat(hmac.antiReplay()).isEqualTo(Authentication.Hmac.AntiReplay.MONOTONIC);
            assertThat(hmac.windowSeconds()).isEqualTo(30);
        });
        assertThat(config.virtualRouters().get(1).checksum()).isEqualTo(ChecksumForm.WITHOUT_PSEUDO_HEADER);
        assertThat(config.virtualRouters().get(1).preemptDelay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.redirects())
                .containsExactly(
                        new RedirectConfig(
                                "http",
                                Transport.TCP,
                                List.of(9090, 9091),
                                3128,
                                List.of(),
                                List.of(prefix("192.0.2.7", 32), prefix("198.51.100.0", 24), prefix("2001:db8::", 32)),
                                List.of(prefix("10.51.0.101", 32)),
                                new ProbeSettings(ProbeKind.HTTP, "http://origin.example/")),
                        new RedirectConfig(
                                "ssh",
                                Transport.TCP,
                                List.of(22),
                                22,
                                List.of(50_000, 50_001, 50_002),
                                List.of(),
                                List.of(),
                                new ProbeSettings(ProbeKind.ICAP, "reqmod")),
                        new RedirectConfig(
                                "socks",
                                Transport.UDP,
                                List.of(9090),
                                9090,
                                List.of(),
                                List.of(),
                                List.of(),
                                ProbeSettings.of(ProbeKind.TCP)),
                        new RedirectConfig(
                                "ssh-over-tls",
                                Transport.TCP,
                                List.of(9443),
                                9443,
                                List.of(),
                                List.of(),
                                List.of(),
                                new ProbeSettings(ProbeKind.TLS, "origin.example")));
        assertThat(config.cluster().key().orElseThrow().bytes()).isEqualTo(new byte[32]);
        assertThat(config.cluster().openDiscovery()).isFalse();
        assertThat(config.cluster().nodes()).containsExactly(address("10.51.0.2"));
        assertThat(config.cluster().reportInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.cluster().missedReports()).isEqualTo(5);
        assertThat(config.cluster().arpProbeInterval()).isZero();
        assertThat(config.cluster().deadAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.engine())
                .isEqualTo(new EngineConfig(
                        ThreadingMode.SHARED, 1, false, false, Idle.ADAPTIVE, Duration.ofNanos(20_000), List.of(1, 3)));
        assertThat(config.scanning()).isFalse();
        assertThat(config.weight()).isEqualTo(50);
        assertThat(config.policy())
                .isEqualTo(new PolicyConfig(
                        PolicyConfig.Algorithm.WEIGHTED_LEAST_CONNECTIONS,
                        new Weights(3, 0, 5, 2, 8),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        new HeavySourcePolicy(200, true)));
        assertThat(config.health())
                .isEqualTo(new HealthConfig(true, Duration.ofSeconds(2), Duration.ofSeconds(3), 4, 5));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        LogConfig.Level.WARN, LogConfig.Format.JSON, LogConfig.Syslog.ON, Path.of("/run/log.sock")));
        assertThat(config.metricsAddress()).map(InetSocketAddress::toString).hasValue("/127.0.0.1:9745");
        assertThat(config.proxyLoadFile()).hasValue(Path.of("/run/proxy/load"));
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
        assertThat(config.managementIp6()).isEmpty();
        assertThat(config.attach()).isEqualTo(AttachMode.INLINE);
        assertThat(config.virtualRouters())
                .containsExactly(new VirtualRouterSettings(
                        51,
                        VrrpVersion.V2,
                        100,
                        Duration.ofSeconds(1),
                        true,
                        Duration.ZERO,
                        Duration.ZERO,
                        "eth0",
                        List.of(prefix("10.51.0.100", 24)),
                        List.of(),
                        ChecksumForm.WITH_PSEUDO_HEADER,
                        true,
                        Optional.empty(),
                        Authentication.NONE,
                        new GratuitousArpSettings(
                                5, Duration.ZERO, Duration.ofSeconds(5), Duration.ZERO, 1, 5, Duration.ofSeconds(5)),
                        List.of()));
        assertThat(config.redirects())
                .containsExactly(new RedirectConfig(
                        "http",
                        Transport.TCP,
                        List.of(9090),
                        9090,
                        List.of(),
                        List.of(),
                        List.of(),
                        ProbeSettings.of(ProbeKind.HTTP)));
        assertThat(config.cluster().key()).isEmpty();
        assertThat(config.cluster().reportInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.cluster().missedReports()).isEqualTo(3);
        assertThat(config.cluster().arpProbeInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.cluster().deadAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.engine())
                .isEqualTo(new EngineConfig(
                        ThreadingMode.SHARED_NETWORK, 1, true, true, Idle.POLL, Duration.ofNanos(50_000), List.of()));
        assertThat(config.scanning()).isTrue();
        assertThat(config.weight()).isEqualTo(100);
        assertThat(config.policy())
                .isEqualTo(new PolicyConfig(
                        PolicyConfig.Algorithm.WEIGHTED_LEAST_CONNECTIONS,
                        Weights.DEFAULT,
                        Duration.ZERO,
                        Duration.ofMinutes(30),
                        HeavySourcePolicy.DEFAULT));
        assertThat(config.health())
                .isEqualTo(new HealthConfig(false, Duration.ofMillis(500), Duration.ofSeconds(2), 1, 2));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        LogConfig.Level.INFO, LogConfig.Format.TEXT, LogConfig.Syslog.AUTO, Path.of("/dev/log")));
        assertThat(config.metricsAddress()).isEmpty();
        assertThat(config.proxyLoadFile()).isEmpty();
    }

    @Test
    void shouldKnowTheSystemLogByTrueAndFalse() throws Exception {
        assertThat(load(MINIMAL + "log: {syslog: true}").config().log())
                .extracting(LogConfig::syslog, LogConfig::syslogSocket)
                .containsExactly(LogConfig.Syslog.ON, Path.of("/dev/log"));
        assertThat(load(MINIMAL + "log: {syslog: false}").config().log().syslog())
                .isEqualTo(LogConfig.Syslog.OFF);
    }

    @Test
    void shouldTakeOneCpuWithoutAList() throws Exception {
        EngineConfig engine =
                load(MINIMAL + "engine: {idle: spin, cpu: 0}").config().engine();

        assertThat(engine.idle()).isEqualTo(Idle.SPIN);
        assertThat(engine.cpus()).containsExactly(0);
    }

    @Test
    void shouldLetConnectionsAloneCountWhenTheAlgorithmIsLeastConnections() throws Exception {
        assertThat(load(MINIMAL + "policy: {algorithm: leastConnections, connectionsPerClient: 2}")
                        .config()
                        .policy()
                        .weights())
                .isEqualTo(Weights.leastConnections(2));
        assertThat(load(MINIMAL + "policy: {algorithm: sourceHash}")
                        .config()
                        .policy()
                        .algorithm())
                .isEqualTo(PolicyConfig.Algorithm.SOURCE_HASH);
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
    void shouldListenForThreeSecondsAtStartHoweverShortTheIntervalIs() throws Exception {
        final Map<String, Duration> delays = Map.of(
                "10ms",
                Duration.ofMillis(2_970),
                "100ms",
                Duration.ofMillis(2_700),
                "1s",
                Duration.ZERO,
                "5s",
                Duration.ZERO);
        for (String interval : delays.keySet()) {
            assertThat(load("""
                            node: {name: n1, interface: eth0}
                            virtualRouters: [{version: 3, advertisementInterval: %s, virtualIps: [10.51.0.100/24]}]
                            cluster: {nodes: [10.51.0.2]}
                            """.formatted(interval)).config().virtualRouters())
                    .singleElement()
                    .extracting(VirtualRouterSettings::startupDelay)
                    .isEqualTo(delays.get(interval));
        }
    }

    @Test
    void shouldTakePasswordAndSayWhatItIsWorth() throws Exception {
        writeSecret("vrrp.password", "s3cret\n");
        for (String given : List.of("password: s3cret", "passwordFile: vrrp.password")) {
            LoadedConfig loaded = load("""
                    node: {name: n1, interface: eth0}
                    virtualRouters: [{virtualIps: [10.51.0.100/24], authentication: {type: pass, %s}}]
                    redirects: [{protocol: http, originalPorts: [9090]}]
                    cluster: {nodes: [10.51.0.2]}
                    """.formatted(given));

            assertThat(loaded.config().virtualRouters().get(0).authentication())
                    .isEqualTo(new Authentication.SimplePassword("s3cret"));
            assertThat(loaded.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "n1.yaml:2: virtualRouters[0].authentication: a password crosses the segment in clear text");
        }
    }

    @Test
    void shouldTakeDefaultsOfHmacFromTheInterval() throws Exception {
        writeSecret("k", KEY_TEXT);
        for (Map.Entry<String, Integer> window :
                Map.of("1s", 5, "3s", 9, "255s", 300).entrySet()) {
            LoadedConfig loaded = load("""
                    node: {name: n1, interface: eth0}
                    virtualRouters:
                      - advertisementInterval: %s
                        virtualIps: [10.51.0.100/24]
                        authentication: {type: hmac, keys: {7: k}}
                    redirects: [{protocol: http, originalPorts: [9090]}]
                    cluster: {nodes: [10.51.0.2]}
                    """.formatted(window.getKey()));

            assertThat(loaded.config().virtualRouters().get(0).authentication())
                    .isInstanceOfSatisfying(Authentication.Hmac.class, hmac -> {
                        assertThat(hmac.activeKey()).isEqualTo(7);
                        assertThat(hmac.mode()).isEqualTo(Authentication.Hmac.Mode.ENFORCE);
                        assertThat(hmac.antiReplay()).isEqualTo(Authentication.Hmac.AntiReplay.TIME);
                        assertThat(hmac.windowSeconds()).isEqualTo(window.getValue());
                    });
            assertThat(loaded.warnings()).isEmpty();
        }
    }

    @Test
    void shouldWarnWhenHmacIsNotEnforcedOrASyncGroupHasOneMember() throws Exception {
        writeSecret("k", KEY_TEXT);

        assertThat(load("""
                        node: {name: n1, interface: eth0}
                        virtualRouters:
                          - virtualIps: [10.51.0.100/24]
                            authentication: {type: hmac, keys: {1: k}, mode: receive-only}
                          - virtualIps: ['fe80::51/64']
                            syncGroup: web
                        redirects: [{protocol: http, originalPorts: [9090]}]
                        cluster: {nodes: [10.51.0.2]}
                        """).warnings())
                .extracting(ConfigProblem::toString)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .contains(":4: virtualRouters[0].authentication.mode: receive-only accepts"),
                        second -> assertThat(second)
                                .contains(
                                        ":6: virtualRouters[1].syncGroup: no other virtual router is in group 'web'"));
    }

    @Test
    void shouldRefuseHmacKeyWhenItsFileIsNotAsItShould() throws Exception {
        assertThatThrownBy(() -> loadHmacKey())
                .hasMessageContaining("authentication.keys.1: ")
                .hasMessageContaining("k does not exist; make one");
        writeSecret("k", "short");
        assertThatThrownBy(() -> loadHmacKey()).hasMessageContaining("holds a key of 5 bytes, and keys have 32 to 64");
        writeSecret("k", "hex:0g");
        assertThatThrownBy(() -> loadHmacKey())
                .hasMessageContaining("holds something else than hex digits behind 'hex:'");
        writeSecret("k", "\0".repeat(32));
        assertThatThrownBy(() -> loadHmacKey()).hasMessageContaining("holds a zero byte");
        writeSecret("k", KEY_TEXT);
        assertThat(loadHmacKey().warnings()).isEmpty();
        Files.setPosixFilePermissions(directory.resolve("k"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> loadHmacKey()).hasMessageContaining("others can read or change ");
    }

    private LoadedConfig loadHmacKey() throws ConfigException, IOException {
        return load("""
                node: {name: n1, interface: eth0}
                virtualRouters: [{virtualIps: [10.51.0.100/24], authentication: {type: hmac, keys: {1: k}}}]
                redirects: [{protocol: http, originalPorts: [9090]}]
                cluster: {nodes: [10.51.0.2]}
                """);
    }

    @Test
    void shouldTakeTheSameIdForTheOtherFamilyAndInterface() throws Exception {
        assertThat(load("""
                        node: {name: n1, interface: eth0}
                        virtualRouters:
                          - virtualIps: [10.51.0.100/24]
                          - virtualIps: ['fe80::51/64']
                          - virtualIps: [10.52.0.100/24]
                            interface: eth1
                          - virtualIps: ['fe80::51/64']
                            interface: eth1
                        cluster: {nodes: [10.51.0.2]}
                        """).config().virtualRouters())
                .extracting(VirtualRouterSettings::id)
                .containsExactly(51, 51, 51, 51);
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
    void shouldRefuseWhatExceptsNobodyOrEverybodyByMistake() {
        assertThatThrownBy(() -> load(MINIMAL.replace(
                        "originalPorts: [9090]",
                        "originalPorts: [9090], exceptSources: [10.0.0.1/8, nat], exceptDestinations: 10.51.0.101")))
                .hasMessageContaining(
                        "redirects[0].exceptSources[0]: 10.0.0.1/8 is no subnet but an address in it; write 10.0.0.0/8")
                .hasMessageContaining(
                        "redirects[0].exceptSources[1]: 'nat' is not an IPv4 address; use addresses and subnets")
                .hasMessageContaining(
                        "redirects[0].exceptDestinations: the text '10.51.0.101' is not a list; write it like [10.51");
    }

    @Test
    void shouldRefuseKeyFileWhenOthersCanReadIt() throws Exception {
        writeKey("rw-r-----");

        assertThatThrownBy(() -> load(FULL))
                .hasMessageContaining("n1.yaml:83: cluster.keyFile: others can read or change ")
                .hasMessageContaining("(rw-r-----); chmod 600 ");
    }

    @Test
    void shouldRefuseKeyFileWhenItIsMissing() {
        assertThatThrownBy(() -> load(FULL))
                .hasMessageContaining("n1.yaml:83: cluster.keyFile: ")
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

    private void writeSecret(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
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
