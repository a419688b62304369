package io.fairlead.bench.compare;

/** What figures are in. */
enum Unit {
    GIGABITS_PER_SECOND("Gbit/s", true, 2),
    CPU_SECONDS_PER_GIGABYTE("CPU s/GB", false, 2),
    MICROSECONDS("us", false, 0),
    CONNECTIONS_PER_SECOND("1/s", true, 0),
    CPU_MICROSECONDS_PER_REQUEST("CPU us", false, 0);

    private final String words;
    private final boolean isMoreBetter;
    private final int digits;

    Unit(final String words, final boolean isMoreBetter, final int digits) {
        this.words = words;
        this.isMoreBetter = isMoreBetter;
        this.digits = digits;
    }

    boolean isMoreBetter() {
        return isMoreBetter;
    }

    /** How many are shown behind the point. */
    int digits() {
        return digits;
    }

    @Override
    public String toString() {
        return words;
    }
}
