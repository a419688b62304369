package io.fairlead.bench.curve;

/** Where values lie on an axis: from one end to the other, in equal steps of what {@code from} and {@code to} are in. */
record Scale(double from, double to, double begin, double end) {

    double at(final double value) {
        return begin + (value - from) / (to - from) * (end - begin);
    }

    /** The step between two marks of an axis from 0 on: 1, 2 or 5 with zeros, such that there are from four to ten. */
    static double step(final double highest) {
        double step = 1;
        for (int i = 0; highest / step > 10; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        return step;
    }
}
