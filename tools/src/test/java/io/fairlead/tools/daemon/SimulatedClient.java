package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.ArpPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client: resolves addresses by ARP, opens connections, sends data on them and again until it is acknowledged. */
final class SimulatedClient implements VirtualSwitch.Station {

    private static final int FIRST_PORT = 20_000;

    private final Timeline timeline;
    private final VirtualSwitch wire;
    private final int ip;
    private final long mac;
    private final Map<Integer, Long> neighbours = new HashMap<>();
    private final List<TcpConnection> connections = new ArrayList<>();
    private final Map<Integer, Integer> arpRepliesByAddress = new HashMap<>();
    private int identification;
    private int badChecksums;

    SimulatedClient(final Timeline timeline, final VirtualSwitch wire, final int ip, final long mac) {
        this.timeline = timeline;
        this.wire = wire;
        this.ip = ip;
        this.mac = mac;
    }

    int ip() {
        return ip;
    }

    long neighbour(final int address) {
        return neighbours.getOrDefault(address, 0L);
    }

    void forget(final int address) {
        neighbours.remove(address);
    }

    int arpReplies(final int address) {
        return arpRepliesByAddress.getOrDefault(address, 0);
    }

    List<TcpConnection> connections() {
        return connections;
    }

    int badChecksums() {
        return badChecksums;
    }

    TcpConnection open(final int address, final int port) {
        final TcpConnection connection =
                new TcpConnection(timeline, this, FIRST_PORT + connections.size(), address, port);
        connections.add(connection);
        connection.open();
        return connection;
    }

    void ask(final int address) {
        wire.transmit(this, Frames.arp(ArpPacket.REQUEST, Frames.BROADCAST, mac, ip, 0, address));
    }

    void send(final TcpConnection from, final int flags, final int sequence, final int ack, final int length) {
        final Long neighbour = neighbours.get(from.address());
        if (neighbour == null) {
            // what is to be sent is sent again by its timer, or as soon as the answer is there
            ask(from.address());
            return;
        }
        final Frames.Path path = new Frames.Path(mac, neighbour, ip, from.localPort(), from.address(), from.port());
        wire.transmit(this, Frames.tcp(path, identification++ & 0xFFFF, flags, sequence, ack, length));
    }

    @Override
    public void receive(final byte[] frame) {
        final Frames.View view = new Frames.View(frame);
        if (view.isArp()) {
            onArp(view.arp);
        } else if (view.isTcp() && view.ip.destination() == ip && view.ethernet.destination() == mac) {
            if (!view.areChecksumsValid()) {
                badChecksums++;
                return;
            }
            connections.stream()
                    .filter(connection -> connection.localPort() == view.tcp.destinationPort())
                    .filter(connection ->
                            connection.address() == view.ip.source() && connection.port() == view.tcp.sourcePort())
                    .forEach(connection -> connection.receive(view));
        }
    }

    private void onArp(final ArpPacket arp) {
        final boolean isForUs = arp.targetIp() == ip;
        final boolean isNew = isForUs && !neighbours.containsKey(arp.senderIp());
        if (isForUs || neighbours.containsKey(arp.senderIp())) {
            neighbours.put(arp.senderIp(), arp.senderMac());
        }
        if (isForUs && arp.opcode() == ArpPacket.REPLY) {
            arpRepliesByAddress.merge(arp.senderIp(), 1, Integer::sum);
        }
        if (isForUs && arp.opcode() == ArpPacket.REQUEST) {
            wire.transmit(this, Frames.arp(ArpPacket.REPLY, arp.senderMac(), mac, ip, arp.senderMac(), arp.senderIp()));
        }
        if (isNew) {
            connections.stream()
                    .filter(connection -> connection.address() == arp.senderIp())
                    .forEach(TcpConnection::sendPending);
        }
    }
}
