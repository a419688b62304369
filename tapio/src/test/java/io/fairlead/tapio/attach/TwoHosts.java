package io.fairlead.tapio.attach;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;

import io.fairlead.tapio.testing.Namespace;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node (eth0: 10.9.0.1, fd00:9::1) and a peer (p0: 10.9.0.2, fd00:9::2), each in its own namespace, joined by a veth pair. */
final class TwoHosts implements AutoCloseable {

    private static final long SETTLE_POLL_MS = 20;

    final Namespace node = new Namespace("node");
    final Namespace peer = new Namespace("peer");

    /** Without duplicate address detection, which takes two seconds. */
    TwoHosts() {
        this(false);
    }

    TwoHosts(final boolean detectsDuplicates) {
        if (!detectsDuplicates) {
            node.run(TwoHosts::detectNoDuplicates);
            peer.run(TwoHosts::detectNoDuplicates);
        }
        node.run(() -> {
            ip("link add eth0 type veth peer name p0");
            ip("link set p0 netns " + peer.handle());
            ip("link set eth0 up");
            ip("addr add 10.9.0.1/24 dev eth0");
            ip("addr add fd00:9::1/64 dev eth0");
        });
        peer.run(() -> {
            ip("link set p0 up");
            ip("addr add 10.9.0.2/24 dev p0");
            ip("addr add fd00:9::2/64 dev p0");
            settled("p0");
        });
        node.run(() -> settled("eth0"));
    }

    private static void detectNoDuplicates() {
        command("sysctl -qw net.ipv6.conf.default.accept_dad=0");
    }

    /** What the host sees of eth0: MAC, MTU, addresses, routes; to be called in the node. Without indices and what differs by kind of device. */
    static List<String> view() {
        settled("eth0");
        final String link = ip("link show eth0");
        return Stream.of(
                        link.replaceAll("(?s).*( mtu \\d+).*", "$1"),
                        link.replaceAll("(?s).*(link/ether \\S+).*", "$1"),
                        ip("-o addr show eth0"),
                        ip("-4 route show table all"),
                        ip("-6 route show table all"))
                .flatMap(text -> Stream.of(text.split("\n")))
                .map(line -> line.replaceAll("^\\d+: ", "").trim())
                .sorted()
                .collect(Collectors.toList());
    }

    private static void settled(final String interfaceName) {
        while (ip("addr show " + interfaceName).contains("tentative")) {
            try {
                Thread.sleep(SETTLE_POLL_MS);
            } catch (final InterruptedException e) {
                throw new IllegalStateException("duplicate address detection did not end", e);
            }
        }
    }

    @Override
    public void close() {
        node.close();
        peer.close();
    }
}
