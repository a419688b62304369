package io.fairlead.tools.daemon;

import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MAC addresses of a host TAP and of the network interface behind it, by netlink. */
final class TapKernelMacs implements KernelMacs {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final Netlink netlink;
    private final Supplier<Optional<InlineAttachment>> attachment;

    /** {@code attachment} gives what there is at the moment. */
    TapKernelMacs(final Netlink netlink, final Supplier<Optional<InlineAttachment>> attachment) {
        this.netlink = netlink;
        this.attachment = attachment;
    }

    @Override
    public OptionalLong restore() {
        return attachment.get().map(this::restore).orElseGet(OptionalLong::empty);
    }

    private OptionalLong restore(final InlineAttachment standing) {
        OptionalLong changedTo = OptionalLong.empty();
        for (final int index : List.of(standing.hostIfIndex(), standing.nicIfIndex())) {
            try {
                final Optional<Link> link = netlink.links().find(index);
                if (link.isPresent() && link.get().mac() != standing.macAddress()) {
                    changedTo = OptionalLong.of(link.get().mac());
                    netlink.links().setMac(link.get(), standing.macAddress());
                }
            } catch (final SystemCallException e) {
                LOG.warn("cannot put a MAC address back: {}", e.getMessage());
            }
        }
        return changedTo;
    }
}
