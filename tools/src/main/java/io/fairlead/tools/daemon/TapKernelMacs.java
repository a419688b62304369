package io.fairlead.tools.daemon;

import io.fairlead.tapio.attach.InlineAttachment;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MAC addresses of a host TAP and of the network interface behind it, by netlink. */
final class TapKernelMacs implements KernelMacs {

    private static final Logger LOG = LoggerFactory.getLogger("node");

    private final Netlink netlink;
    private final List<Integer> indices;
    private final long mac;

    TapKernelMacs(final Netlink netlink, final InlineAttachment attachment) {
        this.netlink = netlink;
        this.indices = List.of(attachment.hostIfIndex(), attachment.nicIfIndex());
        this.mac = attachment.macAddress();
    }

    @Override
    public OptionalLong restore() {
        OptionalLong changedTo = OptionalLong.empty();
        for (final int index : indices) {
            try {
                final Optional<Link> link = netlink.links().find(index);
                if (link.isPresent() && link.get().mac() != mac) {
                    changedTo = OptionalLong.of(link.get().mac());
                    netlink.links().setMac(link.get(), mac);
                }
            } catch (final SystemCallException e) {
                LOG.warn("cannot put a MAC address back: {}", e.getMessage());
            }
        }
        return changedTo;
    }
}
