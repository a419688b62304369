package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.tapio.MulticastMembership;
import io.fairlead.tapio.Offload;
import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The interfaces of the configuration with the stack behind them: all are looked at before one is touched, and all are given back by {@link #close},
 * also if one of them cannot be attached.
 */
final class HostLegs implements AutoCloseable {

    private static final IpAddress VRRP_GROUP = IpAddress.parse("224.0.0.18");
    private static final IpAddress VRRP_GROUP_IPV6 = IpAddress.parse("ff02::12");

    private final List<HostInterface> hosts;
    private final List<InlineAttachment> attachments = new ArrayList<>();
    private final Map<String, Link> links = new HashMap<>();
    private final List<AttachedInterface> interfaces = new ArrayList<>();
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();

    private HostLegs(final List<HostInterface> hosts) {
        this.hosts = hosts;
    }

    static HostLegs attach(final Netlink netlink, final LoadedConfig loaded, final Path runFolder)
            throws IOException, ConfigException {
        final List<HostInterface> hosts = new ArrayList<>();
        for (final String name : loaded.config().interfaceNames()) {
            hosts.add(HostInterface.find(netlink, loaded, name));
        }
        final HostLegs legs = new HostLegs(hosts);
        try {
            for (final HostInterface host : hosts) {
                legs.attach(netlink, loaded, host, runFolder);
            }
            return legs;
        } catch (final RuntimeException | Error e) {
            legs.closeAfter(e);
            throw e;
        }
    }

    private void attach(
            final Netlink netlink, final LoadedConfig loaded, final HostInterface host, final Path runFolder) {
        final boolean isFirst = attachments.isEmpty();
        final InlineAttachment attachment = InlineAttachment.attach(
                host.name(),
                isFirst ? runFolder : folderOf(runFolder, host.name()),
                loaded.config().offload() ? Offload.TCP_AND_UDP : Offload.NONE);
        undo.push(attachment::detach);
        attachments.add(attachment);
        final Link hostLink = netlink.links().find(attachment.hostIfIndex()).orElseThrow();
        links.put(host.name(), hostLink);
        if (hasRouter(loaded, host, false)) {
            undo.push(MulticastMembership.join(InetAddresses.of(VRRP_GROUP), hostLink.index()));
        }
        if (hasRouter(loaded, host, true)) {
            undo.push(MulticastMembership.join(InetAddresses.of(VRRP_GROUP_IPV6), hostLink.index()));
        }
        interfaces.add(new AttachedInterface(
                host.name(),
                attachment.macAddress(),
                host.ipv4(),
                host.linkLocal(),
                attachment.uplink(),
                attachment.host(),
                new TapKernelAddresses(netlink, hostLink),
                new TapKernelNeighbors(netlink, hostLink),
                new TapKernelMacs(netlink, attachment)));
    }

    /** So that switches which snoop let the advertisements through. */
    private static boolean hasRouter(final LoadedConfig loaded, final HostInterface host, final boolean isIpv6) {
        return loaded.config().virtualRouters().stream()
                .filter(router -> router.interfaceName().equals(host.name()))
                .anyMatch(router -> router.isIpv6() == isIpv6);
    }

    /** The first interface's state lies in the run folder itself, the others' in folders of their own below. */
    private static Path folderOf(final Path runFolder, final String interfaceName) {
        return furtherFolders(runFolder).resolve(interfaceName);
    }

    private static Path furtherFolders(final Path runFolder) {
        return runFolder.resolve("interfaces");
    }

    /** Gives back whatever the state below a run folder tells of. */
    static void detach(final Path runFolder) throws IOException {
        InlineAttachment.detach(runFolder);
        if (Files.isDirectory(furtherFolders(runFolder))) {
            try (Stream<Path> folders = Files.list(furtherFolders(runFolder))) {
                for (final Path folder : folders.toList()) {
                    InlineAttachment.detach(folder);
                }
            }
        }
    }

    /** The node's first interface, which carries the management address. */
    HostInterface first() {
        return hosts.get(0);
    }

    InlineAttachment firstAttachment() {
        return attachments.get(0);
    }

    /** The host TAP that bears the interface's name. */
    Link link(final String interfaceName) {
        return Objects.requireNonNull(links.get(interfaceName));
    }

    /** In the order of the configuration. */
    List<AttachedInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    /** The descriptors of all TAPs, to wait for. */
    int[] descriptors() {
        return attachments.stream()
                .flatMapToInt(attachment ->
                        IntStream.of(attachment.uplink().fd(), attachment.host().fd()))
                .toArray();
    }

    @Override
    public void close() {
        final IllegalStateException failure = new IllegalStateException("not every interface could be given back");
        closeAfter(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAfter(final Throwable failure) {
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (final Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
