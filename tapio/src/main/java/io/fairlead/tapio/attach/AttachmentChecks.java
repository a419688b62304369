package io.fairlead.tapio.attach;

import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.netlink.Link;
import io.fairlead.tapio.netlink.Netlink;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out, before anything is changed, whether an interface can be attached. */
final class AttachmentChecks {

    /** Kinds of interfaces that send and receive through another one. */
    private static final Set<String> STACKED_KINDS = Set.of("vlan", "macvlan", "macvtap", "ipvlan");

    private AttachmentChecks() {}

    /** Returns the interface if it can be; otherwise throws, saying why not and what to do. */
    static Link attachable(final Netlink netlink, final String interfaceName) {
        final List<Link> links = netlink.links().all();
        final Link link = named(links, interfaceName)
                .orElseThrow(() -> new AttachException("there is no interface " + interfaceName + "; there are "
                        + String.join(", ", links.stream().map(Link::name).toList())));
        final Names names = Names.of(interfaceName, link.index());
        final Optional<Link> otherUplink =
                named(links, Names.of(interfaceName, 0).uplink()).filter(Link::isTun);
        if (link.isTun() || otherUplink.isPresent()) {
            throw new AttachException(interfaceName + " is a TAP device or attached already"
                    + otherUplink.map(uplink -> ", by " + uplink.alias()).orElse("")
                    + ": detach it there first");
        }
        if (!link.isEthernet() || link.mac() == 0) {
            throw new AttachException(interfaceName + " is not an Ethernet interface: name one that is");
        }
        if (link.masterIndex() != 0) {
            final String master = links.stream()
                    .filter(candidate -> candidate.index() == link.masterIndex())
                    .map(Link::name)
                    .findFirst()
                    .orElse("interface " + link.masterIndex());
            throw new AttachException(
                    interfaceName + " is a port of " + master + ": name " + master + ", or take it out of there");
        }
        for (final Link other : links) {
            if (other.lowerIndex() == link.index() && STACKED_KINDS.contains(other.kind())) {
                throw new AttachException(other.name() + " (" + other.kind() + ") sits on " + interfaceName
                        + " and would lose its connection: remove it or name another interface");
            }
            if (other.name().equals(names.nic()) || other.name().equals(names.uplink())) {
                throw new AttachException("interface " + other.name() + " exists already: rename or remove it");
            }
        }
        if (netlink.trafficControl().hasIngressHook(link)) {
            throw new AttachException("another program has hooked the ingress of " + interfaceName
                    + ": see `tc qdisc show dev " + interfaceName + "`");
        }
        return link;
    }

    private static Optional<Link> named(final List<Link> links, final String name) {
        return links.stream().filter(link -> link.name().equals(name)).findFirst();
    }
}
