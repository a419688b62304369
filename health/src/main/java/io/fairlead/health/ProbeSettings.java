package io.fairlead.health;

/**
 * How a port is probed.
 *
 * @param kind what is said to it
 * @param subject what is asked for: the URL with {@link ProbeKind#HTTP}, the service with {@link ProbeKind#ICAP}, the name of the server with
 *     {@link ProbeKind#TLS}; empty for what every server of that kind can answer
 */
public record ProbeSettings(ProbeKind kind, String subject) {

    /**
     * Of a kind, without anything in particular to ask for.
     *
     * @param kind what is said to the port
     * @return settings
     */
    public static ProbeSettings of(ProbeKind kind) {
        return new ProbeSettings(kind, "");
    }

    /** The kind, and what is asked for, if anything. */
    @Override
    public String toString() {
        return subject.isEmpty() ? kind.label() : kind.label() + " " + subject;
    }
}
