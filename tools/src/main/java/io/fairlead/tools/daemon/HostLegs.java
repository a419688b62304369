package io.fairlead.tools.daemon;

import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.attach.LocalVipRoutes;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tools.config.ConfigException;
import io.fairlead.tools.config.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The interfaces of the configuration with the stack behind them: all are looked at before one is touched, and all are given back by {@link #close},
 * also if one of them cannot be attached.
 */
final class HostLegs implements AutoCloseable {

    private final List<HostLeg> legs = new ArrayList<>();
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();

    private HostLegs() {}

    static HostLegs attach(
            final Netlink netlink,
            final LoadedConfig loaded,
            final Path runFolder,
            final DataPathPorts opener,
            final int threads)
            throws IOException, ConfigException {
        final List<HostInterface> hosts = new ArrayList<>();
        for (final String name : loaded.config().interfaceNames()) {
            hosts.add(HostInterface.find(netlink, loaded, name));
        }
        final HostLegs made = new HostLegs();
        try {
            for (final HostInterface host : hosts) {
                final Path folder = made.legs.isEmpty() ? runFolder : folderOf(runFolder, host.name());
                final HostLeg leg = new HostLeg(netlink, loaded, host, folder, made, opener, threads);
                made.undo.push(leg);
                made.legs.add(leg);
            }
            // not before: they are another node's if that one has the interface
            made.undo.push(new LocalVipRoutes(netlink)::removeAll);
            // an attachment that had to be undone first took those of the other interfaces along
            made.acceptVips(netlink);
            return made;
        } catch (final RuntimeException | Error e) {
            made.closeAfter(e);
            throw e;
        }
    }

    /** On all interfaces that are there. */
    void acceptVips(final Netlink netlink) {
        legs.forEach(leg -> leg.acceptVips(netlink));
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
        return legs.get(0).host();
    }

    /** As it was made at the start. */
    InlineAttachment firstAttachment() {
        return legs.get(0).attachment().orElseThrow();
    }

    /** In the order of the configuration. */
    List<HostLeg> legs() {
        return List.copyOf(legs);
    }

    /** In the same order; {@code netlink} is the conductor's. */
    List<AttachedInterface> interfaces(final Netlink netlink) {
        return legs.stream()
                .map(leg -> new AttachedInterface(
                        leg.host().name(),
                        leg.attachment().orElseThrow().macAddress(),
                        leg.host().ipv4(),
                        leg.host().linkLocal(),
                        leg.ports(),
                        new TapKernelAddresses(netlink, leg::link),
                        new TapKernelNeighbors(netlink, leg::link),
                        new TapKernelMacs(netlink, leg::attachment)))
                .toList();
    }

    /** The descriptors that a data-path thread waits for: two for each interface, that of its uplink first. */
    int[] descriptors(final int thread) {
        return legs.stream()
                .map(leg -> leg.ports().queue(thread))
                .flatMapToInt(queue -> IntStream.of(queue.uplinkFd(), queue.hostFd()))
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
