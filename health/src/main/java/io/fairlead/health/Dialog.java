package io.fairlead.health;

import org.jspecify.annotations.Nullable;

/** What is said to a port once there is a connection, and what the answer shows. Pure, without a memory: one serves all probes of a port. */
interface Dialog {

    /** Nothing to say before, or nothing to say after. */
    byte[] NOTHING = {};

    /**
     * Of a kind that says something.
     *
     * @return null if the connection alone is enough
     */
    static @Nullable Dialog of(ProbeTarget target) {
        return switch (target.settings().kind()) {
            case HTTP -> StatusLineDialog.http(target);
            case ICAP -> StatusLineDialog.icap(target);
            case FTP -> new FtpDialog();
            case TLS -> new TlsDialog(target.settings().subject());
            case TCP -> null;
        };
    }

    /** What is sent first; empty if the server speaks first. */
    byte[] request();

    /** What is sent when the server works, so that its log holds no client that vanished; may be empty. */
    byte[] farewell();

    /**
     * What an answer shows.
     *
     * @param answer the bytes so far, from the first one
     * @param length how many, at least 1
     * @param isAll whether no more are to come, or more are not wanted
     * @return null if that cannot be told yet, which it can be if {@code isAll}
     */
    @Nullable
    ProbeResult judge(byte[] answer, int length, boolean isAll);
}
