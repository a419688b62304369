package io.fairlead.tools.replay;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.MacAddress;
import io.fairlead.tools.capture.CaptureReader;
import io.fairlead.tools.capture.CapturedFrame;
import io.fairlead.tools.capture.FrameKind;
import io.fairlead.tools.config.VirtualRouterSettings;
import io.fairlead.tools.daemon.MemoryNode.Machine;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;

/** Finds out what a configuration does not say of the node's machine: its MAC address, from the capture. */
final class MachineFinder {

    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV4_DESTINATION_OFFSET = 16;
    private static final int EVERYBODY = -1;

    private final ReplayPlan plan;
    private final int managementIp;
    private final Set<Integer> virtualIps;
    private final FrameKind kind = new FrameKind();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[EthernetFrame.MAX_HEADER_LENGTH + ArpPacket.LENGTH]);
    private final ArpPacket arp = new ArpPacket();
    private OptionalLong ofVirtualIp = OptionalLong.empty();

    private MachineFinder(final ReplayPlan plan) throws ReplayException {
        this.plan = plan;
        this.managementIp = plan.config()
                .managementIp()
                .or(plan::managementIp)
                .orElseThrow(() -> new ReplayException("the configuration does not say node.managementIp, and the"
                        + " interface is not looked at: say it with --management-ip"))
                .ipv4();
        this.virtualIps = plan.config().virtualRouters().stream()
                .flatMap(router -> router.virtualIps().stream())
                .map(IpPrefix::address)
                .filter(address -> !address.isIpv6())
                .map(IpAddress::ipv4)
                .collect(Collectors.toSet());
    }

    static Machine find(final ReplayPlan plan) throws IOException {
        final MachineFinder finder = new MachineFinder(plan);
        return new Machine(
                finder.managementIp,
                plan.config().managementIp6().orElse(null),
                finder.broadcastIp(),
                plan.mac().isPresent() ? plan.mac().getAsLong() : finder.mac());
    }

    /** Of the subnet, as far as it shows in the prefix of a virtual IP. */
    private int broadcastIp() {
        final IpAddress own = IpAddress.ofIpv4(managementIp);
        return plan.config().virtualRouters().stream()
                .filter(router -> !router.isIpv6())
                .map(VirtualRouterSettings::virtualIps)
                .flatMap(List::stream)
                .filter(prefix -> prefix.contains(own) && prefix.length() < Integer.SIZE)
                .map(prefix -> managementIp | EVERYBODY >>> prefix.length())
                .findFirst()
                .orElse(EVERYBODY);
    }

    /** The first frame from or to the management address tells; if there is none, where frames to a virtual IP go, if this is the director. */
    private long mac() throws IOException {
        try (CaptureReader capture = CaptureReader.open(plan.capture())) {
            while (capture.next()) {
                final OptionalLong found = look(capture.frame());
                if (found.isPresent()) {
                    return found.getAsLong();
                }
            }
        }
        if (plan.state() == NodeState.DIRECTOR && ofVirtualIp.isPresent()) {
            return ofVirtualIp.getAsLong();
        }
        throw new ReplayException(plan.capture() + " does not tell the MAC address of "
                + Ipv4Address.format(managementIp) + ": say it with --mac");
    }

    private OptionalLong look(final CapturedFrame frame) {
        final EthernetFrame ethernet =
                kind.of(frame.buffer(), 0, frame.length()).ethernet();
        if (!ethernet.isValid()) {
            return OptionalLong.empty();
        }
        return switch (ethernet.etherType()) {
            case EtherType.ARP -> lookAtArp(frame, ethernet);
            case EtherType.IPV4 -> lookAtIpv4(frame, ethernet);
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong lookAtArp(final CapturedFrame frame, final EthernetFrame ethernet) {
        copy.putBytes(0, frame.buffer(), 0, Math.min(frame.length(), copy.capacity()));
        arp.wrap(copy, ethernet.payloadIndex(), Math.min(ethernet.payloadLength(), ArpPacket.LENGTH));
        return arp.isValid() && arp.senderIp() == managementIp
                ? OptionalLong.of(arp.senderMac())
                : OptionalLong.empty();
    }

    private OptionalLong lookAtIpv4(final CapturedFrame frame, final EthernetFrame ethernet) {
        if (ethernet.payloadLength() < IPV4_DESTINATION_OFFSET + Integer.BYTES) {
            return OptionalLong.empty();
        }
        final int packet = ethernet.payloadIndex();
        if (frame.buffer().getInt(packet + IPV4_SOURCE_OFFSET, ByteOrder.BIG_ENDIAN) == managementIp) {
            return OptionalLong.of(ethernet.source());
        }
        final int destination = frame.buffer().getInt(packet + IPV4_DESTINATION_OFFSET, ByteOrder.BIG_ENDIAN);
        if (MacAddress.isGroup(ethernet.destination())) {
            return OptionalLong.empty();
        }
        if (destination == managementIp) {
            return OptionalLong.of(ethernet.destination());
        }
        if (virtualIps.contains(destination) && ofVirtualIp.isEmpty()) {
            ofVirtualIp = OptionalLong.of(ethernet.destination());
        }
        return OptionalLong.empty();
    }
}
