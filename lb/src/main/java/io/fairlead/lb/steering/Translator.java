package io.fairlead.lb.steering;

import io.fairlead.lb.flow.FlowKey;
import io.fairlead.lb.flow.TranslationTable;
import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.Ipv4Packet;
import io.fairlead.netstack.wire.TcpSegment;
import io.fairlead.netstack.wire.UdpDatagram;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Rewrites addresses and ports of a frame in place, with RFC 1624 checksum updates. Forward: destination becomes this node's
 * management address and the proxy port. Back: the source becomes what the client wrote. If two flows of a client would look alike
 * to the kernel, the client port is translated as well. Allocates nothing.
 */
final class Translator {

    // client ports given in place of one that would make two flows alike
    private static final int FIRST_SUBSTITUTE_PORT = 61_000;
    private static final int SUBSTITUTE_PORTS = 4_536;

    private final TranslationTable translations;
    private final AtomicCounter clientPortTranslated;
    private int nextSubstitute;

    Translator(final TranslationTable translations, final AtomicCounter clientPortTranslated) {
        this.translations = translations;
        this.clientPortTranslated = clientPortTranslated;
    }

    /** Remembers a flow; returns the client port that the kernel will see, or 0 if there is no room. */
    int open(final FlowKey flow, final int proxyPort, final int seconds) {
        int port = flow.clientPort();
        for (int tries = 0; tries <= SUBSTITUTE_PORTS; tries++) {
            final int slot = translations.find(flow.clientIpv4(), port, proxyPort, flow.protocol());
            if (slot == TranslationTable.NONE) {
                if (translations.insertAfterFind(flow, seconds) == TranslationTable.NONE) {
                    return 0;
                }
                if (port != flow.clientPort()) {
                    clientPortTranslated.incrementRelease();
                }
                return port;
            }
            if (translations.isFor(slot, flow)) {
                return port;
            }
            port = FIRST_SUBSTITUTE_PORT + nextSubstitute;
            nextSubstitute = (nextSubstitute + 1) % SUBSTITUTE_PORTS;
        }
        return 0;
    }

    /** Has the kernel answered the flow within the time before now? */
    boolean wasAnswered(
            final FlowKey flow,
            final int translatedPort,
            final int proxyPort,
            final int seconds,
            final int withinSeconds) {
        final int slot = translations.find(flow.clientIpv4(), translatedPort, proxyPort, flow.protocol());
        return slot != TranslationTable.NONE
                && translations.isFor(slot, flow)
                && seconds - translations.lastSeenSeconds(slot) < withinSeconds;
    }

    void close(final FlowKey flow, final int translatedPort, final int proxyPort) {
        final int slot = translations.find(flow.clientIpv4(), translatedPort, proxyPort, flow.protocol());
        if (slot != TranslationTable.NONE && translations.isFor(slot, flow)) {
            translations.remove(slot);
        }
    }

    void forward(final PacketView view, final int clientPort, final int managementIp, final int proxyPort) {
        final Ipv4Packet ip = view.ip;
        final int before = ip.destination();
        ip.rewriteDestination(managementIp);
        rewritePorts(view, before, managementIp, clientPort, proxyPort);
    }

    /** Puts the source of a reply back; false if the reply belongs to no translated flow. */
    boolean back(final PacketView view, final int seconds) {
        final Ipv4Packet ip = view.ip;
        final int slot =
                translations.find(ip.destination(), view.destinationPort(), view.sourcePort(), view.protocol());
        if (slot == TranslationTable.NONE) {
            return false;
        }
        translations.touch(slot, seconds);
        final int before = ip.source();
        final int after = translations.destinationIpv4(slot);
        ip.rewriteSource(after);
        rewritePorts(view, before, after, translations.destinationPort(slot), translations.clientPort(slot));
        return true;
    }

    private static void rewritePorts(
            final PacketView view,
            final int addressBefore,
            final int addressAfter,
            final int sourcePort,
            final int destinationPort) {
        final int portsBefore = (view.sourcePort() << 16) | view.destinationPort();
        final int portsAfter = (sourcePort << 16) | destinationPort;
        if (view.isTcp()) {
            final TcpSegment tcp = view.tcp;
            tcp.ports(sourcePort, destinationPort);
            tcp.checksum(updated(tcp.checksum(), addressBefore, addressAfter, portsBefore, portsAfter));
        } else {
            final UdpDatagram udp = view.udp;
            udp.ports(sourcePort, destinationPort);
            // 0 means that the sender computed none (RFC 768), and so a computed 0 is sent as all ones
            if (udp.checksum() != 0) {
                final int checksum = updated(udp.checksum(), addressBefore, addressAfter, portsBefore, portsAfter);
                udp.checksum(checksum == 0 ? 0xFFFF : checksum);
            }
        }
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
