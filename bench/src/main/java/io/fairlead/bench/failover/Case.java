package io.fairlead.bench.failover;

/**
 * One row of the results.
 *
 * @param timing how the group speaks
 * @param event what happened to it
 * @param product who it was
 */
record Case(Timing timing, Event event, Product product) {}
