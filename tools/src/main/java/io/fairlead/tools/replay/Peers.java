package io.fairlead.tools.replay;

import io.fairlead.lb.report.Destination;
import io.fairlead.lb.report.FrameReader;
import io.fairlead.lb.report.Message;
import io.fairlead.lb.report.Report;
import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.EtherType;
import io.fairlead.netstack.wire.EthernetFrame;
import io.fairlead.tools.capture.CapturedFrame;
import io.fairlead.tools.capture.FrameKind;
import io.fairlead.tools.daemon.MemoryNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** All other nodes of the cluster: those of the script, and those that speak in the capture. */
final class Peers {

    private final MemoryNode node;
    private final MemoryNode.Machine machine;
    private final VirtualTime time;
    private final Consumer<byte[]> wire;
    private final FrameReader reader;
    private final Map<Integer, PlayedPeer> peers = new LinkedHashMap<>();
    private final FrameKind kind = new FrameKind();
    private final ArpPacket arp = new ArpPacket();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[0]);

    Peers(
            final MemoryNode node,
            final MemoryNode.Machine machine,
            final VirtualTime time,
            final Consumer<byte[]> wire) {
        this.node = node;
        this.machine = machine;
        this.time = time;
        this.wire = wire;
        reader = node.reader(machine.managementIp(), machine.mac());
    }

    void add(final PeerScript script) {
        final long fromNs = script.fromNs() == 0 ? time.nowNs() : time.firstNs() + script.fromNs();
        final long untilNs = script.untilNs() == Long.MAX_VALUE ? Long.MAX_VALUE : time.firstNs() + script.untilNs();
        add(script.managementIp(), script.mac(), PlayedPeer.scripted(script, node.report()), fromNs, untilNs);
    }

    private PlayedPeer add(final int id, final long mac, final Report report, final long fromNs, final long untilNs) {
        final Report own = node.report();
        final PlayedPeer peer = new PlayedPeer(
                id,
                mac,
                node.reader(id, mac),
                node.writer(id, mac, id),
                new Destination(machine.managementIp(), machine.mac()),
                wire,
                report,
                own.pace().intervalNs(0),
                fromNs,
                untilNs);
        peers.put(id, peer);
        return peer;
    }

    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (final PlayedPeer peer : peers.values()) {
            deadlineNs = Math.min(deadlineNs, peer.nextDeadlineNs());
        }
        return deadlineNs;
    }

    void poll() {
        peers.values().forEach(peer -> peer.poll(time.nowNs()));
    }

    /** A load report of the capture; null if it is none that the replayed node would believe. */
    @Nullable
    Message read(final CapturedFrame frame) {
        copy.wrap(new byte[frame.length()]);
        copy.putBytes(0, frame.buffer(), 0, frame.length());
        return reader.read(copy, 0, frame.length()).message();
    }

    /** A node that speaks in the capture is known before the first frame, and reports by itself until it does. */
    void expect(final Message message) {
        if (message.body() instanceof Report report
                && !peers.containsKey(message.header().sender())) {
            add(message.header().sender(), message.header().senderMac(), report, time.nowNs(), Long.MAX_VALUE);
        }
    }

    /** A node speaks in the capture. */
    void captured(final Message message) {
        PlayedPeer peer = peers.get(message.header().sender());
        if (peer == null && message.body() instanceof Report report) {
            peer = add(message.header().sender(), message.header().senderMac(), report, time.nowNs(), Long.MAX_VALUE);
        }
        if (peer != null) {
            peer.captured(message.body());
        }
    }

    /** The replayed node has put a frame on the wire. */
    void heard(final DirectBuffer buffer, final int index, final int length) {
        final EthernetFrame ethernet = kind.of(buffer, index, length).ethernet();
        if (kind.isLoadReport()) {
            copy.wrap(new byte[length]);
            copy.putBytes(0, buffer, index, length);
            peers.values().forEach(peer -> peer.heard(copy, length, time.nowNs()));
        } else if (ethernet.isValid() && ethernet.etherType() == EtherType.ARP) {
            copy.wrap(new byte[length]);
            copy.putBytes(0, buffer, index, length);
            arp.wrap(copy, ethernet.payloadIndex(), ethernet.payloadLength());
            answerArp();
        }
    }

    private void answerArp() {
        if (!arp.isValid() || arp.opcode() != ArpPacket.REQUEST) {
            return;
        }
        final PlayedPeer asked = peers.get(arp.targetIp());
        if (asked == null || !asked.isThere(time.nowNs())) {
            return;
        }
        final byte[] answer = new byte[EthernetFrame.HEADER_LENGTH + ArpPacket.LENGTH];
        final UnsafeBuffer frame = new UnsafeBuffer(answer);
        new EthernetFrame()
                .wrap(frame, 0, answer.length)
                .destination(arp.senderMac())
                .source(asked.mac())
                .etherType(EtherType.ARP);
        new ArpPacket()
                .wrap(frame, EthernetFrame.HEADER_LENGTH, ArpPacket.LENGTH)
                .header(ArpPacket.REPLY)
                .sender(asked.mac(), asked.id())
                .target(arp.senderMac(), arp.senderIp());
        wire.accept(answer);
    }
}
