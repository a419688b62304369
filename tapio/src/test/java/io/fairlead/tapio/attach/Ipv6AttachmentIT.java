package io.fairlead.tapio.attach;

import static io.fairlead.tapio.testing.Namespace.command;
import static io.fairlead.tapio.testing.Namespace.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tapio.Offload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The link-local address is what VRRP over IPv6 speaks from and what neighbours hold a node for: it must neither change nor be missed. */
@Tag("long")
class Ipv6AttachmentIT {

    private final TwoHosts hosts = new TwoHosts(true);

    private final Path stateDir;

    Ipv6AttachmentIT(@TempDir final Path stateDir) {
        this.stateDir = stateDir;
    }

    @AfterEach
    void leave() {
        hosts.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eui64", "none", "stable_secret", "random"})
    void shouldKeepTheLinkLocalAddressWhateverMadeIt(final String mode) {
        hosts.node.run(() -> {
            makeLinkLocalBy(mode);
            final List<String> before = view();
            assertThat(ip("-o -6 addr show eth0 scope link").lines()).hasSize(1);
            final InlineAttachment attachment = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
            assertThat(ip("-6 addr show eth0")).doesNotContain("tentative", "dadfailed");
            assertThat(view()).isEqualTo(before);
            attachment.close();
            final InlineAttachment adopted = InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP);
            assertThat(adopted.adopted()).isTrue();
            assertThat(view()).isEqualTo(before);
            adopted.detach();
            assertThat(view()).isEqualTo(before);
        });
    }

    @Test
    void shouldAnswerOverIpv6AtOnceBeforeDuringAndAfter() {
        final String linkLocal = hosts.node.call(
                () -> ip("-o -6 addr show eth0 scope link").replaceAll("(?s).*inet6 (\\S+)/64.*", "$1"));
        ping(linkLocal);
        final InlineAttachment attachment =
                hosts.node.call(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP));
        try (Forwarder forwarder = new Forwarder(attachment.uplink(), attachment.host())) {
            ping(linkLocal);
            hosts.node.run(() -> command("ping -c1 -W1 fd00:9::2"));
            assertThat(forwarder.frames()).isGreaterThan(5);
        }
        attachment.close();
        final InlineAttachment adopted =
                hosts.node.call(() -> InlineAttachment.attach("eth0", stateDir, Offload.TCP_AND_UDP));
        try (Forwarder forwarder = new Forwarder(adopted.uplink(), adopted.host())) {
            ping(linkLocal);
            assertThat(forwarder.frames()).isGreaterThan(3);
        }
        hosts.node.run(adopted::detach);
        ping(linkLocal);
    }

    /** Without a flag that the kernel gives to addresses of its own making alone. */
    private static List<String> view() {
        return TwoHosts.view().stream()
                .map(line -> line.replace(" stable-privacy", ""))
                .toList();
    }

    /** One echo request to each address, which is lost if the address is not there yet. */
    private void ping(final String linkLocal) {
        hosts.peer.run(() -> {
            command("ping -c1 -W1 fd00:9::1");
            command("ping -c1 -W1 " + linkLocal + "%p0");
        });
    }

    private static void makeLinkLocalBy(final String mode) {
        if (mode.equals("stable_secret")) {
            command("sysctl -qw net.ipv6.conf.eth0.stable_secret=2001:db8::1234");
        } else {
            ip("link set eth0 addrgenmode " + mode);
        }
        ip("link set eth0 down");
        ip("link set eth0 up");
        ip("addr add fd00:9::1/64 dev eth0");
        if (mode.equals("none")) {
            ip("addr add fe80::abcd/64 dev eth0");
        }
        while (!ip("-6 addr show eth0 scope link").contains("fe80")) {
            Thread.onSpinWait();
        }
    }
}
