package io.fairlead.bench.curve;

/**
 * A figure of JMH.
 *
 * @param benchmark name of its method
 * @param flows live ones
 * @param ns a frame
 * @param errorNs half of the 99.9 % interval; not a number if there were too few measurements for one
 * @param bytesAllocated a frame; not a number if that was not measured
 */
record Point(String benchmark, int flows, double ns, double errorNs, double bytesAllocated) {}
