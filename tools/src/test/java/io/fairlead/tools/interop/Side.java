package io.fairlead.tools.interop;

/**
 * One side of a duel.
 *
 * @param priority of its virtual router
 * @param host last part of its addresses
 */
record Side(int priority, int host) {
    String address() {
        return "10.51.0." + host;
    }
}
