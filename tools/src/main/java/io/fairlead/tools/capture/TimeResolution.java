package io.fairlead.tools.capture;

/**
 * What a unit of a pcapng timestamp is: {@code if_tsresol}.
 *
 * @param exponent how many digits, decimal or binary, are behind the point
 * @param isBinary whether they are binary
 * @param offsetSeconds what is to be added, {@code if_tsoffset}
 */
record TimeResolution(int exponent, boolean isBinary, long offsetSeconds) {

    static final TimeResolution MICROSECONDS = new TimeResolution(6, false, 0);

    private static final int NANO_DIGITS = 9;
    private static final int MOST_DECIMAL = 18;
    private static final int MOST_BINARY = 62;
    private static final int BINARY_FLAG = 0x80;

    /** With more binary digits than that, a fraction does not fit a product with a billion. */
    private static final int BITS_OF_FRACTION = 32;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long[] POWERS_OF_TEN = powersOfTen();

    private static long[] powersOfTen() {
        final long[] powers = new long[MOST_DECIMAL + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    static boolean isKnown(final int code) {
        return (code & BINARY_FLAG) == 0 ? (code & 0xFF) <= MOST_DECIMAL : (code & ~BINARY_FLAG & 0xFF) <= MOST_BINARY;
    }

    TimeResolution withCode(final int code) {
        return new TimeResolution(code & ~BINARY_FLAG & 0xFF, (code & BINARY_FLAG) != 0, offsetSeconds);
    }

    TimeResolution withOffset(final long seconds) {
        return new TimeResolution(exponent, isBinary, seconds);
    }

    /** Nonsense stays nonsense: what does not fit is cut off. */
    long toNs(final long units) {
        return fractionNs(units) + offsetSeconds * NS_PER_SECOND;
    }

    private long fractionNs(final long units) {
        if (!isBinary) {
            return exponent <= NANO_DIGITS
                    ? units * POWERS_OF_TEN[NANO_DIGITS - exponent]
                    : Long.divideUnsigned(units, POWERS_OF_TEN[exponent - NANO_DIGITS]);
        }
        final long seconds = units >>> exponent;
        final long fraction = units & ((1L << exponent) - 1);
        final long fractionNs = exponent <= BITS_OF_FRACTION
                ? (fraction * NS_PER_SECOND) >>> exponent
                : ((fraction >>> (exponent - BITS_OF_FRACTION)) * NS_PER_SECOND) >>> BITS_OF_FRACTION;
        return seconds * NS_PER_SECOND + fractionNs;
    }
}
