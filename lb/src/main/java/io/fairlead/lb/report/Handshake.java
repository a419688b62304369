package io.fairlead.lb.report;

/**
 * The two halves of the proof that a boot id is a present one.
 *
 * @param challenge a nonce that the addressee is asked to echo, {@link #ABSENT} if none
 * @param echo the nonce that the addressee asked for, {@link #ABSENT} if none
 */
public record Handshake(long challenge, long echo) {

    /** Never drawn as a nonce. */
    public static final long ABSENT = 0;

    /** Neither. */
    public static final Handshake NONE = new Handshake(ABSENT, ABSENT);
}
