package io.fairlead.bench.start;

/**
 * One start of a daemon.
 *
 * @param firstAnswerMs from exec to the first answer of the host behind the node; milliseconds
 * @param silentMs for how long the host gave no answer because of the start
 * @param rssMib resident memory after some seconds of idleness
 * @param pssMib the same, with pages that several processes share counted by their share
 */
record Start(double firstAnswerMs, double silentMs, double rssMib, double pssMib) {}
