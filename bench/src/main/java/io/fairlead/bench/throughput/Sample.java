package io.fairlead.bench.throughput;

/**
 * One turn of one contender.
 *
 * @param framesPerSecond that came out
 * @param cpuNsPerFrame processor time of the contender
 * @param refused share of the frames that found its TAP full, 0 to 1: more were sent than it could take
 * @param lost frames that its TAP took and that did not come out
 * @param allocatedPerFrame bytes; not a number for C
 */
record Sample(double framesPerSecond, double cpuNsPerFrame, double refused, long lost, double allocatedPerFrame) {}
