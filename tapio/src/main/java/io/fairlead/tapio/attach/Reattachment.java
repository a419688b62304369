package io.fairlead.tapio.attach;

import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The way back from an attachment that others have destroyed: to the same network interface, or to another one that gets its name when it is gone. The MAC
 * address stays the attachment's, by which other nodes and clients know the node; a new interface is given the host's addresses and routes besides its own.
 *
 * <p>{@link #attempt} makes many system calls and allocates; for one thread at a time, in the network namespace of the attachment.
 */
public final class Reattachment {

    private final AttachmentStore store;
    private final Path stateDir;
    private final InlineAttachment.Wanted wanted;
    private AttachmentState state;

    Reattachment(final AttachmentState state, final Path stateDir, final InlineAttachment.Wanted wanted) {
        this.store = new AttachmentStore(stateDir);
        this.state = state;
        this.stateDir = stateDir;
        this.wanted = wanted;
    }

    /**
     * Attaches again if there is an interface to attach to. If there is none, takes the TAPs away, so that one can get the name.
     *
     * @return the attachment with its open ports; empty while there is no interface
     * @throws AttachException if the interface cannot be attached
     * @throws io.fairlead.tapio.sys.SystemCallException if the kernel refuses a step
     */
    public Optional<InlineAttachment> attempt() {
        try (Netlink netlink = Netlink.open()) {
            // an attempt that failed half-way may have left the state of a newer interface
            final AttachmentState left = store.load().orElse(state);
            final InlineWiring wiring = new InlineWiring(netlink, state);
            final Optional<Link> nic = netlink.links().find(left.nic().index());
            if (nic.isPresent()) {
                wiring.keepMac(nic.get());
            } else {
                rememberAddressing(netlink);
                wiring.removeTaps();
                final Optional<Link> successor = netlink.links().find(state.interfaceName());
                if (successor.isEmpty()) {
                    return Optional.empty();
                }
                new InlineWiring(netlink, state).reinstate(successor.get());
            }
        }
        return Optional.of(InlineAttachment.attach(state.interfaceName(), stateDir, wanted));
    }

    /** The host's addresses and routes may have changed since the attachment was made; they go with the host TAP. */
    private void rememberAddressing(final Netlink netlink) {
        final Optional<Link> host = netlink.links().find(state.interfaceName()).filter(Link::isTun);
        if (host.isPresent()) {
            state = state.with(Addressing.of(netlink, host.get()));
        }
    }
}
