package io.fairlead.lb.flow;

/** Some of all clients. */
@FunctionalInterface
public interface ClientFilter {

    /**
     * Is this client one of them?
     *
     * @param clientHigh first half of its address, IPv4 in IPv4-mapped form
     * @param clientLow second half
     * @return true if so
     */
    boolean has(long clientHigh, long clientLow);
}
