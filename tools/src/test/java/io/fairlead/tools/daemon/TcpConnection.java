package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.TcpSegment;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A client's side of a connection, as much of TCP as shows where its segments end up. */
final class TcpConnection {

    private static final long FIRST_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LONGEST_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int SILENT_TRIES_BEFORE_ASKING_AGAIN = 3;
    private static final int DATA_LENGTH = 101;

    private final Timeline timeline;
    private final SimulatedClient client;
    private final int localPort;
    private final int address;
    private final int port;
    private final Set<Long> answeredBy = new HashSet<>();
    private State state = State.OPENING;
    private int acknowledged;
    private int peerNext;
    private boolean isOutstanding;
    private int silentTries;
    private int dataAcknowledged;
    private long servedBy;
    private long resetBy;
    private long timer;

    enum State {
        OPENING,
        ESTABLISHED,
        REFUSED,
        RESET
    }

    TcpConnection(
            final Timeline timeline,
            final SimulatedClient client,
            final int localPort,
            final int address,
            final int port) {
        this.timeline = timeline;
        this.client = client;
        this.localPort = localPort;
        this.address = address;
        this.port = port;
        this.acknowledged = localPort * 1_000_003;
    }

    SimulatedClient client() {
        return client;
    }

    int localPort() {
        return localPort;
    }

    int address() {
        return address;
    }

    int port() {
        return port;
    }

    State state() {
        return state;
    }

    int silentTries() {
        return silentTries;
    }

    /** Is something of this connection unanswered? */
    boolean isWaiting() {
        return state == State.OPENING || (state == State.ESTABLISHED && isOutstanding);
    }

    /** Segments of data that were acknowledged. */
    int dataAcknowledged() {
        return dataAcknowledged;
    }

    /** MAC address of the node that accepted it; 0 before that. */
    long servedBy() {
        return servedBy;
    }

    /** MAC address of the node whose kernel reset it. */
    long resetBy() {
        return resetBy;
    }

    void open() {
        sendPending();
        armTimer(FIRST_TIMEOUT_NS);
    }

    /** Sends a segment of data, unless the last one is still on its way. */
    void sendData() {
        if (state == State.ESTABLISHED && !isOutstanding) {
            isOutstanding = true;
            silentTries = 0;
            sendPending();
            armTimer(FIRST_TIMEOUT_NS);
        }
    }

    void sendPending() {
        if (state == State.OPENING) {
            client.send(this, TcpSegment.SYN, acknowledged, 0, 0);
        } else if (state == State.ESTABLISHED && isOutstanding) {
            client.send(this, TcpSegment.PSH | TcpSegment.ACK, acknowledged, peerNext, DATA_LENGTH);
        }
    }

    private void armTimer(final long timeoutNs) {
        timer++;
        final long armed = timer;
        timeline.after(timeoutNs, () -> {
            if (armed == timer && isWaiting()) {
                silentTries++;
                if (silentTries % SILENT_TRIES_BEFORE_ASKING_AGAIN == 0) {
                    client.forget(address);
                }
                sendPending();
                armTimer(Math.min(2 * timeoutNs, LONGEST_TIMEOUT_NS));
            }
        });
    }

    void receive(final Frames.View view) {
        if (view.has(TcpSegment.RST)) {
            final boolean isExact = view.tcp.sequence() == peerNext;
            if (state == State.OPENING || (state == State.ESTABLISHED && isExact)) {
                resetBy = view.ethernet.source();
                state = state == State.OPENING ? State.REFUSED : State.RESET;
            }
        } else if (view.has(TcpSegment.SYN)) {
            answeredBy.add(view.ethernet.source());
            onAccepted(view);
        } else if (state == State.ESTABLISHED && view.tcp.sequence() != peerNext) {
            // RFC 9293 section 3.10.7.4: not acceptable, so it is acknowledged with what is expected
            client.send(this, TcpSegment.ACK, acknowledged, peerNext, 0);
        } else if (state == State.ESTABLISHED
                && isOutstanding
                && view.tcp.acknowledgment() == acknowledged + DATA_LENGTH) {
            acknowledged += DATA_LENGTH;
            isOutstanding = false;
            silentTries = 0;
            dataAcknowledged++;
        }
    }

    private void onAccepted(final Frames.View view) {
        if (state == State.OPENING && view.tcp.acknowledgment() == acknowledged + 1) {
            state = State.ESTABLISHED;
            silentTries = 0;
            acknowledged++;
            peerNext = view.next();
            servedBy = view.ethernet.source();
            client.send(this, TcpSegment.ACK, acknowledged, peerNext, 0);
        }
    }

    /** Did more than one node accept it, because the opening segment was sent again while directors changed? */
    boolean isAmbiguous() {
        return answeredBy.size() > 1;
    }

    @Override
    public String toString() {
        return String.format(
                "%x:%d -> %x:%d %s served by %x, reset by %x, %d acknowledged, %d silent tries",
                client.ip(), localPort, address, port, state, servedBy, resetBy, dataAcknowledged, silentTries);
    }
}
