package io.fairlead.bench.compare;

import io.fairlead.tools.lab.LabException;

/**
 * What {@code bench/src/main/c/rate.c} says.
 *
 * @param answered connections
 * @param failed connections
 * @param elapsedNs that it has taken
 */
record ConnectionRate(long answered, long failed, long elapsedNs) {

    static ConnectionRate parse(final String output) {
        if (!output.matches("\\d+ \\d+ \\d+\n")) {
            throw new LabException("rate says: " + output);
        }
        final String[] numbers = output.strip().split(" ", -1);
        return new ConnectionRate(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    double perSecond() {
        return answered * 1e9 / elapsedNs;
    }
}
