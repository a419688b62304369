package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.wire.IcmpMessage;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.netstack.wire.QuotedPacket;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.UdpDatagram;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Rewrites ports of a frame in place, with RFC 1624 checksum updates; a super-frame whole, for each of its segments gets the same headers. Forward: the destination port becomes the proxy port. Back: the source port becomes what
 * the client wrote. The address stays, because every node's kernel takes the VIPs for its own; only that of another node becomes this node's.
 * If two flows of a client would look alike to the kernel, the client port is translated as well. Allocates nothing.
 */
final class Translator {

    // client ports given in place of one that would make two flows alike
    private static final int FIRST_SUBSTITUTE_PORT = 61_000;
    private static final int SUBSTITUTE_PORTS = 4_536;

    private final TranslationTable translations;
    private final Flows flows;
    private final Situation situation;
    private final AnswerFragments answerFragments;
    private final AtomicCounter clientPortTranslated;
    private final FlowKey alike = new FlowKey();
    private int nextSubstitute;

    Translator(
            final TranslationTable translations,
            final Flows flows,
            final Situation situation,
            final AnswerFragments answerFragments,
            final AtomicCounter clientPortTranslated) {
        this.translations = translations;
        this.flows = flows;
        this.situation = situation;
        this.answerFragments = answerFragments;
        this.clientPortTranslated = clientPortTranslated;
    }

    /** Remembers a flow; returns the client port that the kernel will see, or 0 if there is no room. */
    int open(final FlowKey flow, final int proxyPort) {
        int port = flow.clientPort();
        for (int tries = 0; tries <= SUBSTITUTE_PORTS; tries++) {
            final int slot = find(flow, port, proxyPort);
            if (slot != TranslationTable.NONE && translations.isFor(slot, flow)) {
                return port;
            }
            if (slot == TranslationTable.NONE && !isUntranslated(flow, port, proxyPort)) {
                if (translations.insert(flow, port, proxyPort, situation.seconds()) == TranslationTable.NONE) {
                    return 0;
                }
                if (port != flow.clientPort()) {
                    clientPortTranslated.incrementRelease();
                }
                return port;
            }
            port = FIRST_SUBSTITUTE_PORT + nextSubstitute;
            nextSubstitute = (nextSubstitute + 1) % SUBSTITUTE_PORTS;
        }
        return 0;
    }

    /** Would the kernel take a flow that needs no translation for one that was translated before? */
    boolean isTaken(final FlowKey flow, final int proxyPort) {
        final int slot = find(flow, flow.clientPort(), proxyPort);
        return slot != TranslationTable.NONE
                && !translations.isFor(slot, flow)
                && localHigh(slot) == flow.destinationHigh()
                && localLow(slot) == flow.destinationLow();
    }

    private int find(final FlowKey flow, final int port, final int proxyPort) {
        return translations.find(flow.clientHigh(), flow.clientLow(), port, proxyPort, flow.protocol());
    }

    /** Has the client a flow, from this port of its own, to where the translated flow would go? */
    private boolean isUntranslated(final FlowKey flow, final int port, final int proxyPort) {
        final boolean isLocal = situation.table().isLocal(flow.destinationHigh(), flow.destinationLow());
        final boolean isIpv6 = flow.isIpv6();
        alike.ipv6(
                flow.clientHigh(),
                flow.clientLow(),
                port,
                isLocal ? flow.destinationHigh() : situation.table().ownHigh(isIpv6),
                isLocal ? flow.destinationLow() : situation.table().ownLow(isIpv6),
                proxyPort,
                flow.protocol());
        return flows.find(alike) != Flows.NONE;
    }

    /** Has the kernel answered the flow within the time before now? */
    boolean wasAnswered(final FlowKey flow, final int translatedPort, final int proxyPort, final int withinSeconds) {
        final int slot = find(flow, translatedPort, proxyPort);
        return slot != TranslationTable.NONE
                && translations.isFor(slot, flow)
                && situation.seconds() - translations.lastSeenSeconds(slot) < withinSeconds;
    }

    void close(final FlowKey flow, final int translatedPort, final int proxyPort) {
        translations.remove(flow, translatedPort, proxyPort);
    }

    void forward(final PacketView view, final int clientPort, final int proxyPort) {
        int before = 0;
        int after = 0;
        if (isElsewhere(view)) {
            before = destinationSum(view);
            after = ownSum(view.isIpv6());
            destinationForward(view);
        }
        rewritePorts(view, before, after, clientPort, proxyPort);
    }

    private boolean isElsewhere(final PacketView view) {
        return !situation.table().isLocal(view.destinationHigh(), view.destinationLow());
    }

    private static int destinationSum(final PacketView view) {
        return InternetChecksum.addressSum(view.destinationHigh(), view.destinationLow());
    }

    private int ownSum(final boolean isIpv6) {
        final SteeringTable table = situation.table();
        return InternetChecksum.addressSum(table.ownHigh(isIpv6), table.ownLow(isIpv6));
    }

    /** Makes the address of another node this node's own; the checksum of what is inside, which may cover it, is the caller's. */
    void destinationForward(final PacketView view) {
        if (isElsewhere(view)) {
            final SteeringTable table = situation.table();
            view.rewriteDestination(table.ownHigh(view.isIpv6()), table.ownLow(view.isIpv6()));
        }
    }

    /** The same of an ICMP error, whose checksum covers it in ICMPv6 alone (RFC 4443 section 2.3). */
    void destinationForward(final PacketView view, final IcmpMessage icmp) {
        if (view.isIpv6() && isElsewhere(view)) {
            icmp.checksum(InternetChecksum.update32(icmp.checksum(), destinationSum(view), ownSum(true)));
        }
        destinationForward(view);
    }

    /** Puts the source of a reply back; false if the reply belongs to no translated flow. */
    boolean back(final PacketView view) {
        final int slot = translations.find(
                view.destinationHigh(),
                view.destinationLow(),
                view.destinationPort(),
                view.sourcePort(),
                view.protocol());
        if (slot == TranslationTable.NONE
                || localHigh(slot) != view.sourceHigh()
                || localLow(slot) != view.sourceLow()) {
            return false;
        }
        translations.touch(slot, situation.seconds());
        int before = 0;
        int after = 0;
        if (isElsewhere(slot)) {
            final long high = translations.destinationHigh(slot);
            final long low = translations.destinationLow(slot);
            before = InternetChecksum.addressSum(view.sourceHigh(), view.sourceLow());
            after = InternetChecksum.addressSum(high, low);
            view.rewriteSource(high, low);
            if (view.isFragment()) {
                answerFragments.remember(view, high, low);
            }
        }
        rewritePorts(view, before, after, translations.destinationPort(slot), translations.clientPort(slot));
        return true;
    }

    /** The destination address that the kernel sees in a translated flow. */
    private long localHigh(final int slot) {
        return isElsewhere(slot) ? situation.table().ownHigh(isIpv6(slot)) : translations.destinationHigh(slot);
    }

    private long localLow(final int slot) {
        return isElsewhere(slot) ? situation.table().ownLow(isIpv6(slot)) : translations.destinationLow(slot);
    }

    private boolean isElsewhere(final int slot) {
        return !situation.table().isLocal(translations.destinationHigh(slot), translations.destinationLow(slot));
    }

    private boolean isIpv6(final int slot) {
        return !Ipv6Address.isIpv4Mapped(translations.destinationHigh(slot), translations.destinationLow(slot));
    }

    /** An error about what the kernel has sent in a translated flow: it quotes what the client was sent, and the kernel must see what it sent itself. */
    void quotedForward(final IcmpMessage icmp, final QuotedPacket quoted, final int clientPort, final int proxyPort) {
        final SteeringTable table = situation.table();
        if (!table.isLocal(quoted.sourceHigh(), quoted.sourceLow())) {
            if (quoted.isIpv6()) {
                final int before = InternetChecksum.addressSum(quoted.sourceHigh(), quoted.sourceLow());
                quoted.rewriteIpv6Source(table.ownHigh(true), table.ownLow(true));
                updateQuotedAddress(icmp, before, quoted.sourceHigh(), quoted.sourceLow());
            } else {
                quoted.rewriteIpv4Source(table.own().id());
            }
        }
        rewriteQuotedPorts(icmp, quoted, proxyPort, clientPort);
    }

    /** An error of the kernel about what the client has sent: it quotes what the kernel was given. False if that was not translated. */
    boolean quotedBack(final IcmpMessage icmp, final QuotedPacket quoted) {
        final int slot = translations.find(
                quoted.sourceHigh(),
                quoted.sourceLow(),
                quoted.sourcePort(),
                quoted.destinationPort(),
                quoted.protocol());
        if (slot == TranslationTable.NONE
                || localHigh(slot) != quoted.destinationHigh()
                || localLow(slot) != quoted.destinationLow()) {
            return false;
        }
        if (isElsewhere(slot)) {
            if (quoted.isIpv6()) {
                final int before = InternetChecksum.addressSum(quoted.destinationHigh(), quoted.destinationLow());
                quoted.rewriteIpv6Destination(translations.destinationHigh(slot), translations.destinationLow(slot));
                updateQuotedAddress(icmp, before, quoted.destinationHigh(), quoted.destinationLow());
            } else {
                quoted.rewriteIpv4Destination((int) translations.destinationLow(slot));
            }
        }
        rewriteQuotedPorts(icmp, quoted, translations.clientPort(slot), translations.destinationPort(slot));
        return true;
    }

    /** A quoted IPv6 header has no checksum that would make up for the change. */
    private static void updateQuotedAddress(final IcmpMessage icmp, final int before, final long high, final long low) {
        icmp.checksum(InternetChecksum.update32(icmp.checksum(), before, InternetChecksum.addressSum(high, low)));
    }

    private static void rewriteQuotedPorts(
            final IcmpMessage icmp, final QuotedPacket quoted, final int sourcePort, final int destinationPort) {
        final int before = ports(quoted.sourcePort(), quoted.destinationPort());
        quoted.ports(sourcePort, destinationPort);
        icmp.checksum(InternetChecksum.update32(icmp.checksum(), before, ports(sourcePort, destinationPort)));
    }

    private static void rewritePorts(
            final PacketView view,
            final int addressBefore,
            final int addressAfter,
            final int sourcePort,
            final int destinationPort) {
        final int portsBefore = ports(view.sourcePort(), view.destinationPort());
        final int portsAfter = ports(sourcePort, destinationPort);
        final boolean isPartial = view.isChecksumPartial();
        if (view.isTcp()) {
            final TcpSegment tcp = view.tcp;
            tcp.ports(sourcePort, destinationPort);
            tcp.checksum(
                    isPartial
                            ? updatedPartial(tcp.checksum(), addressBefore, addressAfter)
                            : updated(tcp.checksum(), addressBefore, addressAfter, portsBefore, portsAfter));
        } else {
            final UdpDatagram udp = view.udp;
            udp.ports(sourcePort, destinationPort);
            if (isPartial) {
                udp.checksum(updatedPartial(udp.checksum(), addressBefore, addressAfter));
            } else if (udp.checksum() != 0) {
                // 0 means that the sender computed none (RFC 768), and so a computed 0 is sent as all ones
                final int checksum = updated(udp.checksum(), addressBefore, addressAfter, portsBefore, portsAfter);
                udp.checksum(checksum == 0 ? 0xFFFF : checksum);
            }
        }
    }

    /** The pseudo-header, of which this is the sum, has no ports. */
    private static int updatedPartial(final int partial, final int addressBefore, final int addressAfter) {
        return addressBefore == addressAfter
                ? partial
                : InternetChecksum.updatePartial32(partial, addressBefore, addressAfter);
    }

    private static int ports(final int sourcePort, final int destinationPort) {
        return (sourcePort << 16) | destinationPort;
    }

    private static int updated(
            final int checksum,
            final int addressBefore,
            final int addressAfter,
            final int portsBefore,
            final int portsAfter) {
        return InternetChecksum.update32(
                InternetChecksum.update32(checksum, addressBefore, addressAfter), portsBefore, portsAfter);
    }
}
