package io.fairlead.bench.failover;

import java.util.Locale;

/** Who is measured. */
enum Product {
    FAIRLEAD,
    KEEPALIVED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
