package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Capture;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.CurlRun;
import io.fairlead.tools.lab.Fetch;
import io.fairlead.tools.lab.LabException;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.LongDownload;
import io.fairlead.tools.lab.Tshark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IPv6, path MTU discovery, fragments, and one client port for several connections, with real kernels and proxies. After each test Wireshark has found no bad
 * checksum in what the nodes have sent, and no node's kernel in what it was given.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
@BesideOthers
final class EveryKindOfFrameIT {
    private static final String VIP6 = "2001:db8:51::100";
    private static final String OWN6 = "2001:db8:51::";
    private static final int UNREDIRECTED_PORT = 9091;
    private static final int HTTP_PORT = 80;
    private static final int ECHO_PORT = 443;
    private static final int ECHO_PROXY_PORT = 4433;
    private static final int ENOUGH_CLIENTS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final LongDownload PAYLOAD = new LongDownload(11, 1_000_000, 0);
    private static final LongDownload SLOW = new LongDownload(12, 3_000_000, 8);
    private static final List<String> CHECKSUM_ERRORS =
            List.of("TcpInCsumErrors", "UdpInCsumErrors", "IcmpInCsumErrors", "Icmp6InCsumErrors", "IpInHdrErrors");
    private static final String ECHO = """
              - protocol: echo
                transport: udp
                originalPorts: [%d]
                proxyPort: %d
            """.formatted(ECHO_PORT, ECHO_PROXY_PORT);
    private static final String ROUTER = "(    priority: \\d+\\n)(    virtualIps: \\S+\\n)";
    private static final String TWO_ROUTERS = """
            $1$2  - id: 51
                version: 3
            $1    virtualIps: ['fe80::51:100/64', '%s/64']
            """.formatted(VIP6);

    private final Path directory;
    private final List<Capture> captures = new ArrayList<>();
    private final List<LabProcess> echoServers = new ArrayList<>();
    private final List<Client> far = new ArrayList<>();
    private final Cluster cluster = Cluster.start("frames", made -> {
        far.add(made.lab().extend());
        for (final LabNode node : made.lab().nodes()) {
            Cluster.edit(node, "(?m)^cluster:", ECHO + "cluster:");
            Cluster.edit(node, ROUTER, TWO_ROUTERS);
        }
    });
    private int spareHost = 0x200;

    EveryKindOfFrameIT(@TempDir final Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    void startEchoServers() {
        cluster.settle();
        for (final LabNode node : cluster.lab().nodes()) {
            // a wildcard listener of datagrams would answer from whatever address the route says
            for (final String address : List.of(LabPlan.VIRTUAL_IP, node.address(), own6(node))) {
                echoServers.add(node.start(
                        "echo",
                        "socat",
                        "-b",
                        "65507",
                        "UDP%d-RECVFROM:%d,bind=%s,fork"
                                .formatted(address.indexOf(':') < 0 ? 4 : 6, ECHO_PROXY_PORT, proxy(address)),
                        "PIPE"));
            }
        }
    }

    @BeforeEach
    void capture() {
        cluster.settle();
        captures.clear();
        cluster.lab().nodes().forEach(node -> captures.add(cluster.lab().capture(node)));
    }

    @AfterEach
    void expectNoBadChecksum() {
        captures.forEach(Capture::close);
        for (int i = 0; i < captures.size(); i++) {
            final LabNode node = cluster.lab().nodes().get(i);
            assertThat(new Tshark(captures.get(i).file()).badChecksums(mac(i)))
                    .as("frames of %s", node.name())
                    .isEmpty();
            final List<String> command = new ArrayList<>(List.of("nstat", "-asz"));
            command.addAll(CHECKSUM_ERRORS);
            assertThat(node.namespace()
                            .run(LIMIT, command.toArray(String[]::new))
                            .orThrow()
                            .output()
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("\\s+", -1)[1]))
                    .as("checksum errors of %s's kernel", node.name())
                    .hasSize(CHECKSUM_ERRORS.size())
                    .containsOnly("0");
        }
    }

    @AfterAll
    void close() {
        echoServers.forEach(LabProcess::close);
        cluster.close();
    }

    private static String mac(final int node) {
        return "02:51:00:00:00:0" + (node + 1);
    }

    private LabNode otherThanDirector() {
        return cluster.node("n2");
    }

    /** A new address of a client that the node serves when it comes by this virtual IP. */
    private String addressServedBy(final LabNode node, final Client client, final String virtualIp) {
        for (int i = 0; i < ENOUGH_CLIENTS; i++) {
            final String address = newAddress(client, virtualIp);
            final Fetch fetch = fetch(client, address, virtualIp, LabPlan.PROXY_PORT);
            assertThat(fetch.ok()).isTrue();
            if (fetch.servedBy().equals(node.name())) {
                return address;
            }
        }
        throw new LabException("none of " + ENOUGH_CLIENTS + " new clients was served by " + node.name());
    }

    private String newAddress(final Client client, final String virtualIp) {
        final boolean isFar = far.contains(client);
        spareHost++;
        if (virtualIp.equals(LabPlan.VIRTUAL_IP)) {
            final String address = (isFar ? "10.53.0." : "10.51.0.") + (spareHost - 0x200 + 20);
            client.addAddress(address);
            return address;
        }
        final String address = "2001:db8:" + (isFar ? "53" : "51") + "::" + Integer.toHexString(spareHost);
        client.namespace()
                .ip("addr", "add", address + "/64", "dev", "eth0", "nodad")
                .orThrow();
        return address;
    }

    private static String proxy(final String virtualIp) {
        return virtualIp.indexOf(':') < 0 ? virtualIp : "[" + virtualIp + "]";
    }

    private Fetch fetch(final Client client, final String source, final String virtualIp, final int port) {
        return client.fetchFrom(
                source, proxy(virtualIp), port, cluster.lab().origin().pageUrl("frames"));
    }

    @Test
    void shouldServeClientsOfIpv6OnEveryNodeAndAtEveryPort() {
        final Client client = cluster.lab().client("c1");
        for (final LabNode node : cluster.lab().nodes()) {
            final String address = addressServedBy(node, client, VIP6);
            final long translated = cluster.counter(node, "translated");

            assertThat(fetch(client, address, VIP6, HTTP_PORT).servedBy()).isEqualTo(node.name());
            assertThat(fetch(client, address, VIP6, LabPlan.PROXY_PORT).servedBy())
                    .isEqualTo(node.name());

            assertThat(cluster.counter(node, "translated")).isGreaterThan(translated);
        }
    }

    @Test
    void shouldFinishDownloadsOverIpv6WhenTheDirectorIsKilled() {
        final Client client = cluster.lab().client("c2");
        final LabNode serving = otherThanDirector();
        final String address = addressServedBy(serving, client, VIP6);
        final List<CurlRun> downloads = List.of(HTTP_PORT, LabPlan.PROXY_PORT).stream()
                .map(port -> client.start(
                        address, proxy(VIP6), port, cluster.lab().origin().downloadUrl(SLOW), LIMIT.plus(LIMIT)))
                .toList();
        downloads.forEach(run -> Await.until("the download flowing", LIMIT, () -> run.bytesSoFar() > 0));

        cluster.director().daemon().kill9();

        for (final CurlRun download : downloads) {
            final Fetch fetch = download.await(LIMIT.plus(LIMIT));
            assertThat(fetch.curlExitCode()).isZero();
            assertThat(fetch.servedBy()).isEqualTo(serving.name());
            assertThat(fetch.sha256()).isEqualTo(SLOW.sha256());
        }
    }

    private static String own6(final LabNode node) {
        return OWN6 + node.name().substring(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", "n2"})
    void shouldBalanceClientsWhenTheyUseTheIpv6AddressOfANode(final String name) {
        final LabNode addressed = cluster.node(name);
        final Client client = cluster.lab().client("c1");
        final long handedOver = cluster.counter(addressed, "handed-over");
        final List<String> servers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            final String address = newAddress(client, VIP6);
            final Fetch fetch = fetch(client, address, own6(addressed), LabPlan.PROXY_PORT);
            assertThat(fetch.ok()).isTrue();
            servers.add(fetch.servedBy());

            final LabNode other = cluster.others(addressed).get(i % 2);
            assertThat(List.of(
                            fetch(client, address, own6(addressed), HTTP_PORT),
                            fetch(client, address, own6(other), HTTP_PORT),
                            fetch(client, address, VIP6, LabPlan.PROXY_PORT)))
                    .as("where the client stays")
                    .extracting(Fetch::servedBy)
                    .containsOnly(fetch.servedBy());
        }
        assertThat(servers.stream().distinct()).hasSizeGreaterThan(1);
        if (addressed.equals(cluster.director())) {
            assertThat(cluster.counter(addressed, "handed-over")).isEqualTo(handedOver);
        } else {
            assertThat(cluster.counter(addressed, "handed-over")).isGreaterThan(handedOver);
        }
    }

    @Test
    void shouldReachTheVeryNodeOverIpv6WhenThePortIsNotRedirectedOrANodeConnects() {
        final Client client = cluster.lab().client("c2");
        final List<LabProcess> services = new ArrayList<>();
        try {
            for (final LabNode node : cluster.lab().nodes()) {
                services.add(node.start(
                        "other",
                        "socat",
                        "TCP6-LISTEN:" + UNREDIRECTED_PORT + ",reuseaddr,fork",
                        "SYSTEM:echo " + node.name()));
            }
            for (final LabNode node : cluster.lab().nodes()) {
                Await.until("answer of " + node.name(), LIMIT, () -> client.namespace()
                        .run(LIMIT, "socat", "-u", "TCP6:[%s]:%d".formatted(own6(node), UNREDIRECTED_PORT), "-")
                        .output()
                        .strip()
                        .equals(node.name()));
                for (final LabNode from : cluster.others(node)) {
                    assertThat(from.namespace()
                                    .run(
                                            LIMIT,
                                            "curl",
                                            "--silent",
                                            "--include",
                                            "--proxy",
                                            "http://[%s]:%d".formatted(own6(node), LabPlan.PROXY_PORT),
                                            cluster.lab().origin().pageUrl("frames"))
                                    .orThrow()
                                    .output())
                            .as("from %s to %s", from.name(), node.name())
                            .contains(" 200 ", node.name());
                }
            }
        } finally {
            services.forEach(LabProcess::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LabPlan.VIRTUAL_IP, VIP6, OWN6 + 1, OWN6 + 3})
    void shouldFindThePathMtuWhenPacketsAreTooBigForALinkOnTheWay(final String virtualIp) {
        final Client client = far.get(0);
        final LabNode serving = otherThanDirector();
        final String address = addressServedBy(serving, client, virtualIp);
        final long steeredErrors = cluster.counter(cluster.director(), "icmp-errors");
        final long errors = cluster.counter(serving, "icmp-errors");

        final Fetch fetch = client.echo(
                address, proxy(virtualIp), HTTP_PORT, cluster.lab().origin().echoUrl(), PAYLOAD);

        assertThat(fetch.ok()).isTrue();
        assertThat(fetch.servedBy()).isEqualTo(serving.name());
        assertThat(fetch.sha256()).isEqualTo(PAYLOAD.sha256());
        assertThat(cluster.counter(cluster.director(), "icmp-errors")).isGreaterThan(steeredErrors);
        assertThat(cluster.counter(serving, "icmp-errors")).isGreaterThan(errors);
        final Tshark received = new Tshark(captures.get(1).file());
        assertThat(received.count("eth.src == " + mac(0) + " && eth.dst == " + mac(1)
                        + " && (icmp.type == 3 && icmp.code == 4 || icmpv6.type == 2)"))
                .as("errors that the director steered")
                .isPositive();
        assertThat(received.count("eth.src == " + mac(1) + " && tcp.srcport == 80 && frame.len > 1314"))
                .as("segments that were too big")
                .isBetween(1, 100);
    }

    @Test
    void shouldBringAllFragmentsOfADatagramToOneNode() throws IOException {
        final Client client = cluster.lab().client("c3");
        final String address = addressServedBy(otherThanDirector(), client, LabPlan.VIRTUAL_IP);
        final byte[] datagram = new byte[5000];
        new Random(13).nextBytes(datagram);
        final Path sent = Files.write(directory.resolve("datagram"), datagram);
        final long translated = cluster.counter(otherThanDirector(), "translated");

        for (int i = 0; i < 3; i++) {
            assertThat(echo(client, address, LabPlan.VIRTUAL_IP, sent)).isEqualTo(datagram);
        }
        assertThat(cluster.counter(cluster.director(), "fragments")).isGreaterThanOrEqualTo(12);
        assertThat(cluster.counter(otherThanDirector(), "translated")).isEqualTo(translated + 3);

        final long early = cluster.counter(cluster.director(), "fragments-early");
        assertThat(sendInReverse(client, address, datagram)).isEqualTo(datagram);
        assertThat(cluster.counter(cluster.director(), "fragments-early")).isEqualTo(early + 1);
        assertThat(cluster.counter(otherThanDirector(), "translated")).isEqualTo(translated + 4);
    }

    /** Sends a datagram to the echo servers, and returns the answer to it. */
    private byte[] echo(final Client client, final String source, final String destination, final Path sent)
            throws IOException {
        final Path received = directory.resolve("answer-" + destination);
        client.namespace()
                .run(
                        LIMIT,
                        "sh",
                        "-c",
                        "socat -t 2 -T 2 -b 65507 - UDP:%s:%d,bind=%s:5000 < %s > %s"
                                .formatted(proxy(destination), ECHO_PORT, proxy(source), sent, received))
                .orThrow();
        return Files.readAllBytes(received);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAnswerInFragmentsWhenTheClientUsesTheAddressOfAnotherNode(final boolean isIpv6) throws IOException {
        final Client client = cluster.lab().client("c3");
        final LabNode serving = otherThanDirector();
        final String address = addressServedBy(serving, client, isIpv6 ? VIP6 : LabPlan.VIRTUAL_IP);
        final byte[] datagram = new byte[5000];
        new Random(14).nextBytes(datagram);
        final Path sent = Files.write(directory.resolve("datagram"), datagram);
        final long putBack = cluster.counter(serving, "reply-translated");

        for (final String name : List.of("n3", "n1", "n2")) {
            final LabNode node = cluster.node(name);
            assertThat(echo(client, address, isIpv6 ? own6(node) : node.address(), sent))
                    .as("the answer of %s", name)
                    .isEqualTo(datagram);
        }
        // four fragments for each of the others' addresses, and the one with the port for its own
        assertThat(cluster.counter(serving, "reply-translated")).isEqualTo(putBack + 4 + 4 + 1);
    }

    /** Sends a datagram in fragments, the last one first, and returns the answer to it. */
    private byte[] sendInReverse(final Client client, final String source, final byte[] data) throws IOException {
        final int port = 5001;
        final Path received = directory.resolve("answer");
        final LabProcess receiver = client.start(
                "receiver",
                "socat",
                "-u",
                "-b",
                "65507",
                "UDP4-RECVFROM:" + port + ",bind=" + source,
                "OPEN:" + received + ",creat");
        try {
            Await.until("the receiver", LIMIT, () -> client.namespace()
                    .run(LIMIT, "ss", "-Hlun", "sport", "=", ":" + port)
                    .output()
                    .contains(source));
            final byte[] udp = ByteBuffer.allocate(8 + data.length)
                    .putShort((short) port)
                    .putShort((short) ECHO_PORT)
                    .putShort((short) (8 + data.length))
                    .putShort((short) 0)
                    .put(data)
                    .array();
            final int step = 1480;
            for (int offset = udp.length / step * step; offset >= 0; offset -= step) {
                final byte[] part = Arrays.copyOfRange(udp, offset, Math.min(udp.length, offset + step));
                final Path file = directory.resolve("fragment-" + offset);
                Files.write(file, fragment(source, offset, offset + step < udp.length, part));
                client.namespace()
                        .run(
                                LIMIT,
                                "socat",
                                "-u",
                                "-b",
                                "2000",
                                "OPEN:" + file,
                                "IP4-SENDTO:" + LabPlan.VIRTUAL_IP + ":255")
                        .orThrow();
            }
            Await.until("the answer", LIMIT, () -> received.toFile().length() == data.length);
            return Files.readAllBytes(received);
        } finally {
            receiver.close();
        }
    }

    /** As a raw socket takes it: length and checksum are the kernel's. */
    private static byte[] fragment(
            final String source, final int offset, final boolean isMoreComing, final byte[] part) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + part.length);
        packet.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) packet.capacity())
                .putShort((short) 0x4711);
        packet.putShort((short) (offset / 8 | (isMoreComing ? 0x2000 : 0)));
        packet.put((byte) 64).put((byte) 17).putShort((short) 0);
        for (final String address : List.of(source, LabPlan.VIRTUAL_IP)) {
            for (final String octet : address.split("\\.", -1)) {
                packet.put((byte) Integer.parseInt(octet));
            }
        }
        return packet.put(part).array();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepConnectionsApartWhenOneClientPortIsUsedForAll(final boolean isIpv6) throws IOException {
        final Client client = cluster.lab().client("c4");
        final LabNode serving = otherThanDirector();
        final LabNode other = cluster.node("n3");
        final String virtualIp = isIpv6 ? VIP6 : LabPlan.VIRTUAL_IP;
        final String source = addressServedBy(serving, client, virtualIp);
        final long portsTranslated = cluster.counter(serving, "client-port-translated");
        final List<String> targets = List.of(
                proxy(virtualIp) + ":" + HTTP_PORT,
                proxy(virtualIp) + ":" + LabPlan.PROXY_PORT,
                proxy(isIpv6 ? own6(serving) : serving.address()) + ":" + LabPlan.PROXY_PORT,
                proxy(isIpv6 ? own6(other) : other.address()) + ":" + LabPlan.PROXY_PORT);
        final List<LabProcess> runs = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            final Path request = directory.resolve("request-" + i);
            Files.writeString(
                    request,
                    "GET %s HTTP/1.0\r\n\r\n".formatted(cluster.lab().origin().downloadUrl(content(i))));
            // the end of the request must not end the connection
            runs.add(client.start(
                    "one-port-" + i,
                    "socat",
                    "-t",
                    "0.5",
                    "OPEN:%s,rdonly,ignoreeof!!OPEN:%s,creat,wronly".formatted(request, response(isIpv6, i)),
                    "TCP:%s,bind=%s:4100,reuseaddr".formatted(targets.get(i), proxy(source))));
        }
        for (int i = 0; i < targets.size(); i++) {
            assertThat(runs.get(i).awaitExit(LIMIT)).as(targets.get(i)).isZero();
            final byte[] response = Files.readAllBytes(response(isIpv6, i));
            final String text = new String(response, StandardCharsets.ISO_8859_1);
            final int end = text.indexOf("\r\n\r\n");
            assertThat(text.substring(0, end)).as(targets.get(i)).contains("200", serving.name());
            assertThat(sha256(Arrays.copyOfRange(response, end + 4, response.length)))
                    .as(targets.get(i))
                    .isEqualTo(content(i).sha256());
        }
        assertThat(cluster.counter(serving, "client-port-translated")).isGreaterThan(portsTranslated);
    }

    private Path response(final boolean isIpv6, final int connection) {
        return directory.resolve("response-" + (isIpv6 ? "6-" : "4-") + connection);
    }

    /** Long enough for all to be open at once. */
    private static LongDownload content(final int connection) {
        return new LongDownload(20 + connection, 300_000, 3);
    }

    private static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
