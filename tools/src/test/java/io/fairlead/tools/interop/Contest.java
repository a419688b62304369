package io.fairlead.tools.interop;

import java.util.stream.Stream;

/** One row of the tests: against whom, and how. */
record Contest(Rival rival, Flavour flavour) {
    /** Every pair that both sides can speak. */
    static Stream<Contest> all() {
        return Stream.of(
                new Contest(Rival.KEEPALIVED, Flavour.V2),
                new Contest(Rival.FRR, Flavour.V2),
                new Contest(Rival.KEEPALIVED, Flavour.V3),
                new Contest(Rival.FRR, Flavour.V3),
                new Contest(Rival.KEEPALIVED, Flavour.V3_UNICAST),
                new Contest(Rival.KEEPALIVED, Flavour.V2_PASSWORD),
                new Contest(Rival.KEEPALIVED, Flavour.V3_IPV6),
                new Contest(Rival.FRR, Flavour.V3_IPV6));
    }

    @Override
    public String toString() {
        return rival + " " + flavour;
    }
}
