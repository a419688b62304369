package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.ArpPacket;
import io.fairlead.netstack.wire.TcpSegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's kernel and its proxy: accepts connections to its own address and to the VIP, answers what it does not know with a reset, and
 * asks for its neighbours in the name of the address it answers from, as Linux does.
 */
final class SimulatedKernel {

    private final int ownIp;
    private final int virtualIp;
    private final long mac;
    private final Consumer<byte[]> output;
    private final Map<Integer, Long> neighbours = new HashMap<>();
    private final Map<Integer, Queue<Pending>> waiting = new HashMap<>();
    private final Map<Socket, Connection> connections = new HashMap<>();
    private final Set<Long> openings = new HashSet<>();
    private final Set<Integer> listening = new HashSet<>();
    private int identification;
    private int accepted;
    private int badChecksums;
    private int arpRequests;
    private boolean answersArp = true;

    /** Client and local end. */
    record Socket(int client, int clientPort, int local, int localPort) {}

    private record Pending(Socket socket, int flags, int sequence, int acknowledgment) {}

    private static final class Connection {
        private final int initialSequence;
        private int expected;

        Connection(final int initialSequence, final int expected) {
            this.initialSequence = initialSequence;
            this.expected = expected;
        }
    }

    SimulatedKernel(final int ownIp, final int virtualIp, final long mac, final Consumer<byte[]> output) {
        this.ownIp = ownIp;
        this.virtualIp = virtualIp;
        this.mac = mac;
        this.output = output;
    }

    void listen(final int port, final boolean isListening) {
        if (isListening) {
            listening.add(port);
        } else {
            listening.remove(port);
        }
    }

    int accepted() {
        return accepted;
    }

    int badChecksums() {
        return badChecksums;
    }

    /** Did an opening segment of this client's port come here, whoever else got it too? */
    boolean sawOpening(final int client, final int clientPort) {
        return openings.contains(opening(client, clientPort));
    }

    private static long opening(final int client, final int clientPort) {
        return (long) client << 16 | clientPort;
    }

    /** Off: it does not answer those who ask for its addresses. */
    void answersArp(final boolean on) {
        answersArp = on;
    }

    /** How often somebody has asked for its own address. */
    int arpRequests() {
        return arpRequests;
    }

    void receive(final byte[] frame) {
        final Frames.View view = new Frames.View(frame);
        if (view.isArp()) {
            onArp(view.arp);
        } else if (view.isTcp() && (view.ip.destination() == ownIp || view.ip.destination() == virtualIp)) {
            onSegment(view);
        }
    }

    private void onArp(final ArpPacket arp) {
        final boolean isForUs = arp.targetIp() == ownIp || arp.targetIp() == virtualIp;
        if (neighbours.containsKey(arp.senderIp()) || isForUs) {
            neighbours.put(arp.senderIp(), arp.senderMac());
        }
        if (arp.targetIp() == ownIp && arp.opcode() == ArpPacket.REQUEST) {
            arpRequests++;
        }
        if (isForUs && answersArp && arp.opcode() == ArpPacket.REQUEST) {
            output.accept(
                    Frames.arp(ArpPacket.REPLY, arp.senderMac(), mac, arp.targetIp(), arp.senderMac(), arp.senderIp()));
        }
        final Queue<Pending> queue = waiting.remove(arp.senderIp());
        if (queue != null) {
            queue.forEach(this::send);
        }
    }

    private void onSegment(final Frames.View view) {
        if (!view.areChecksumsValid()) {
            badChecksums++;
            return;
        }
        final Socket socket =
                new Socket(view.ip.source(), view.tcp.sourcePort(), view.ip.destination(), view.tcp.destinationPort());
        final Connection known = connections.get(socket);
        if (view.has(TcpSegment.RST)) {
            connections.remove(socket);
        } else if (view.tcp.isOpening()) {
            onOpening(view, socket, known);
        } else if (known == null || view.tcp.acknowledgment() != known.initialSequence + 1) {
            send(new Pending(socket, TcpSegment.RST, view.tcp.acknowledgment(), 0));
        } else {
            if (view.tcp.sequence() == known.expected) {
                known.expected = view.next();
            }
            if (view.dataLength() > 0) {
                send(new Pending(socket, TcpSegment.ACK, known.initialSequence + 1, known.expected));
            }
        }
    }

    private void onOpening(final Frames.View view, final Socket socket, final @Nullable Connection known) {
        openings.add(opening(socket.client(), socket.clientPort()));
        if (!listening.contains(socket.localPort())) {
            send(new Pending(socket, TcpSegment.RST | TcpSegment.ACK, 0, view.next()));
            return;
        }
        // a late duplicate of the opening segment changes nothing (RFC 5961 section 4)
        if (known != null && known.expected != view.next()) {
            return;
        }
        Connection connection = known;
        if (connection == null) {
            accepted++;
            connection = new Connection((int) mac * 31 + accepted * 7919, view.next());
            connections.put(socket, connection);
        }
        send(new Pending(socket, TcpSegment.SYN | TcpSegment.ACK, connection.initialSequence, connection.expected));
    }

    private void send(final Pending segment) {
        final Socket socket = segment.socket();
        final Long neighbour = neighbours.get(socket.client());
        if (neighbour == null) {
            waiting.computeIfAbsent(socket.client(), client -> new ArrayDeque<>())
                    .add(segment);
            output.accept(Frames.arp(ArpPacket.REQUEST, Frames.BROADCAST, mac, socket.local(), 0, socket.client()));
            return;
        }
        output.accept(Frames.tcp(
                new Frames.Path(
                        mac, neighbour, socket.local(), socket.localPort(), socket.client(), socket.clientPort()),
                identification++ & 0xFFFF,
                segment.flags(),
                segment.sequence(),
                segment.acknowledgment(),
                0));
    }
}
