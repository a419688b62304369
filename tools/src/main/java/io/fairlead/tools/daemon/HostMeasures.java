package io.fairlead.tools.daemon;

import io.fairlead.lb.report.Load;

/** How busy the machine is, as it was measured last: an answer takes no time. Conductor only. */
interface HostMeasures {

    /** A machine on which nothing happens. */
    HostMeasures IDLE = new HostMeasures() {
        @Override
        public double cpuFraction() {
            return 0;
        }

        @Override
        public double memoryFraction() {
            return 0;
        }

        @Override
        public int proxyPermille() {
            return Load.UNSAID;
        }
    };

    /** Share of the last second or so that the processors were busy, 0 to 1; NaN before the first of them is over. */
    double cpuFraction();

    /** Share of the memory that programs cannot have, 0 to 1. */
    double memoryFraction();

    /** What the proxy says of itself, or {@link Load#UNSAID}. */
    int proxyPermille();
}
