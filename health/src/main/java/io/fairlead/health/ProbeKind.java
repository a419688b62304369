package io.fairlead.health;

import java.util.Locale;

/** What is said to a proxy port to see that the proxy behind it works. */
public enum ProbeKind {
    /** An HTTP request, which has to be answered by a status line. */
    HTTP,
    /** Nothing: the server has to greet with reply 220. */
    FTP,
    /** The request OPTIONS of ICAP, which has to be answered by a status line. */
    ICAP,
    /** The ClientHello of TLS, which has to be answered by a ServerHello or an alert. */
    TLS,
    /** Nothing: it is enough that the connection is accepted. */
    TCP;

    /**
     * The one that suits a redirect that says no more than its protocol.
     *
     * @param label such as {@code http}
     * @return {@link #TCP} for a protocol that is not known
     */
    public static ProbeKind ofProtocol(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "http" -> HTTP;
            case "ftp" -> FTP;
            case "icap" -> ICAP;
            case "https", "tls", "ssl", "ftps", "icaps" -> TLS;
            default -> TCP;
        };
    }

    /**
     * As the configuration spells it.
     *
     * @return such as {@code http}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people call it. */
    String protocol() {
        return name();
    }
}
