package io.fairlead.health;

import org.jspecify.annotations.Nullable;

/** A ClientHello: a server of TLS answers it by a ServerHello, or by an alert that says what it does not like. Both show that it works. */
final class TlsDialog implements Dialog {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int RECORD_HEADER_LENGTH = 5;
    private static final int ALERT_LENGTH = 2;
    /** RFC 8446 section 5.2: what a record may hold at most. */
    private static final int MAX_RECORD_LENGTH = (1 << 14) + 256;

    private static final int SERVER_HELLO = 2;

    /** An alert of level warning: close_notify, as RFC 8446 section 6.1 wants it before a connection is closed. */
    private static final byte[] CLOSE_NOTIFY = {ALERT, MAJOR_VERSION, 3, 0, ALERT_LENGTH, 1, 0};

    private final byte[] hello;

    TlsDialog(String serverName) {
        this.hello = ClientHello.bytes(serverName);
    }

    @Override
    public byte[] request() {
        return hello.clone();
    }

    @Override
    public byte[] farewell() {
        return CLOSE_NOTIFY.clone();
    }

    @Override
    public @Nullable ProbeResult judge(byte[] answer, int length, boolean isAll) {
        boolean isAlert = answer[0] == ALERT;
        if ((!isAlert && answer[0] != HANDSHAKE) || (length > 1 && answer[1] != MAJOR_VERSION)) {
            return wrong(answer, length);
        }
        if (length < RECORD_HEADER_LENGTH + (isAlert ? ALERT_LENGTH : 1)) {
            return isAll ? wrong(answer, length) : null;
        }
        int recordLength = ((answer[3] & 0xFF) << 8) | (answer[4] & 0xFF);
        if (isAlert) {
            return recordLength == ALERT_LENGTH
                    ? ProbeResult.of(Reason.WORKS, "TLS alert " + (answer[RECORD_HEADER_LENGTH + 1] & 0xFF))
                    : wrong(answer, length);
        }
        return answer[RECORD_HEADER_LENGTH] == SERVER_HELLO && recordLength > 0 && recordLength <= MAX_RECORD_LENGTH
                ? ProbeResult.of(Reason.WORKS, "TLS ServerHello")
                : wrong(answer, length);
    }

    private static ProbeResult wrong(byte[] answer, int length) {
        return ProbeResult.of(Reason.WRONG_ANSWER, Printable.quoted(answer, length));
    }
}
