package io.fairlead.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** An FTP server greets (RFC 959 section 5.4): 220 means that it takes commands, any other reply that it does not. */
final class FtpDialog implements Dialog {

    private static final int CODE_LENGTH = 3;
    private static final String READY = "220";

    @Override
    public byte[] request() {
        return NOTHING;
    }

    @Override
    public byte[] farewell() {
        return "QUIT\r\n".getBytes(US_ASCII);
    }

    @Override
    public @Nullable ProbeResult judge(byte[] answer, int length, boolean isAll) {
        if (!isReply(answer, length)) {
            return ProbeResult.of(Reason.WRONG_ANSWER, Printable.quoted(answer, length));
        }
        if (!isAll && !hasLineEnd(answer, length)) {
            return null;
        }
        if (length <= CODE_LENGTH) {
            return ProbeResult.of(Reason.WRONG_ANSWER, Printable.quoted(answer, length));
        }
        boolean isReady = new String(answer, 0, CODE_LENGTH, US_ASCII).equals(READY);
        return ProbeResult.of(isReady ? Reason.WORKS : Reason.ERROR_ANSWER, Printable.firstLine(answer, length));
    }

    /** Three digits, and a space, or a hyphen if more lines follow. */
    private static boolean isReply(byte[] answer, int length) {
        for (int i = 0; i < Math.min(length, CODE_LENGTH); i++) {
            if (answer[i] < '0' || answer[i] > '9') {
                return false;
            }
        }
        return length <= CODE_LENGTH || " -\r\n".indexOf(answer[CODE_LENGTH]) >= 0;
    }

    private static boolean hasLineEnd(byte[] answer, int length) {
        for (int i = 0; i < length; i++) {
            if (answer[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
