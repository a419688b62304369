package io.fairlead.netstack.port;

/**
 * Which of several queues the frames from and to a client go through. Whoever distributes frames and whoever takes them has to come to the same number, the kernel too: so the
 * formula is simple, and has no secret.
 *
 * <p>IPv4 addresses are taken in IPv4-mapped form. Stateless, for any thread; allocates nothing.
 */
public final class ClientQueue {

    /** What the first half of an address is multiplied with: of the square root of two, as many bits as fit. */
    public static final long HIGH_FACTOR = 0x6A09_E667_F3BC_C909L;

    /** What the sum of both halves is multiplied with: of the golden ratio, which sets apart addresses that follow each other. */
    public static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private ClientQueue() {}

    /**
     * The queue of a client: the upper 32 bits of the product, scaled to the number of queues.
     *
     * @param high first half of the client's address
     * @param low second half of it
     * @param queues how many there are, at least 1
     * @return 0 to {@code queues - 1}
     */
    public static int of(final long high, final long low, final int queues) {
        final long product = (high * HIGH_FACTOR + low) * FACTOR;
        return (int) (((product >>> 32) * queues) >>> 32);
    }
}
