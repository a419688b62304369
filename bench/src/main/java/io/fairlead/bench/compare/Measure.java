package io.fairlead.bench.compare;

/**
 * What is measured of each contestant.
 *
 * @param what was done
 * @param hasOffloads whether interfaces hand on super-frames and partial checksums
 * @param unit of the figures
 */
record Measure(String what, boolean hasOffloads, Unit unit) {

    @Override
    public String toString() {
        return what + (hasOffloads ? "" : ", no offloads") + ", " + unit;
    }
}
