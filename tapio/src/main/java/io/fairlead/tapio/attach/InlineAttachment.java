package io.fairlead.tapio.attach;

import io.fairlead.tapio.Offload;
import io.fairlead.tapio.TapPort;
import io.fairlead.tapio.TapQueues;
import io.fairlead.tapio.attach.AttachmentState.Era;
import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.attach.AttachmentState.Nic;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stack between a network interface and the host's kernel: the interface is renamed and all its frames are redirected to the uplink TAP;
 * a host TAP takes its name, MAC, MTU, addresses and routes, so that the host notices nothing.
 *
 * <p>All of it outlives the process, as does a file in the state folder that tells how to undo it. {@link #attach} adopts what an earlier
 * process left; {@link #detach()} and {@link #detach(Path)} put everything back.
 *
 * <p>The calls make many system calls and allocate; one at a time, in the network namespace of the calling thread. The accessors are for any thread.
 */
public final class InlineAttachment implements AutoCloseable {

    private final Path stateDir;
    private final AttachmentState state;
    private final InlineWiring.Ports ports;
    private final int hostIfIndex;
    private final boolean adopted;
    private final Wanted wanted;

    /** How the TAPs are opened, again and again. */
    record Wanted(Offload offload, int queues) {}

    private InlineAttachment(
            final Path stateDir,
            final AttachmentState state,
            final InlineWiring.Ports ports,
            final Wanted wanted,
            final int hostIfIndex,
            final boolean adopted) {
        this.stateDir = stateDir;
        this.state = state;
        this.ports = ports;
        this.wanted = wanted;
        this.hostIfIndex = hostIfIndex;
        this.adopted = adopted;
    }

    /**
     * Attaches to an interface, or adopts the attachment that an earlier process left behind. If it fails, all is as it was before.
     *
     * @param interfaceName such as {@code eth0}
     * @param stateDir folder for the state file, made if need be; one per node
     * @param offload the most that the kernel may leave undone in the ports' frames
     * @return the attachment with its open ports
     * @throws AttachException if the interface cannot be attached
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses a step, or another process uses the TAPs
     */
    public static InlineAttachment attach(final String interfaceName, final Path stateDir, final Offload offload) {
        return attach(interfaceName, stateDir, offload, 1);
    }

    /**
     * The same with several queues for each TAP. What an earlier process left with one queue alone is not adopted with several, nor the other way round: it is undone first, with all
     * addresses and routes kept.
     *
     * @param interfaceName such as {@code eth0}
     * @param stateDir folder for the state file, made if need be; one per node
     * @param offload the most that the kernel may leave undone in the ports' frames
     * @param queues of each TAP, at least 1
     * @return the attachment with its open ports
     * @throws AttachException if the interface cannot be attached
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses a step, or another process uses the TAPs
     */
    public static InlineAttachment attach(
            final String interfaceName, final Path stateDir, final Offload offload, final int queues) {
        return attach(interfaceName, stateDir, new Wanted(offload, queues));
    }

    static InlineAttachment attach(final String interfaceName, final Path stateDir, final Wanted wanted) {
        final AttachmentStore store = new AttachmentStore(stateDir);
        try (Netlink netlink = Netlink.open()) {
            final Optional<AttachmentState> left = store.load();
            if (left.isPresent() && !left.get().era().equals(Era.current())) {
                store.setAside();
            } else if (left.isPresent()) {
                final InlineWiring wiring = new InlineWiring(netlink, left.get(), wanted.queues());
                wiring.checkUnused();
                if (left.get().interfaceName().equals(interfaceName)
                        && wiring.isStanding()
                        && wiring.hasKindOfQueues()) {
                    final AttachmentState adopted = followingNic(netlink, store, left.get());
                    return opened(
                            netlink,
                            stateDir,
                            adopted,
                            new InlineWiring(netlink, adopted, wanted.queues()).repair(wanted.offload()),
                            wanted,
                            true);
                }
                undo(netlink, store, left.get());
            }
            return attachAnew(netlink, interfaceName, stateDir, wanted, store);
        }
    }

    /**
     * Undoes what the state file tells of, without an attachment at hand. Does nothing if there is no such file, or only one of an
     * earlier boot.
     *
     * @param stateDir folder of the state file
     * @return whether there was anything to undo
     * @throws AttachException if the attachment belongs to another network namespace
     * @throws io.fairlead.tapio.sys.SystemCallException if a process still uses the TAPs, or the kernel refuses a step
     */
    public static boolean detach(final Path stateDir) {
        final AttachmentStore store = new AttachmentStore(stateDir);
        final Optional<AttachmentState> left = store.load();
        if (left.isEmpty()) {
            return false;
        }
        final Era now = Era.current();
        final Era then = left.get().era();
        if (!then.bootId().equals(now.bootId())) {
            store.delete();
            return false;
        }
        if (!then.equals(now)) {
            throw new AttachException(store.file() + " belongs to network namespace " + then.networkNamespace()
                    + ", this is " + now.networkNamespace()
                    + ": run this command there, or delete the file if that one is gone");
        }
        try (Netlink netlink = Netlink.open()) {
            new InlineWiring(netlink, left.get()).checkUnused();
            undo(netlink, store, left.get());
        }
        return true;
    }

    /**
     * The port towards the wire, or the first one if there are several.
     *
     * @return the open uplink TAP
     */
    public TapPort uplink() {
        return ports.uplink().first();
    }

    /**
     * The port towards the host's kernel, or the first one if there are several.
     *
     * @return the open host TAP
     */
    public TapPort host() {
        return ports.host().first();
    }

    /**
     * The ports towards the wire.
     *
     * @return all queues of the uplink TAP
     */
    public TapQueues uplinkQueues() {
        return ports.uplink();
    }

    /**
     * The ports towards the host's kernel.
     *
     * @return all queues of the host TAP
     */
    public TapQueues hostQueues() {
        return ports.host();
    }

    /**
     * The node's MAC address: the network interface's own.
     *
     * @return 48 bits, first byte most significant
     */
    public long macAddress() {
        return state.nic().mac();
    }

    /**
     * The kernel's index of the host TAP.
     *
     * @return the interface index
     */
    public int hostIfIndex() {
        return hostIfIndex;
    }

    /**
     * The kernel's index of the network interface.
     *
     * @return the interface index
     */
    public int nicIfIndex() {
        return state.nic().index();
    }

    /**
     * The largest IP packet of all the interfaces involved.
     *
     * @return the MTU in bytes
     */
    public int mtu() {
        return state.nic().mtu();
    }

    /**
     * The interface as the host knows it.
     *
     * @return the name, now the host TAP's
     */
    public String interfaceName() {
        return state.interfaceName();
    }

    /**
     * Whether an earlier process's attachment was found and taken over.
     *
     * @return false if it was made anew
     */
    public boolean adopted() {
        return adopted;
    }

    /**
     * What others have done to it since it was made.
     *
     * @param netlink of the same network namespace, and of the calling thread
     * @return the gravest; empty if all is well
     */
    public Optional<Damage> damage(final Netlink netlink) {
        return new InlineWiring(netlink, state).damage(hostIfIndex);
    }

    /**
     * Puts right what can be while the ports are in use ({@link Damage#canBeMended}); what is right already is not touched.
     *
     * @param netlink of the same network namespace, and of the calling thread
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses a step
     */
    public void mend(final Netlink netlink) {
        new InlineWiring(netlink, state).mend();
    }

    /**
     * Closes the ports, and keeps in mind what is needed to attach again to an interface of this name. Nothing else is changed yet.
     *
     * @return the way back
     */
    public Reattachment leave() {
        close();
        return new Reattachment(state, stateDir, wanted);
    }

    /** Closes the ports and puts everything back as it was before the attachment, with the host's present addresses and routes. */
    public void detach() {
        close();
        detach(stateDir);
    }

    /** Closes the ports; interfaces, addresses and routes stay for the next {@link #attach} to adopt. */
    @Override
    public void close() {
        ports.close();
    }

    private static InlineAttachment attachAnew(
            final Netlink netlink,
            final String interfaceName,
            final Path stateDir,
            final Wanted wanted,
            final AttachmentStore store) {
        final Link link = AttachmentChecks.attachable(netlink, interfaceName);
        final AttachmentState state = new AttachmentState(
                interfaceName,
                Nic.of(link),
                Names.of(interfaceName, link.index()),
                Addressing.of(netlink, link),
                Era.current(),
                false);
        store.save(state);
        final InlineWiring wiring = new InlineWiring(netlink, state, wanted.queues());
        InlineWiring.@Nullable Ports ports = null;
        try {
            ports = wiring.build("fairlead " + stateDir.toAbsolutePath(), wanted.offload());
            store.save(state.completed());
            return opened(netlink, stateDir, state.completed(), ports, wanted, false);
        } catch (final RuntimeException e) {
            if (ports != null) {
                ports.close();
            }
            rollBack(wiring, store, e);
            throw e;
        }
    }

    /** Somebody may have given the network interface another MAC address meanwhile: the host TAP gets it too. */
    private static AttachmentState followingNic(
            final Netlink netlink, final AttachmentStore store, final AttachmentState left) {
        final long mac = netlink.links().find(left.nic().index()).orElseThrow().mac();
        if (mac == left.nic().mac()) {
            return left;
        }
        final AttachmentState current = left.withMac(mac);
        store.save(current);
        return current;
    }

    private static void rollBack(final InlineWiring wiring, final AttachmentStore store, final RuntimeException cause) {
        try {
            wiring.undo();
            store.delete();
        } catch (final RuntimeException e) {
            // The state file stays, for fairlead detach.
            cause.addSuppressed(e);
        }
    }

    private static void undo(final Netlink netlink, final AttachmentStore store, final AttachmentState state) {
        final AttachmentState current = new InlineWiring(netlink, state).isStanding()
                ? state.with(Addressing.of(
                        netlink, netlink.links().find(state.interfaceName()).orElseThrow()))
                : state;
        // The host TAP goes in a moment, and with it the only other record of its present addresses.
        store.save(current);
        new LocalVipRoutes(netlink).removeAll();
        new InlineWiring(netlink, current).undo();
        store.delete();
    }

    private static InlineAttachment opened(
            final Netlink netlink,
            final Path stateDir,
            final AttachmentState state,
            final InlineWiring.Ports ports,
            final Wanted wanted,
            final boolean adopted) {
        final int hostIfIndex =
                netlink.links().find(state.interfaceName()).orElseThrow().index();
        return new InlineAttachment(stateDir, state, ports, wanted, hostIfIndex, adopted);
    }
}
